"""How a check lies in its row: answers and reasons as JSON, and back."""

from datetime import date
from typing import Any

from ashi.core.safety import Action, Answer, Answers, Profile, Reason, RuleSet, Soon, age_on, relevant_questions
from ashi.knowledge.safety import Screen
from ashi.records import rules
from ashi.records.models import Clearance, ScreenResult


def answers_of(row: Clearance) -> dict[str, Answer]:
    return {name: Answer(said) for name, said in row.answers.items()}


def screen_of(row: Clearance) -> Screen:
    """The version the check was begun with: nobody's questions change under their hands."""
    return rules.screen_of(row.rules_version)


def profile_of(row: Clearance, *, today: date) -> Profile:
    if row.birth_date is None:
        raise ValueError("A check has a birth date from its first page on.")
    return Profile(age_on(today, born=row.birth_date))


def needs_guardian(row: Clearance, *, today: date) -> bool:
    return profile_of(row, today=today).is_minor and not row.guardian_name


def only_relevant(answers: Answers, *, profile: Profile, rules: RuleSet) -> dict[str, str]:
    """What still matters: the answers about an operation fall away when there was none after all."""
    asked = {question.id for question in relevant_questions(answers, profile, rules=rules)}
    return {name: said.value for name, said in answers.items() if name in asked}


def as_row(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "action": reason.action.value,
        "text": reason.text,
        "soon": reason.soon.value if reason.soon else "",
        "raised_by": reason.raised_by or "",
    }


def reason_of(row: dict[str, Any]) -> Reason:
    return Reason(
        rule=row["rule"],
        action=Action(row["action"]),
        text=row["text"],
        soon=Soon(row["soon"]) if row["soon"] else None,
        raised_by=row["raised_by"] or None,
    )


def stops_of(row: Clearance) -> list[str]:
    """Rules that stopped this browser before its answers were changed."""
    kept = [reason_of(reason) for earlier in row.earlier_answers for reason in earlier["reasons"]]
    return [reason.rule for reason in kept if reason.action is Action.EMERGENCY]


def is_stopped(row: Clearance) -> bool:
    return row.result == ScreenResult.EMERGENCY
