"""The answer of the safety screen: triage, not a diagnosis."""

from dataclasses import dataclass, replace

from ashi.core.safety.actions import RESULT_OF, Action, Result, Soon
from ashi.core.safety.answers import Answer, Answers, Profile
from ashi.core.safety.reading import counted_as_yes
from ashi.core.safety.relevance import relevant_questions
from ashi.core.safety.rules import Kind, Rule, RuleSet

# The age profile (RF10) raises another flag by one step. It never makes an emergency: those are named one by one.
RAISED: dict[Action, Action] = {Action.TELL: Action.ROUTINE, Action.ROUTINE: Action.URGENT}


@dataclass(frozen=True)
class Reason:
    """One rule that applies: its id, what it asks for, the key of the words for it, and the rule that raised it."""

    rule: str
    action: Action
    text: str
    soon: Soon | None = None
    raised_by: str | None = None

    @property
    def result(self) -> Result:
        return RESULT_OF[self.action]


@dataclass(frozen=True)
class Assessment:
    """`reasons` strictest first; `missing` are the relevant questions without an answer."""

    result: Result
    reasons: tuple[Reason, ...]
    version: str
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        return not self.missing


def assess(answers: Answers, *, rules: RuleSet, profile: Profile) -> Assessment:
    """The strictest action of all rules that apply decides the result.

    `answers` by question id. Whoever acts on the result must refuse an incomplete one, unless it is an emergency, which
    needs no further question. Raises ValueError for an id that the rules do not know.
    """
    yes = counted_as_yes(answers, rules=rules)
    found = [(rule, reason) for rule in rules.rules if (reason := _applies(rule, yes, profile))]
    raisers = [rule for rule, _ in found if rule.raises]
    reasons = [_raised(rule, reason, raisers) for rule, reason in found]
    reasons.sort(key=lambda reason: reason.action.rank)
    return Assessment(
        result=max((reason.result for reason in reasons), default=Result.CLEAR),
        reasons=tuple(reasons),
        version=rules.version,
        missing=_missing(answers, rules=rules, profile=profile),
    )


def _applies(rule: Rule, yes: frozenset[str], profile: Profile) -> Reason | None:
    for outcome in rule.outcomes:
        if outcome.when.holds(yes=yes, age=profile.age):
            return Reason(rule=rule.id, action=outcome.action, text=outcome.text, soon=outcome.soon)
    return None


def _raised(rule: Rule, reason: Reason, raisers: list[Rule]) -> Reason:
    """Red flags only: an age says nothing about a pacemaker."""
    others = [raiser for raiser in raisers if raiser.id != rule.id]
    if rule.kind is not Kind.RED_FLAG or not others or reason.action not in RAISED:
        return reason
    action = RAISED[reason.action]
    return replace(
        reason,
        action=action,
        soon=Soon.DAYS if action is Action.URGENT else reason.soon,
        raised_by=others[0].id,
    )


def _missing(answers: Answers, *, rules: RuleSet, profile: Profile) -> tuple[str, ...]:
    asked = relevant_questions(answers, profile, rules=rules)
    return tuple(q.id for q in asked if answers.get(q.id, Answer.NOT_ASKED) is Answer.NOT_ASKED)
