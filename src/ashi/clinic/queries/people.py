"""Finding people, and what the desk knows of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import and_, or_

from django.db.models import Max, Min, Q
from django.utils.translation import get_language

from ashi.clinic.reading import name_pattern, read
from ashi.records.models import EXPECTED, AppointmentStatus, Patient

MOST = 12
CAME = (AppointmentStatus.ARRIVED, AppointmentStatus.FULFILLED)


@dataclass(frozen=True)
class Found:
    """`last`: when they were here last; `coming`: their next visit."""

    patient: Patient
    last: datetime | None
    coming: datetime | None


def find_people(text: str, *, today: date, now: datetime, most: int = MOST) -> list[Found]:
    """Whom a name, a phone number or a birth date may mean; nobody for an empty text."""
    typed = read(text, day_first=get_language() != "en", today=today)
    if typed.is_empty:
        return []
    ways = []
    if typed.words:
        ways.append(reduce(and_, (Q(name__iregex=name_pattern(word)) for word in typed.words)))
    if typed.digits:
        ways.append(Q(phone__contains=typed.digits))
    if typed.dates:
        ways.append(Q(birth_date__in=typed.dates))
    people = Patient.objects.filter(reduce(or_, ways), merged_into=None).order_by("name", "pk")[:most]
    return with_visits(list(people), now=now)


def with_visits(people: Sequence[Patient], *, now: datetime) -> list[Found]:
    ids = [patient.pk for patient in people]
    rows = Patient.objects.filter(pk__in=ids).annotate(
        last=Max("appointments__start", filter=Q(appointments__status__in=CAME)),
        coming=Min("appointments__start", filter=Q(appointments__status__in=EXPECTED, appointments__start__gt=now)),
    )
    times = {row.pk: (row.last, row.coming) for row in rows}
    return [Found(patient, *times[patient.pk]) for patient in people]
