"""Records that may be the same person. Only a person decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from ashi.records.models import AuditEvent, Patient

APART = "kept-apart"  # in the audit: somebody has said that two records are two people
LOOKED_AT = 200
MOST = 12


@dataclass(frozen=True)
class Pair:
    """The older record, and the newer one that may be the same person."""

    older: Patient
    newer: Patient


def likely_same(patient: Patient) -> list[Patient]:
    """Other records with the same number or mail address, or the same name and birth date."""
    others = _candidates([patient])
    return [
        other for other in others if other.pk != patient.pk and alike(patient, other) and not _apart(patient, other)
    ]


def likely_pairs() -> list[Pair]:
    """Pairs with one of the latest records that nobody has verified yet, the latest first."""
    fresh = list(Patient.objects.filter(merged_into=None, verified_at=None).order_by("-pk")[:LOOKED_AT])
    others = _candidates(fresh)
    found = {
        (min(one.pk, other.pk), max(one.pk, other.pk)): _pair(one, other)
        for one in fresh
        for other in others
        if one.pk != other.pk and alike(one, other)
    }
    said = _said_apart(found)
    return [pair for key, pair in sorted(found.items(), key=lambda item: -item[0][1]) if key not in said][:MOST]


def alike(one: Patient, other: Patient) -> bool:
    """A family shares a telephone; nobody has two birth dates."""
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return False
    same_name = _plain(one.name) == _plain(other.name)
    if same_name and one.birth_date and one.birth_date == other.birth_date:
        return True
    same_contact = (one.phone and one.phone == other.phone) or (one.email and _plain(one.email) == _plain(other.email))
    return bool(same_contact) and (
        same_name or one.birth_date == other.birth_date is not None or _shares_a_name(one, other)
    )


def _shares_a_name(one: Patient, other: Patient) -> bool:
    """A first or family name in common."""
    return bool(set(_plain(one.name).split()) & set(_plain(other.name).split()))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _candidates(patients: Sequence[Patient]) -> list[Patient]:
    ways = []
    if phones := [one.phone for one in patients if one.phone]:
        ways.append(Q(phone__in=phones))
    if mails := [one.email for one in patients if one.email]:
        ways.append(Q(email__in=mails))
    if births := [one.birth_date for one in patients if one.birth_date]:
        ways.append(Q(name__in=[one.name for one in patients], birth_date__in=births))
    if not ways:
        return []
    return list(Patient.objects.filter(reduce(or_, ways), merged_into=None).order_by("pk"))


def _pair(one: Patient, other: Patient) -> Pair:
    older, newer = sorted((one, other), key=lambda patient: patient.pk)
    return Pair(older, newer)


def _apart(one: Patient, other: Patient) -> bool:
    key = (min(one.pk, other.pk), max(one.pk, other.pk))
    return key in _said_apart([key])


def _said_apart(keys: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    entities = [f"Patient/{older}" for older, _ in keys]
    rows = AuditEvent.objects.filter(entity__in=entities, action=APART).values_list("entity", "detail")
    return {(int(entity.removeprefix("Patient/")), int(detail.get("other", 0))) for entity, detail in rows}
