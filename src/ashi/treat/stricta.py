"""A course, or all of a patient's treatments up to a visit, as STRICTA 2010 asks for it: read from the charts."""

from collections.abc import Iterable
from dataclasses import dataclass

from ashi.core.treatment import of_value
from ashi.core.treatment.stricta import ITEMS, Inserted, Session, Stricta, stricta
from ashi.records.models import Amendment, Appointment, Encounter, EncounterStatus, Needle, NeedleSet, Qualification
from ashi.treat import stricta_words as words
from ashi.treat.adverse import ShownEvent, events_of

OVER = (EncounterStatus.ENDED, EncounterStatus.CLOSED)


@dataclass(frozen=True)
class Item:
    """`said` what the charts say, `missing` what they do not."""

    id: str
    title: str
    said: list[str]
    missing: list[str]


@dataclass(frozen=True)
class Summary:
    visit: Appointment
    encounters: list[Encounter]
    of_course: bool
    found: Stricta
    items: list[Item]
    events: list[ShownEvent]

    @property
    def amendments(self) -> list[Amendment]:
        rows = Amendment.objects.filter(encounter__in=self.encounters).select_related("encounter__appointment")
        return list(rows.order_by("at", "pk"))

    @property
    def missing(self) -> int:
        return sum(bool(item.missing) for item in self.items)


def summary(visit: Appointment, *, of_course: bool) -> Summary | None:
    """Treatments with needles that are over: of the visit's course, or all up to it. None where there is none."""
    encounters = _encounters(visit, of_course)
    if not encounters:
        return None
    course = visit.care_plan if of_course else None
    found = stricta((_session(one) for one in encounters), planned=course.planned_visits if course else None)
    items = [Item(one, words.title(one), _said(one, found, encounters), words.missing(found, one)) for one in ITEMS]
    events = [event for one in encounters for event in events_of(one.appointment) if not event.now.withdrawn]
    return Summary(visit, encounters, of_course, found, items, events)


def _encounters(visit: Appointment, of_course: bool) -> list[Encounter]:
    rows = Encounter.objects.filter(appointment__patient=visit.patient_id, status__in=OVER)
    of = {"appointment__care_plan": visit.care_plan_id} if of_course else {"opened_at__lt": visit.end}
    rows = rows.filter(**of, sets__needles__isnull=False).distinct().order_by("opened_at", "pk")
    rows = rows.select_related("appointment__location", "appointment__room", "practitioner")
    return list(rows.prefetch_related("sets__needles__device", "beside"))


def _session(encounter: Encounter) -> Session:
    sets = [one for one in encounter.sets.all() if one.started_at]
    assert encounter.opened_at is not None
    ended = encounter.ended_at
    return Session(
        at=encounter.opened_at,
        lines=tuple(_line(needle) for one in sets for needle in one.needles.all()),
        rests=tuple(_rest(one) for one in sets),
        prescription=of_value(encounter.prescription),
        minutes=int((ended - encounter.opened_at).total_seconds() // 60) if ended else None,
        beside=tuple(one.kind for one in encounter.beside.all()),
        has_reason=bool(encounter.reason),
        has_findings=bool(encounter.findings),
        has_advice=bool(encounter.advice),
    )


def _line(needle: Needle) -> Inserted:
    return Inserted(
        point=needle.point,
        side=needle.side,
        region=needle.region,
        needles=needle.inserted,
        depth=needle.depth_mm,
        de_qi=needle.de_qi,
        technique=needle.technique,
        electrical=needle.electrical,
        hertz=needle.hertz,
        milliampere=needle.milliampere,
        device=needle.device.name if needle.device else "",
        gauge=needle.gauge,
        lot=needle.lot,
    )


def _rest(needles: NeedleSet) -> int | None:
    if needles.inserted_at is None or needles.removal_at is None:
        return None
    return int((needles.removal_at - needles.inserted_at).total_seconds() // 60)


def _said(item: str, found: Stricta, encounters: list[Encounter]) -> list[str]:
    """What is text in the charts stands beside what is worked out from them."""
    if item == "1b":
        return list(dict.fromkeys(text for one in encounters for text in (one.reason, one.findings) if text))
    if item == "4b":
        return [*_places(encounters), *dict.fromkeys(one.advice for one in encounters if one.advice)]
    if item == "5":
        return _people(encounters)
    return words.said(found, item)


def _places(encounters: Iterable[Encounter]) -> list[str]:
    places = (one.appointment for one in encounters)
    return list(dict.fromkeys(f"{one.location.name}, {one.room.name}" for one in places))


def _people(encounters: list[Encounter]) -> list[str]:
    """With the licence under which each treated here."""
    found = list(dict.fromkeys(one.practitioner for one in encounters))
    places = {one.appointment.location.jurisdiction for one in encounters}
    licences = Qualification.objects.filter(practitioner__in=found, jurisdiction__in=places).order_by("pk")
    by_person: dict[int, list[str]] = {}
    for licence in licences:
        by_person.setdefault(licence.practitioner_id, []).append(words.licence(licence))
    return [", ".join([one.name, *by_person.get(one.pk, [])]) for one in found]
