"""How many visits, how far apart, and at which of them one looks whether it helps."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

FARTHEST = 400  # days between two visits; what is longer is another course


@dataclass(frozen=True, slots=True)
class Gap:
    """Days from one visit to the next: the wished-for number, at least, at most.

    Raises ValueError unless 1 <= least <= wished <= most <= 400. A day has at most one visit of a course.
    """

    wished: int
    least: int
    most: int

    def __post_init__(self) -> None:
        if not 1 <= self.least <= self.wished <= self.most <= FARTHEST:
            raise ValueError(f"a gap is 1 <= least <= wished <= most <= {FARTHEST} days: {self}")


@dataclass(frozen=True)
class Template:
    """A course as it is wished for: one gap fewer than visits. `reassess`: the visits (from 1) at which progress is
    measured. Raises ValueError when a visit to reassess at does not exist."""

    slug: str
    gaps: tuple[Gap, ...]
    reassess: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not all(1 <= number <= self.visits for number in self.reassess):
            raise ValueError("a visit to reassess at is one of the course")

    @property
    def visits(self) -> int:
        return len(self.gaps) + 1

    @cached_property
    def wished_days(self) -> int:
        """Days from the first visit to the last when every wish is met."""
        return sum(gap.wished for gap in self.gaps)

    @cached_property
    def most_days(self) -> int:
        return sum(gap.most for gap in self.gaps)

    @cached_property
    def least_days(self) -> int:
        return sum(gap.least for gap in self.gaps)

    def after(self, visits: int) -> "Template":
        """What is left of it when so many visits (from 1) have been. Raises ValueError when nothing is."""
        if not 1 <= visits < self.visits:
            raise ValueError(f"nothing is left of {self.visits} visits after {visits}")
        later = frozenset(number - visits for number in self.reassess if number > visits)
        return Template(self.slug, self.gaps[visits:], later)


TWICE_A_WEEK = (Gap(3, 2, 5), Gap(4, 2, 5))
WEEKLY = Gap(7, 5, 10)
EVERY_SECOND_WEEK = Gap(14, 10, 18)


def _tapering(slug: str, *, twice: int, weekly: int, fortnightly: int, reassess: Iterable[int]) -> Template:
    """`twice` visits a week apart by three and four days in turn, then weekly, then every second week."""
    close = tuple(TWICE_A_WEEK[number % 2] for number in range(twice))
    return Template(slug, close + (WEEKLY,) * weekly + (EVERY_SECOND_WEEK,) * fortnightly, frozenset(reassess))


# Course lengths and the gates at visit 4 to 6 and at 12: scheduling defaults drawn from GERAC (10 visits, 2 a week),
# BackInAction (8 to 15 in 12 weeks) and a first visit of 60 minutes. Which of 4, 5, 6 is the gate follows the length.
TEMPLATES: dict[str, Template] = {
    template.slug: template
    for template in (
        _tapering("six", twice=2, weekly=2, fortnightly=1, reassess=(4,)),
        _tapering("eight", twice=3, weekly=3, fortnightly=1, reassess=(5,)),
        _tapering("ten", twice=4, weekly=4, fortnightly=1, reassess=(5, 10)),
        _tapering("twelve", twice=4, weekly=4, fortnightly=3, reassess=(6, 12)),
        # Ten visits in five weeks, as the GERAC trials gave them.
        _tapering("ten-twice", twice=9, weekly=0, fortnightly=0, reassess=(5, 10)),
        # Twelve inside sixty days, for a payer that counts so.
        _tapering("twelve-60", twice=8, weekly=3, fortnightly=0, reassess=(6, 12)),
    )
}


def standing(visits: int, *, every: int = 7, give: int = 2, reassess: Iterable[int] = ()) -> Template:
    """A standing time: equal gaps of `every` days, each up to `give` days shorter or longer.

    Raises ValueError for fewer than two visits, or a gap that Gap refuses.
    """
    gap = Gap(every, max(every - give, 1), every + give)
    return Template(f"every-{every}-days-{visits}", (gap,) * (visits - 1), frozenset(reassess))
