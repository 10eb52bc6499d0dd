"""The emergency questions of a screen: the short form, read aloud at the desk and asked again before a visit."""

from dataclasses import dataclass

from ashi.core.safety import Action, Outcome, Question
from ashi.knowledge.safety.screen import Screen


@dataclass(frozen=True)
class Sign:
    """A question, and those that are asked when it is answered yes."""

    id: str
    follow: tuple[str, ...]


def emergency_signs(screen: Screen) -> tuple[Sign, ...]:
    """What has to be asked to find every emergency there is a rule for, in the order of the tables."""
    follow: dict[str, list[str]] = {}
    for outcome in _emergencies(screen):
        for name in sorted(outcome.when.names):
            opener = _opener(screen.rules.by_id[name], outcome, screen)
            follow.setdefault(opener or name, [])
            if opener:
                follow[opener].append(name)
    order = [question.id for question in screen.rules.questions]
    return tuple(
        Sign(root, tuple(sorted(set(follow[root]) - follow.keys(), key=order.index)))
        for root in sorted(follow, key=order.index)
    )


def _emergencies(screen: Screen) -> list[Outcome]:
    return [one for rule in screen.rules.rules for one in rule.outcomes if one.action is Action.EMERGENCY]


def _opener(question: Question, outcome: Outcome, screen: Screen) -> str | None:
    """The question whose yes makes this one matter; None when it is asked by itself."""
    if question.parent and not screen.rules.by_id[question.parent].group:
        return question.parent
    if question.asked_if.all_of:
        return min(question.asked_if.all_of)
    if outcome.when.all_of and question.id not in outcome.when.all_of and question.parent:
        return min(outcome.when.all_of)
    return None
