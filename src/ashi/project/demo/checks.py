"""Safety checks that invented patients have been through, judged by the rules in force."""

from datetime import datetime

from ashi.check.kept import as_row
from ashi.core.safety import Answer, Profile, age_on, assess, relevant_questions
from ashi.records import rules
from ashi.records.clearances import VALID_FOR
from ashi.records.models import Clearance, Patient
from ashi.records.tokens import digest


def checked(patient: Patient, *, yes: str, at: datetime, key: str) -> Clearance:
    """A finished check with a yes to one question and a no to every other."""
    screen = rules.in_force()
    born = patient.birth_date or at.date()
    profile = Profile(age_on(at.date(), born=born))
    said = {yes: Answer.YES}
    while missing := [one for one in relevant_questions(said, profile, rules=screen.rules) if one.id not in said]:
        said |= {question.id: Answer.NO for question in missing}
    assessment = assess(said, rules=screen.rules, profile=profile)
    return Clearance.objects.create(
        key_hash=digest(f"an invented check: {key}"),
        rules_version=assessment.version,
        language=patient.language,
        answers={name: answer.value for name, answer in said.items()},
        birth_date=born,
        result=assessment.result.word,
        reasons=[as_row(reason) for reason in assessment.reasons],
        created_at=at,
        decided_at=at,
        expires_at=at + VALID_FOR,
    )
