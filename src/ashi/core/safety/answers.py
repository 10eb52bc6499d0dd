"""What a person said to a question of the safety screen, and who they are as far as the rules ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

OLDEST = 130
ADULT = 18


class Answer(StrEnum):
    """`UNSURE` is read as yes: somebody who cannot rule a sign out is not told that all is well."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NOT_ASKED = "not asked"

    @property
    def may_be_so(self) -> bool:
        return self in (Answer.YES, Answer.UNSURE)


Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Profile:
    """`age` in whole years, 0 to 130. Raises ValueError outside that range."""

    age: int

    def __post_init__(self) -> None:
        if not 0 <= self.age <= OLDEST:
            raise ValueError(f"An age of {self.age} years is not possible.")

    @property
    def is_minor(self) -> bool:
        return self.age < ADULT


def age_on(day: date, *, born: date) -> int:
    """Whole years from `born` to `day`; who was born on February 29 is a year older on March 1 of other years.

    Raises ValueError when `born` is later than `day`.
    """
    if born > day:
        raise ValueError("A birth date cannot be later than today.")
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)
