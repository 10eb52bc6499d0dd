"""Needles go in, rest and come out; each tap is an instant that is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from ashi.core.treatment import Placed, Technique, techniques_of
from ashi.records import chart_guards, consent_guards
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Encounter, EncounterStatus, MissingNeedles, Needle, NeedleSet, ScreenResult
from ashi.records.safety_answers import last_result
from ashi.treat.actions.adverse import record_missing
from ashi.treat.actions.changing import UNCLOSED, NotNow, Warned, Why, entity, keep, locked, planned, writable
from ashi.treat.actions.consenting import NoConsent, refuse_points_without_consent
from ashi.treat.consents import consents_of
from ashi.treat.ledgers import unaccounted
from ashi.treat.speaking import speaking

MUST_BE_CLEARED = (ScreenResult.URGENT, ScreenResult.EMERGENCY)


@dataclass(frozen=True)
class Search:
    """What was done about needles that could not be found."""

    searched: tuple[str, ...]
    reason: str
    second_person: str
    incident: str


def start_set(*, encounter: Encounter, number: int, by: By, now: datetime) -> NeedleSet:
    """The first needle of the set goes in; from now on all of its plan counts as in, until it is said otherwise.

    Raises NotNow, and Warned when a caution speaks that nobody has answered.
    """
    with transaction.atomic():
        found = writable(encounter)
        if found.status != EncounterStatus.OPEN:
            raise NotNow(Why.NOT_OPEN)
        sets = planned(found).sets
        if not 1 <= number <= len(sets) or not sets[number - 1].points:
            raise NotNow(Why.EMPTY, number)
        if found.sets.filter(number=number).exists():
            raise NotNow(Why.STARTED, number)
        refuse_points_without_consent(found, sets[number - 1].points, now=now)
        refuse_if_speaking(found, sets[number - 1].points)
        needles = NeedleSet.objects.create(
            encounter=found, number=number, region=_region(sets[number - 1].points), started_at=now
        )
        for position, placed in enumerate(sets[number - 1].points):
            put_in(needles, placed, position=position)
        _note(found, "start-set", by, now, set=number, needles=sets[number - 1].needles)
        return needles


def refuse_if_speaking(encounter: Encounter, points: tuple[Placed, ...]) -> None:
    """Raises Warned while a caution at one of them is not answered."""
    if spoken := speaking(encounter, points):
        raise Warned(spoken)


def put_in(needles: NeedleSet, placed: Placed, *, position: int) -> Needle:
    """One line of a set that has begun, its cautions answered. Raises NotNow."""
    try:
        with transaction.atomic():  # what the tables refuse is said in words afterwards
            return Needle.objects.create(set=needles, position=position, **_columns(placed))
    except IntegrityError as error:
        if chart_guards.NO_ANSWERS in str(error):
            raise NotNow(_why_not(needles)) from error
        if consent_guards.NO_CONSENT in str(error):
            raise NoConsent(tuple(sorted(techniques_of([placed])))) from error
        raise


def _columns(placed: Placed) -> dict[str, Any]:
    spot = placed.spot
    return {
        "point": placed.point,
        "side": str(placed.side),
        "region": placed.region,
        "map_view": spot.view if spot else "",
        "map_x": spot.x if spot else None,
        "map_y": spot.y if spot else None,
        "depth_mm": placed.depth,
        "angle": str(placed.angle or ""),
        "gauge": placed.gauge,
        "technique": placed.technique,
        "electrical": placed.electrical,
        "hertz": placed.hertz,
        "milliampere": placed.milliampere,
        "stays": placed.stays,
        "inserted": placed.needles,
    }


def _why_not(needles: NeedleSet) -> Why:
    """Nobody has asked, or what was answered waits for a licensed person."""
    visit = needles.encounter.appointment
    return Why.NOT_CLEARED if visit.screened and last_result(visit) in MUST_BE_CLEARED else Why.NOT_ANSWERED


def all_in(*, needles: NeedleSet, by: By, now: datetime) -> None:
    """The last one is in: what is counted now is what has to come out. The patient rests."""
    with transaction.atomic():
        found, one = _both(needles)
        if found.status != EncounterStatus.OPEN:
            raise NotNow(Why.NOT_OPEN)
        if one.inserted_at:
            raise NotNow(Why.STARTED, one.number)
        if not one.needles.exists():
            raise NotNow(Why.EMPTY, one.number)
        sets = planned(found).sets
        rest = sets[one.number - 1].rest if one.number <= len(sets) else 0
        one.inserted_at, one.rest_until = now, now + timedelta(minutes=rest)
        one.save(update_fields=["inserted_at", "rest_until"])
        _note(found, "all-in", by, now, set=one.number, needles=sum(row.inserted for row in one.needles.all()))


def take_back(*, needle: Needle, by: By, now: datetime) -> None:
    """It did not go in after all; only while the set is still going in. Raises NotNow."""
    with transaction.atomic():
        found, one = _both(needle.set)
        if found.status != EncounterStatus.OPEN:
            raise NotNow(Why.NOT_OPEN)
        if one.inserted_at:
            raise NotNow(Why.STARTED, one.number)
        prescription = planned(found)
        points = prescription.sets[one.number - 1].points
        same = [at for at, point in enumerate(points) if (point.point, str(point.side)) == (needle.point, needle.side)]
        needle.delete()
        if not one.needles.exists():
            one.delete()
        if same:
            keep(found, prescription.without(number=one.number, position=same[0]))
        _note(found, "take-back", by, now, set=one.number, point=needle.point)


def begin_removal(*, needles: NeedleSet, by: By, now: datetime) -> None:
    """The acupuncturist is back: the first one comes out. Raises NotNow while needles are still going in."""
    with transaction.atomic():
        found, one = _both(needles)
        if one.inserted_at is None:
            raise NotNow(Why.STILL_GOING_IN, one.number)
        if one.removed_at is None and one.removal_at is None:
            one.removal_at = now
            one.save(update_fields=["removal_at"])
            _note(found, "begin-removal", by, now, set=one.number)


def count_out(*, needles: NeedleSet, counted: int, by: By, now: datetime) -> None:
    """So many of the set were counted into the tray. All of them: the set is out.

    Raises NotNow with the number that lacks when it is another one: then each line has to be counted.
    """
    with transaction.atomic():
        found, one = _both(needles)
        rows = list(one.needles.order_by("position", "pk"))
        expected = sum(row.inserted - row.left_in - _missing(row) for row in rows)
        if counted != expected:
            raise NotNow(Why.COUNT, expected - counted)
        _write_out(found, one, {row.pk: row.inserted - row.left_in - _missing(row) for row in rows}, by, now)


def count_lines_out(*, needles: NeedleSet, counts: Mapping[int, int], by: By, now: datetime) -> None:
    """So many of each line (by its key). What lacks stays open. Raises NotNow for more out than in."""
    with transaction.atomic():
        found, one = _both(needles)
        _write_out(found, one, counts, by, now)


def leave_in(*, needle: Needle, count: int, until: date, by: By, now: datetime) -> None:
    """On purpose, with the patient's consent to just that, and the day they come out.

    Raises NotNow for more than are in, NoConsent without one in force.
    """
    with transaction.atomic():
        found, one = _both(needle.set)
        row = one.needles.get(pk=needle.pk)
        if not 1 <= count <= row.inserted - row.removed - _missing(row):
            raise NotNow(Why.COUNT, count)
        row.left_in, row.left_consent, row.left_until = count, _covered(found, now), until
        row.save(update_fields=["left_in", "left_consent", "left_until"])
        _settle(one, now)
        _note(found, "leave-in", by, now, needle=row.pk, count=count, until=until.isoformat())


def declare_missing(
    *, needle: Needle, count: int, search: Search, by_name: str, by: By, now: datetime
) -> MissingNeedles:
    """They could not be found, a second person has searched too, and the patient was told. Raises NotNow."""
    if search.second_person.casefold().strip() == by_name.casefold().strip():
        raise NotNow(Why.ALONE)
    with transaction.atomic():
        found, one = _both(needle.set)
        row = one.needles.get(pk=needle.pk)
        if not 1 <= count <= row.inserted - row.removed - row.left_in - _missing(row):
            raise NotNow(Why.COUNT, count)
        declared = MissingNeedles.objects.create(
            needle=row,
            count=count,
            searched=list(search.searched),
            reason=search.reason,
            second_person=search.second_person,
            incident=search.incident,
            patient_told_at=now,
            declared_at=now,
            declared_by=str(by),
        )
        record_missing(missing=declared, by_name=by_name, by=by, now=now)
        _settle(one, now)
        _note(found, "declare-missing", by, now, needle=row.pk, count=count)
        return declared


def _covered(found: Encounter, now: datetime) -> str:
    """Which consent covers needles that stay in: its reference, and the version of the words."""
    agreed = consents_of(found.appointment, now=now).of(Technique.STAYS)
    if not agreed.in_force or agreed.consent is None:
        raise NoConsent((Technique.STAYS,))
    return f"Consent/{agreed.consent.pk} {agreed.consent.text.version}"


def _write_out(found: Encounter, one: NeedleSet, counts: Mapping[int, int], by: By, now: datetime) -> None:
    if one.inserted_at is None:
        raise NotNow(Why.STILL_GOING_IN, one.number)
    for row in one.needles.all():
        count = counts.get(row.pk, row.removed)
        if not 0 <= count <= row.inserted - row.left_in - _missing(row):
            raise NotNow(Why.COUNT, count)
        Needle.objects.filter(pk=row.pk).update(removed=count)
    if one.removal_at is None:
        one.removal_at = now
        one.save(update_fields=["removal_at"])
    _settle(one, now)
    _note(found, "count-out", by, now, set=one.number, needles=sum(counts.values()))


def _settle(one: NeedleSet, now: datetime) -> None:
    """The set is out once each of its needles is accounted for; one that lacks again opens it again."""
    lacks = unaccounted(one)
    if lacks and one.removed_at:
        one.removed_at = None
    elif not lacks and one.removed_at is None:
        one.removed_at = now
    one.save(update_fields=["removed_at"])


def _missing(row: Needle) -> int:
    return sum(row.missing.values_list("count", flat=True))


def _both(needles: NeedleSet) -> tuple[Encounter, NeedleSet]:
    """The encounter, locked, and its set as it is now. Raises NotNow once the encounter is closed."""
    found = locked(needles.encounter)
    if found.status not in UNCLOSED:
        raise NotNow(Why.CLOSED)
    return found, NeedleSet.objects.get(pk=needles.pk)


def _region(points: tuple[Placed, ...]) -> str:
    """Where most needles of the set lie."""
    found: dict[str, int] = {}
    for placed in points:
        found[placed.region] = found.get(placed.region, 0) + placed.needles
    return max(found, key=lambda region: found[region])


def _note(encounter: Encounter, action: str, by: By, now: datetime, **detail: object) -> None:
    record(
        at=now, by=by, action=action, entity=entity(encounter), patient_id=encounter.appointment.patient_id, **detail
    )
