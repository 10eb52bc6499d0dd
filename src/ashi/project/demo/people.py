# ruff: noqa: SIM905 (a list of sixty strings is no easier to read)
"""Invented patients, each marked as invented."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from ashi.project.demo.writing import AT_ONCE, Visit
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
# Each has a hundred numbers that are kept for fiction: 555-0100 to 555-0199.
AREA_CODES = (305, 786, 954, 561, 754, 772, 239, 321, 352, 386, 407, 727, 813, 850, 863, 904, 941)
BY_PHONE_ONLY, IN_SPANISH = 0.08, 0.4


def strangers(*, chance: Random) -> Iterator[Patient]:
    """Invented people, thousands of them, not yet on record."""
    for number, name in enumerate(_names(chance)):
        yield Patient(
            name=name,
            birth_date=date(1938, 1, 1) + timedelta(days=chance.randrange(68 * 365)),
            phone=f"+1{AREA_CODES[number // 100 % len(AREA_CODES)]}55501{number % 100:02}",
            email="" if chance.random() < BY_PHONE_ONLY else f"invented{number}@example.invalid",
            language="es" if chance.random() < IN_SPANISH else "en",
            invented=True,
        )


def save(visits: Iterable[Visit]) -> None:
    """Put everybody who has a visit on record, as of the day they booked the first one; who has come is verified."""
    of_each: dict[int, list[Visit]] = defaultdict(list)
    for visit in visits:
        of_each[id(visit.patient)].append(visit)
    resources = Resource.objects.bulk_create(Resource(kind=ResourceKind.PATIENT) for _ in of_each)
    patients = [_on_record(theirs, resource) for theirs, resource in zip(of_each.values(), resources, strict=True)]
    Patient.objects.bulk_create(patients, batch_size=AT_ONCE)


def _on_record(visits: list[Visit], resource: Resource) -> Patient:
    patient = visits[0].patient
    patient.resource = resource
    patient.created_at = min(visit.since for visit in visits)
    patient.verified_at = min(
        (event.at for visit in visits for event in visit.events if event.kind == "arrived"), default=None
    )
    return patient


def _names(chance: Random) -> Iterator[str]:
    """Every pair once, in an order of chance, and then with a middle letter."""
    pairs = [f"{given} {{}}{family}" for given in GIVEN for family in FAMILY]
    chance.shuffle(pairs)
    for middle in ("", *(f"{letter}. " for letter in "ABCDEFGH")):
        yield from (pair.format(middle) for pair in pairs)
