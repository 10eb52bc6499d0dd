"""Beginning a check, answering it, and forgetting it. Only a hash of the browser's key is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ashi.check import kept
from ashi.check.booked import booked_from
from ashi.core.safety import Answer, Assessment, Result, after_a_stop, assess
from ashi.records import rules
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.clearances import VALID_FOR
from ashi.records.models import Clearance, StopRecord
from ashi.records.tokens import digest, new_key


@dataclass(frozen=True)
class Guardian:
    """Who answers for somebody under 18. `phone` as E.164."""

    name: str
    phone: str
    present: bool


def begin(*, key: str, birth_date: date, language: str, onward: str, by: By, now: datetime) -> str:
    """Open a check, or go on with the unfinished one behind `key`; returns the key the browser has to keep.

    A finished one is asked afresh: what was so yesterday may not be so today. Another birth date is another person, who
    is not shown the first one's answers. That this browser was stopped stays known either way.
    """
    with transaction.atomic():
        row = _locked(key, now)
        if row is None or row.appointments.exists():
            key = new_key()
            earlier = row.earlier_answers if row else []
            row = Clearance(
                key_hash=digest(key), created_at=now, expires_at=now + VALID_FOR, earlier_answers=earlier, follows=row
            )
        version = rules.in_force(today=now.date()).version
        if row.result or (row.birth_date, row.rules_version) != (birth_date, version):
            _reopen(row, now)
            row.answers = {}
            row.guardian_name, row.guardian_phone, row.guardian_present = "", "", False
        row.birth_date, row.rules_version = birth_date, version
        row.language, row.onward = language, onward or row.onward
        row.save()
    return key


def name_guardian(*, check: Clearance, guardian: Guardian, by: By, now: datetime) -> None:
    Clearance.objects.filter(pk=check.pk).update(
        guardian_name=guardian.name, guardian_phone=guardian.phone, guardian_present=guardian.present
    )


def answer(*, check: Clearance, answers: Mapping[str, Answer], today: date, by: By, now: datetime) -> Clearance:
    """Keep the answers of a page and decide, if they are enough to decide.

    An emergency is decided at once, whatever is still unanswered. A Stop that is answered away is remembered with the
    answers that led to it. Returns the check as it is now; `result` is empty while something is missing.
    """
    with booked_from(check) as booked:
        row = booked.check
        screen, profile = kept.screen_of(row), kept.profile_of(row, today=today)
        said = kept.only_relevant({**kept.answers_of(row), **answers}, profile=profile, rules=screen.rules)
        if said != row.answers:
            _reopen(row, now)
            row.answers = said
        if not row.result and (assessment := _conclusion(row, today=today)):
            _decide(row, assessment, by=by, now=now)
            booked.follow(assessment, by=by)
        row.save()
    return row


def forget_unbooked(*, now: datetime, by: By) -> int:
    """Delete every check that is a day old and led to no visit; returns how many."""
    with transaction.atomic():
        rows = Clearance.objects.filter(expires_at__lte=now, appointments__isnull=True)
        count = rows.delete()[1].get(Clearance._meta.label, 0)
        if count:
            record(at=now, by=by, action="forget-checks", entity="Clearance", count=count)
    return count


def _locked(key: str, now: datetime) -> Clearance | None:
    if not key:
        return None
    return Clearance.objects.select_for_update().filter(key_hash=digest(key), expires_at__gt=now).first()


def _reopen(row: Clearance, now: datetime) -> None:
    """Back to undecided. Whoever clears a changed Stop sees what was answered first."""
    if kept.is_stopped(row):
        row.earlier_answers = [
            *row.earlier_answers,
            {"answers": row.answers, "reasons": row.reasons, "result": row.result, "at": now.isoformat()},
        ]
    row.result, row.reasons, row.decided_at = "", [], None


def _conclusion(row: Clearance, *, today: date) -> Assessment | None:
    """What the answers amount to; None while they do not tell."""
    rules, profile, said = kept.screen_of(row).rules, kept.profile_of(row, today=today), kept.answers_of(row)
    assessment = assess(said, rules=rules, profile=profile)
    # For a program an unanswered part counts as yes. A person has the question before them: no, until they answer it.
    so_far = assess({**dict.fromkeys(assessment.missing, Answer.NO), **said}, rules=rules, profile=profile)
    if so_far.result is Result.EMERGENCY:
        return so_far
    if assessment.is_complete and not kept.needs_guardian(row, today=today):
        return after_a_stop(assessment, stopped_by=kept.stops_of(row))
    return None


def _decide(row: Clearance, assessment: Assessment, *, by: By, now: datetime) -> None:
    row.result = assessment.result.word
    row.reasons = [kept.as_row(reason) for reason in assessment.reasons]
    row.decided_at, row.expires_at = now, now + VALID_FOR
    if assessment.result is not Result.EMERGENCY:
        record(at=now, by=by, action="finish-check", entity=f"Clearance/{row.pk}")
        return
    # All that outlives an anonymous Stop: no entry in the audit, nothing that leads back to the answers.
    StopRecord.objects.bulk_create(
        StopRecord(rule=reason.rule, rules_version=assessment.version, at=now)
        for reason in assessment.reasons
        if reason.result is Result.EMERGENCY
    )
