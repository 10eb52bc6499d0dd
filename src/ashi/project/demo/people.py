# ruff: noqa: SIM905 (a list of sixty strings is no easier to read)
"""Invented patients, each marked as invented."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from ashi.records.models import Patient, Resource, ResourceKind

GIVEN = (
    "Elena Sam Ines Abel Ruth Ray Dina Otis Lena Mara Hugo Paul June Rosa Luis Carmen Jorge Alba Nora Felix "
    "Marta Ivan Sofia Tomas Pilar Andre Simone Yves Clement Odette Mireille Ada Walter Grace Leon Ida Edgar "
    "Vera Oscar Amalia Bruno Celia Dario Estela Gil Irma Joel Lidia Mateo Nadia Omar Paula Quint Rita Saul "
    "Tania Ugo Viola Wanda Ximena"
).split()
FAMILY = (
    "Vidal Whitcombe Kaplan Ferreira Okafor Dubois Rao Grant Brandt Quist Salas Abara Pell Moreno Castillo "
    "Baptiste Laurent Etienne Duarte Fuentes Holm Becker Nolan Price Ortega Padilla Rivas Santoro Tran "
    "Underhill Valdes Weiss Yates Zamora Acosta Bello Cruz Delgado Espino Franco Gallo Herrera Ibarra Jansen "
    "Keller Lozano Medina Navarro"
).split()
AREA_CODES = ("305", "786", "954")


def people(count: int, *, chance: Random, now: datetime) -> list[Patient]:
    """So many patients, written in two statements. Their numbers are of the range kept for fiction (555-01xx)."""
    resources = Resource.objects.bulk_create(Resource(kind=ResourceKind.PATIENT) for _ in range(count))
    names = _names(chance)
    rows = [_person(number, next(names), resource, chance, now) for number, resource in enumerate(resources)]
    return Patient.objects.bulk_create(rows, batch_size=500)


def forget_strangers() -> None:
    """Take away everybody who never came and never will."""
    strangers = Patient.objects.filter(appointments__isnull=True)
    resources = list(strangers.values_list("resource", flat=True))
    strangers.delete()
    Resource.objects.filter(pk__in=resources).delete()


def _person(number: int, name: str, resource: Resource, chance: Random, now: datetime) -> Patient:
    phone = f"+1{chance.choice(AREA_CODES)}55501{chance.randrange(100):02}"
    by_phone_only = chance.random() < 0.08
    return Patient(
        resource=resource,
        name=name,
        birth_date=date(1938, 1, 1) + timedelta(days=chance.randrange(68 * 365)),
        phone=phone,
        email="" if by_phone_only else f"invented{number}@example.invalid",
        language="es" if chance.random() < 0.4 else "en",
        verified_at=now,
        invented=True,
        created_at=now,
    )


def _names(chance: Random) -> Iterator[str]:
    """Every pair once, in an order of chance, and then with a middle letter."""
    pairs = [f"{given} {{}}{family}" for given in GIVEN for family in FAMILY]
    chance.shuffle(pairs)
    for middle in ("", *(f"{letter}. " for letter in "ABCDEFGH")):
        yield from (pair.format(middle) for pair in pairs)
