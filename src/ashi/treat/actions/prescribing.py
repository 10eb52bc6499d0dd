"""What is meant to be done: points into sets, last visit's again, a protocol of the clinic."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from ashi.core.treatment import Caution, Level, Placed, Prescription, as_value, of_value
from ashi.knowledge.treatment import the_cautions
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import CautionAnswer, Encounter, NeedleSet, Protocol, User
from ashi.treat.actions.changing import NotNow, Why, entity, keep, planned, writable
from ashi.treat.actions.consenting import refuse_points_without_consent
from ashi.treat.actions.needling import put_in, refuse_if_speaking
from ashi.treat.past import last_encounter
from ashi.treat.speaking import speaking


def add_points(*, encounter: Encounter, placed: Sequence[Placed], number: int, by: By, now: datetime) -> None:
    """Into set `number`. Into a set that is in already, the needles go now. Raises NotNow, Warned."""
    with transaction.atomic():
        found = writable(encounter)
        needles = _begun(found, number)
        if needles and needles.removed_at:
            raise NotNow(Why.OUT, number)
        if needles:
            refuse_points_without_consent(found, placed, now=now)
            refuse_if_speaking(found, tuple(placed))
        prescription = planned(found)
        for one in placed:
            try:
                prescription = prescription.with_point(one, number=number)
            except ValueError as error:
                raise NotNow(Why.NO_SUCH_LINE) from error
            if needles:
                put_in(needles, one, position=len(prescription.sets[number - 1].points))
        keep(found, prescription)
        _note(found, "prescribe", by, now, points=[one.point for one in placed])


def take_off(*, encounter: Encounter, number: int, position: int, by: By, now: datetime) -> None:
    """A line that is planned and not begun. Raises NotNow."""
    with transaction.atomic():
        found = writable(encounter)
        _not_begun(found, number)
        try:
            keep(found, planned(found).without(number=number, position=position))
        except ValueError as error:
            raise NotNow(Why.NO_SUCH_LINE) from error
        _note(found, "prescribe", by, now)


def change_line(
    *, encounter: Encounter, number: int, position: int, changes: dict[str, Any], by: By, now: datetime
) -> None:
    """Another depth, angle, gauge, technique, current of a line that is planned. Raises NotNow, ValueError."""
    with transaction.atomic():
        found = writable(encounter)
        _not_begun(found, number)
        prescription = planned(found)
        if not 1 <= number <= len(prescription.sets) or position >= len(prescription.sets[number - 1].points):
            raise NotNow(Why.NO_SUCH_LINE)
        line = replace(prescription.sets[number - 1].points[position], **changes)
        keep(found, prescription.with_point(line, number=number))
        _note(found, "prescribe", by, now, points=[line.point])


def rest_for(*, encounter: Encounter, number: int, minutes: int, by: By, now: datetime) -> None:
    """How long the needles of a set stay. Raises NotNow, ValueError."""
    with transaction.atomic():
        found = writable(encounter)
        prescription = planned(found)
        if not 1 <= number <= len(prescription.sets):
            raise NotNow(Why.NO_SUCH_LINE)
        sets = list(prescription.sets)
        sets[number - 1] = replace(sets[number - 1], rest=minutes)
        keep(found, Prescription(tuple(sets)))
        _note(found, "prescribe", by, now)


def copy_last(*, encounter: Encounter, by: By, now: datetime) -> None:
    """Last visit's prescription in the place of today's, as long as no needle is in. Raises NotNow."""
    with transaction.atomic():
        found = writable(encounter)
        last = last_encounter(found.appointment)
        if last is None:
            raise NotNow(Why.NOTHING_BEFORE)
        _nothing_begun(found)
        found.prescription, found.copied_from = last.prescription, last
        found.save(update_fields=["prescription", "copied_from"])
        _note(found, "copy", by, now, of=last.pk)


def follow(*, encounter: Encounter, prescription: Prescription, by: By, now: datetime) -> None:
    """A prescription from elsewhere (a protocol, a trial) in the place of today's. Raises NotNow."""
    with transaction.atomic():
        found = writable(encounter)
        _nothing_begun(found)
        keep(found, prescription)
        _note(found, "prescribe", by, now)


def save_protocol(*, encounter: Encounter, name: str, user: User, by: By, now: datetime) -> Protocol:
    """Today's prescription under a name of the clinic's. Raises NotNow when it is empty or the name is in use."""
    if not of_value(encounter.prescription).points:
        raise NotNow(Why.EMPTY)
    try:
        with transaction.atomic():
            saved = Protocol.objects.create(
                name=name, prescription=as_value(of_value(encounter.prescription)), made_by=user, made_at=now
            )
            record(at=now, by=by, action="save-protocol", entity=f"Protocol/{saved.pk}")
            return saved
    except IntegrityError as error:
        raise NotNow(Why.NAME_TAKEN) from error


def answer_caution(
    *, encounter: Encounter, rule: str, point: str, reason: str, by_name: str, by: By, now: datetime
) -> None:
    """Somebody goes on over a caution, or does what it says: why, and who. What forbids is not answered.

    Raises NotNow when it does not speak (any more), or forbids.
    """
    with transaction.atomic():
        found = writable(encounter)
        spoken = next((one for one in _all_speaking(found) if (one.rule, one.point) == (rule, point)), None)
        if spoken is None:
            raise NotNow(Why.NO_SUCH_LINE)
        if spoken.level is not Level.ASKS:
            raise NotNow(Why.FORBIDDEN)
        CautionAnswer.objects.create(
            encounter=found,
            rule=rule,
            rules_version=the_cautions().version,
            point=point,
            reason=reason,
            by_name=by_name,
            by=str(by),
            at=now,
        )
        _note(found, "answer-caution", by, now, rule=rule, point=point)


def _all_speaking(encounter: Encounter) -> tuple[Caution, ...]:
    return speaking(encounter, planned(encounter).points)


def _begun(encounter: Encounter, number: int) -> NeedleSet | None:
    return encounter.sets.filter(number=number, started_at__isnull=False).first()


def _not_begun(encounter: Encounter, number: int) -> None:
    if _begun(encounter, number):
        raise NotNow(Why.STARTED, number)


def _nothing_begun(encounter: Encounter) -> None:
    if encounter.sets.exists():
        raise NotNow(Why.STARTED, 1)


def _note(encounter: Encounter, action: str, by: By, now: datetime, **detail: Any) -> None:
    record(
        at=now,
        by=by,
        action=action,
        entity=entity(encounter),
        patient_id=encounter.appointment.patient_id,
        **detail,
    )
