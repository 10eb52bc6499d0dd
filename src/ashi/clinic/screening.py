"""The emergency questions, as they are read aloud on the telephone, and what the answers amount to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from ashi.core.safety import Action, Answer, Assessment, Outcome, Profile, Question, Reason, age_on, assess
from ashi.knowledge.safety import Screen

# Of somebody whose birth date is not known: none of the rules about the young or the old.
MIDDLE_AGE = 40


@dataclass(frozen=True)
class Sign:
    """A question, and those that are asked when it is answered yes."""

    id: str
    follow: tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """A question in the words of one language."""

    id: str
    text: str
    hint: str
    follow: tuple["Read", ...] = ()


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


def read_aloud(screen: Screen, language: str | None = None) -> tuple[Read, ...]:
    """The signs in a language, that of the page if none is named."""
    spoken = language or get_language() or "en"

    def read(name: str, follow: tuple[str, ...] = ()) -> Read:
        asked = screen.asked[name]
        hint = asked.hint.in_language(spoken) if asked.hint else ""
        return Read(name, asked.text.in_language(spoken), hint, tuple(read(part) for part in follow))

    return tuple(read(sign.id, sign.follow) for sign in emergency_signs(screen))


def answers(screen: Screen, yes: Collection[str]) -> dict[str, Answer]:
    """Everything that was read aloud is answered: yes where it was ticked, else no."""
    said: dict[str, Answer] = {}
    for sign in emergency_signs(screen):
        said[sign.id] = Answer.YES if sign.id in yes else Answer.NO
        if sign.id in yes:
            said.update({part: Answer.YES if part in yes else Answer.NO for part in sign.follow})
    return said


def judge(screen: Screen, yes: Collection[str], *, born: date | None, today: date) -> Assessment:
    """The result of the emergency questions alone: the rest of the check stays open (`missing`)."""
    age = age_on(today, born=born) if born else MIDDLE_AGE
    return assess(answers(screen, yes), rules=screen.rules, profile=Profile(age))


def words_of(reason: Reason, screen: Screen, language: str | None = None) -> tuple[str, str]:
    """Why, and what to say in the hospital."""
    advice = screen.advice[reason.text]
    spoken = language or get_language() or "en"
    return advice.reason.in_language(spoken), advice.say.in_language(spoken) if advice.say else ""
