"""The emergency questions, as they are read aloud on the telephone, and what the answers amount to."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from ashi.core.safety import Answer, Assessment, Profile, Reason, age_on, assess
from ashi.knowledge.safety import Screen
from ashi.knowledge.safety.emergencies import emergency_signs

# Of somebody whose birth date is not known: none of the rules about the young or the old.
MIDDLE_AGE = 40


@dataclass(frozen=True)
class Read:
    """A question in the words of one language."""

    id: str
    text: str
    hint: str
    follow: tuple["Read", ...] = ()


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
