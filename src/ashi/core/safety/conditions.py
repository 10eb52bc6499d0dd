"""When does a row of the tables apply? Never said with "not", so that one more yes can never make a result milder."""

from collections.abc import Set
from dataclasses import dataclass


@dataclass(frozen=True)
class AgeRange:
    """Whole years, both ends included."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"The ages {self.first} to {self.last} are the wrong way round.")

    def __contains__(self, age: int) -> bool:
        return self.first <= age <= self.last


@dataclass(frozen=True)
class Condition:
    """All of `all_of`, at least `at_least` of `any_of`, and one of `ages`; what is left empty is not asked for."""

    all_of: frozenset[str] = frozenset()
    any_of: frozenset[str] = frozenset()
    at_least: int = 1
    ages: tuple[AgeRange, ...] = ()

    def __post_init__(self) -> None:
        if self.any_of and not 1 <= self.at_least <= len(self.any_of):
            raise ValueError(f"{self.at_least} of {len(self.any_of)} signs can never be asked for.")

    @property
    def names(self) -> frozenset[str]:
        """The ids of all questions it looks at."""
        return self.all_of | self.any_of

    def holds(self, *, yes: Set[str], age: int) -> bool:
        return (
            self.all_of <= yes
            and (not self.any_of or len(self.any_of & yes) >= self.at_least)
            and (not self.ages or any(age in years for years in self.ages))
        )


ALWAYS = Condition()
