"""The safety questions once more, for a visit that is booked: before it, or by a full check later in the same browser.

An emergency gives the time back; an urgent answer makes the visit wait for a licensed person again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from ashi.check.kept import as_row, reason_of
from ashi.core.evidence.wording import Wording
from ashi.core.safety import Action, Answer, Assessment, Profile, Question, Result, after_a_stop, age_on, assess
from ashi.knowledge.safety import Page, Screen
from ashi.knowledge.safety.emergencies import emergency_signs
from ashi.messaging import outbox
from ashi.messaging.models import MessageKind
from ashi.records import reservations
from ashi.records.audit import record_visit
from ashi.records.before_visit import ASKED_FROM
from ashi.records.by import By
from ashi.records.clearances import VALID_FOR
from ashi.records.models import (
    EXPECTED,
    Appointment,
    AppointmentStatus,
    Clearance,
    Recheck,
    ScreenResult,
)
from ashi.records.plans import plan_of
from ashi.records.provisional import clear_by_for_booked
from ashi.records.tokens import digest, new_key

NO_WORDS = Wording({"en": "-", "es": "-"})
TRIES = 5


class NotOpen(Exception):
    """There is no such visit to come any more, or it is too early to ask."""


@dataclass(frozen=True)
class Answered:
    """What was said, by which rules, and what it amounts to."""

    answers: Mapping[str, str]
    assessment: Assessment
    language: str
    whole: bool = False


def may_answer(visit: Appointment, *, now: datetime) -> bool:
    """From two days before the visit until it is over; at once for whoever was never asked."""
    is_on = visit.status in (*EXPECTED, AppointmentStatus.ARRIVED) and now < visit.end
    return is_on and (not visit.screened or now >= visit.start - ASKED_FROM)


def questions_of(screen: Screen) -> Page:
    """Every question that an emergency may hang on, with all its parts, on one page."""
    asked = {name for sign in emergency_signs(screen) for name in (sign.id, *sign.follow)}
    asked |= {opener for name in asked for opener in screen.rules.by_id[name].asked_if.all_of}
    asked |= {part.id for name in asked for part in _parts(screen.rules.by_id[name], screen)}
    return Page(
        name="again",
        title=NO_WORDS,
        why=NO_WORDS,
        questions=_after_what_opens_them([question for question in screen.rules.questions if question.id in asked]),
    )


def _after_what_opens_them(questions: Iterable[Question]) -> tuple[str, ...]:
    """In the order of the tables, but for a question that another depends on: it comes before that one."""
    pairs = [(*sorted(question.asked_if.all_of), question.id) for question in questions]
    return tuple(dict.fromkeys(name for pair in pairs for name in pair))


def profile_of(visit: Appointment, *, now: datetime) -> Profile:
    """Raises ValueError for a patient without a birth date: they cannot open the page either."""
    if visit.patient.birth_date is None:
        raise ValueError("The questions depend on the age.")
    today = now.astimezone(ZoneInfo(visit.location.zone)).date()
    return Profile(age_on(today, born=visit.patient.birth_date))


def assess_short(answers: Mapping[str, Answer], *, screen: Screen, profile: Profile) -> Assessment:
    """Of the short form. What stands on the page unanswered is no, until it is answered."""
    unsaid = dict.fromkeys(questions_of(screen).questions, Answer.NO)
    return assess({**unsaid, **answers}, rules=screen.rules, profile=profile)


def answer_again(*, appointment: Appointment, answered: Answered, by: By) -> Recheck:
    """Keep the answers with the visit, and do what they call for. Raises NotOpen.

    Whoever was stopped before and not seen since is urgent at least, as in the check itself.
    """
    for _ in range(TRIES):
        with transaction.atomic():
            now = reservations.lock(resources_of(appointment))
            visit = _locked(appointment.pk)
            if resources_of(visit) <= resources_of(appointment):  # else it was moved while we waited
                if not may_answer(visit, now=now):
                    raise NotOpen
                return _keep(visit, answered, by=by, now=now)
        appointment = Appointment.objects.get(pk=appointment.pk)
    raise NotOpen


def keep_full_check(*, visit: Appointment, answered: Answered, by: By, now: datetime) -> None:
    """A full check in the browser that had booked, stricter than the one it was booked from. The visit's resources are
    locked already."""
    locked = _locked(visit.pk)
    if locked.status in EXPECTED:
        _keep(locked, answered, by=by, now=now)


def _keep(visit: Appointment, answered: Answered, *, by: By, now: datetime) -> Recheck:
    assessment = after_a_stop(_without_what_was_cleared(answered.assessment, visit), stopped_by=_unseen_stops(visit))
    row = Recheck.objects.create(
        appointment=visit,
        whole=answered.whole,
        rules_version=assessment.version,
        language=answered.language,
        answers=dict(answered.answers),
        result=assessment.result.word,
        reasons=[as_row(reason) for reason in assessment.reasons],
        at=now,
        by=str(by),
    )
    record_visit(visit, at=now, by=by, kind="asked-again", recheck=row.pk)
    if assessment.result is Result.EMERGENCY:
        _release(visit, by=by, now=now)
        return row
    if visit.clearance_id is None:
        visit.clearance = _first_answers(row, visit, now=now)
    visit.screened = True
    waits = assessment.result is Result.URGENT and visit.status == AppointmentStatus.BOOKED
    if waits:
        visit.status, visit.clear_by = AppointmentStatus.PENDING, clear_by_for_booked(visit.start, now=now)
        visit.sequence += 1
    visit.save(update_fields=["clearance", "screened", "status", "clear_by", "sequence"])
    if waits:
        outbox.put(visit, MessageKind.CHANGE, now=now)
    return row


def _without_what_was_cleared(assessment: Assessment, visit: Appointment) -> Assessment:
    """What a licensed person has cleared for this visit, or is about to, does not stop it a second time: somebody who
    is pregnant is so at every visit. An emergency is never known already."""
    known = _cleared(visit)
    new = [one.result for one in assessment.reasons if (one.rule, one.text) not in known]
    emergency = [one.result for one in assessment.reasons if one.result is Result.EMERGENCY]
    least = min(assessment.result, Result.CAUTION)
    return replace(assessment, result=max([least, *new, *emergency]))


def _cleared(visit: Appointment) -> set[tuple[str, str]]:
    """Rule and words of each reason that was there when the visit was cleared, or that it still waits for."""
    if visit.cleared_at is None and visit.status != AppointmentStatus.PENDING:
        return set()
    until = visit.cleared_at or visit.clear_by
    checks = [visit.clearance.reasons] if visit.clearance else []
    again = Recheck.objects.filter(appointment=visit, at__lte=until).values_list("reasons", flat=True)
    return {(row["rule"], row["text"]) for reasons in (*checks, *again) for row in reasons}


def _release(visit: Appointment, *, by: By, now: datetime) -> None:
    """The time goes back and the desk calls; the message says no more than when nobody had cleared it.

    Whoever has arrived is in the clinic's hands: the visit stands, and no needle is let in.
    """
    if visit.status not in EXPECTED:
        return
    resources = resources_of(visit)
    visit.status, visit.cancelled_at = AppointmentStatus.CANCELLED, now
    visit.sequence += 1
    visit.save(update_fields=["status", "cancelled_at", "sequence"])
    reservations.release(appointment=visit)
    record_visit(visit, at=now, by=by, kind="stopped")
    outbox.put(visit, MessageKind.CANCELLATION, now=now, given_back=True)
    reservations.touch(resources, location_ids=[visit.location_id])


def _first_answers(row: Recheck, visit: Appointment, *, now: datetime) -> Clearance:
    """A visit that was booked without any has these for its check."""
    return Clearance.objects.create(
        key_hash=digest(new_key()),  # nobody's: it belongs to the visit from the start
        rules_version=row.rules_version,
        language=row.language,
        answers=row.answers,
        birth_date=visit.patient.birth_date,
        result=ScreenResult(row.result),
        reasons=row.reasons,
        created_at=now,
        decided_at=now,
        expires_at=now + VALID_FOR,
    )


def _unseen_stops(visit: Appointment) -> list[str]:
    """Rules that stopped this patient, at any visit, since a licensed person last cleared one of theirs."""
    cleared = Appointment.objects.filter(patient=visit.patient_id, cleared_at__isnull=False)
    since = cleared.order_by("-cleared_at").values_list("cleared_at", flat=True).first()
    stops = Recheck.objects.filter(appointment__patient=visit.patient_id, result=ScreenResult.EMERGENCY)
    if since:
        stops = stops.filter(at__gt=since)
    found = [_emergencies(reasons) for reasons in stops.values_list("reasons", flat=True)]
    return list(dict.fromkeys(rule for rules_of_one in found for rule in rules_of_one))


def _emergencies(reasons: Iterable[dict[str, Any]]) -> list[str]:
    return [reason_of(row).rule for row in reasons if reason_of(row).action is Action.EMERGENCY]


def _locked(pk: int) -> Appointment:
    rows = Appointment.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("patient", "location", "practitioner", "room", "device", "qualification").get(pk=pk)


def resources_of(visit: Appointment) -> set[int]:
    plan = plan_of(visit, qualification_id=visit.qualification_id, price_cents=visit.price_cents)
    return {*plan.resources.values(), visit.patient.resource_id}


def _parts(question: Question, screen: Screen) -> Iterable[Question]:
    return () if question.group else screen.rules.parts_of(question.id)
