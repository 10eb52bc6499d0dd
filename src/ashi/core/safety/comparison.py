"""What a new version of the rules changes for the people who answer: found by asking both versions the same.

Two files are not compared line by line: a rule can become milder by its action, by a condition that holds more rarely,
or by a question that is no longer put to somebody. Each rule is tried with every small set of yes to the questions it
looks at, at the ages where something begins or ends.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from ashi.core.safety.actions import Action
from ashi.core.safety.answers import OLDEST, Answer, Profile
from ashi.core.safety.assessment import assess
from ashi.core.safety.conditions import Condition
from ashi.core.safety.relevance import relevant_questions
from ashi.core.safety.rules import Rule, RuleSet

MOST_YES = 4  # RF19 counts to four of nine; nothing counts further
MIDDLE_AGE = 40


@dataclass(frozen=True)
class Change:
    """A rule that asks for something else of somebody of `age` who answers yes to exactly `yes`.

    None: the rule asks for nothing. `raises`: it no longer raises other flags, or begins to.
    """

    rule: str
    before: Action | None
    after: Action | None
    yes: tuple[str, ...] = ()
    age: int = MIDDLE_AGE
    raises: bool = False

    @property
    def is_milder(self) -> bool:
        """Less strict than before, for this person."""
        return _rank(self.after) > _rank(self.before)


def changes(old: RuleSet, new: RuleSet) -> tuple[Change, ...]:
    """Each kind of change once a rule, with the simplest person it happens to; in the order of the tables."""
    ids = dict.fromkeys([*(rule.id for rule in old.rules), *(rule.id for rule in new.rules)])
    return tuple(change for name in ids for change in _of_rule(name, old, new))


def _rank(action: Action | None) -> int:
    return len(Action) if action is None else action.rank


def _of_rule(name: str, old: RuleSet, new: RuleSet) -> Iterator[Change]:
    found: dict[tuple[Action | None, Action | None], Change] = {}
    all_names, all_ages = _questions(name, old) | _questions(name, new), _ages(name, old) | _ages(name, new)
    raised = _raises(name, old), _raises(name, new)
    old, new = _alone(name, old), _alone(name, new)
    for yes in _sets_of_yes(all_names):
        for age in sorted(all_ages):
            before, after = _action(name, yes, age, old), _action(name, yes, age, new)
            if before is not after:
                found.setdefault((before, after), Change(name, before, after, yes, age))
    yield from found.values()
    if raised == (True, False):
        yield Change(name, Action.TELL, None, raises=True)
    if raised == (False, True):
        yield Change(name, None, Action.TELL, raises=True)


def _alone(name: str, rules: RuleSet) -> RuleSet:
    """This rule and what it looks at, without all the others: a twentieth of the work."""
    rule = _rule(name, rules)
    names = _questions(name, rules)
    names |= {parent for each in names if (parent := rules.by_id[each].parent)}
    names |= {each for outcome in (rule.outcomes if rule else ()) for each in outcome.when.names}
    return RuleSet(
        version=rules.version,
        questions=tuple(question for question in rules.questions if question.id in names),
        rules=(rule,) if rule else (),
    )


def _sets_of_yes(names: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Few first, so that the simplest example is met first; then all of them."""
    all_names = sorted(names)
    for size in range(1, min(MOST_YES, len(all_names)) + 1):
        yield from combinations(all_names, size)
    if len(all_names) > MOST_YES:
        yield tuple(all_names)


def _rule(name: str, rules: RuleSet) -> Rule | None:
    return next((rule for rule in rules.rules if rule.id == name), None)


def _raises(name: str, rules: RuleSet) -> bool:
    rule = _rule(name, rules)
    return rule is not None and rule.raises


def _questions(name: str, rules: RuleSet) -> set[str]:
    """What a person can be asked that this rule looks at, with what has to be answered yes before."""
    rule = _rule(name, rules)
    names = {each for outcome in rule.outcomes for each in outcome.when.names} if rule else set()
    names |= {part.id for each in names for part in rules.parts_of(each)}
    names |= {opener for each in names for opener in rules.by_id[each].asked_if.names}
    names |= {parent for each in names if (parent := rules.by_id[each].parent)}
    return {each for each in names if not rules.by_id[each].group}


def _ages(name: str, rules: RuleSet) -> set[int]:
    """On both sides of every age at which the rule or one of its questions begins or ends."""
    rule = _rule(name, rules)
    conditions: list[Condition] = [outcome.when for outcome in rule.outcomes] if rule else []
    conditions += [rules.by_id[each].asked_if for each in _questions(name, rules)]
    edges = {edge for one in conditions for years in one.ages for edge in (years.first - 1, years.first, years.last)}
    edges |= {years.last + 1 for one in conditions for years in one.ages}
    return {MIDDLE_AGE} | {age for age in edges if 0 <= age <= OLDEST}


def _action(name: str, yes: tuple[str, ...], age: int, rules: RuleSet) -> Action | None:
    """What the rule asks of somebody who is asked what matters for them, and says yes to these alone."""
    profile = Profile(age)
    said = {each: Answer.YES if each in yes else Answer.NO for each in _questions(name, rules)}
    asked = {question.id for question in relevant_questions(said, profile, rules=rules)}
    heard = {each: answer for each, answer in said.items() if each in asked}
    reasons = assess(heard, rules=rules, profile=profile).reasons
    return next((reason.action for reason in reasons if reason.rule == name), None)
