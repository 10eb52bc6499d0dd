"""What is asked of a course: the template, the patient's wishes, what a payer allows, and what is there already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from zoneinfo import ZoneInfo

from ashi.core.scheduling.availability import Window
from ashi.core.scheduling.course.templates import Gap, Template
from ashi.core.time import CELL_MINUTES, CELLS_A_DAY

EVERY_TIME = (1 << CELLS_A_DAY) - 1


@dataclass(frozen=True)
class Wishes:
    """What suits the patient; each may be bent, and is said to be. Empty sets and `times` 0 stand for all.

    `weekdays`: 0 Monday to 6 Sunday. `times`: bit n stands for a visit that begins when the wall shows n times five
    minutes since midnight. `practitioners`: ids. Raises ValueError for a weekday or a time that no day has.
    """

    weekdays: frozenset[int] = frozenset()
    times: int = 0
    practitioners: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekdays <= frozenset(range(7)):
            raise ValueError("weekdays are 0 (Monday) to 6 (Sunday)")
        if not 0 <= self.times <= EVERY_TIME:
            raise ValueError("times lie within one day")

    @property
    def suiting(self) -> int:
        return self.times or EVERY_TIME

    def suits_day(self, day: int) -> bool:
        """`day` as date.toordinal() counts: its first was a Monday."""
        return not self.weekdays or (day + 6) % 7 in self.weekdays

    def suits_person(self, practitioner: int) -> bool:
        return not self.practitioners or practitioner in self.practitioners


def times_between(spans: Iterable[tuple[time, time]]) -> int:
    """Wall times from the first of each pair up to, not including, the second (00:00 the midnight that ends the day),
    as `Wishes.times`. Raises ValueError for a time off the five-minute grid or a span that ends before it begins."""
    bits = 0
    for begins, ends in spans:
        first, after = _cells(begins), _cells(ends) or CELLS_A_DAY
        if after <= first:
            raise ValueError(f"{ends} does not come after {begins}")
        bits |= (1 << after) - (1 << first)
    return bits


def _cells(wall: time) -> int:
    cells, rest = divmod(wall.hour * 60 + wall.minute, CELL_MINUTES)
    if wall.second or wall.microsecond or rest:
        raise ValueError(f"{wall} is not on the five-minute grid")
    return cells


@dataclass(frozen=True)
class Limit:
    """What a payer pays for: so many visits within so many days, both ends counted.

    `since` None: the days begin with the course's first visit. `used`: visits of that stretch already had.
    Raises ValueError unless there is at least one visit and one day.
    """

    visits: int
    days: int
    since: date | None = None
    used: int = 0

    def __post_init__(self) -> None:
        if self.visits < 1 or self.days < 1 or self.used < 0:
            raise ValueError("a limit is at least one visit in at least one day")

    @property
    def left(self) -> int:
        return max(self.visits - self.used, 0)


# Facts M05 and P01: Medicare pays up to 12 visits in 90 days, the VA's first authorisation 12 in 60.
LIMITS: dict[str, Limit] = {"12-in-90": Limit(12, 90), "12-in-60": Limit(12, 60), "8-in-90": Limit(8, 90)}


@dataclass(frozen=True)
class Before:
    """A visit that stands: the course goes on after it. `gap` is the one between it and the first visit asked for."""

    day: date
    gap: Gap


@dataclass(frozen=True)
class Usual:
    """The time of day (wall cells since midnight) and the practitioner that the visits are to keep to.

    Raises ValueError for a time that no day has.
    """

    wall: int
    practitioner: int

    def __post_init__(self) -> None:
        if not 0 <= self.wall < CELLS_A_DAY:
            raise ValueError("no day has this time")


@dataclass(frozen=True)
class Asked:
    """A question for a course.

    `first`: the first day it may begin; `wait`: by how many days it may begin later. `before`: a visit that stands
    already, which then says when the first may be. `usual`: given when a course goes on that has its usual time.
    `numbered`: the number of the first visit asked for; `end`: no visit on a later day (None: as far as time is known).
    Raises ValueError for a negative wait.
    """

    template: Template
    first: date
    wishes: Wishes = field(default_factory=Wishes)
    limit: Limit | None = None
    wait: int = 14
    before: Before | None = None
    usual: Usual | None = None
    numbered: int = 1
    end: date | None = None

    def __post_init__(self) -> None:
        if self.wait < 0:
            raise ValueError("nobody waits less than no days")

    @property
    def numbers(self) -> range:
        return range(self.numbered, self.numbered + self.template.visits)

    @property
    def span(self) -> int | None:
        """Days from the first to the last visit, both counted, when the payer counts from the course's first visit."""
        return self.limit.days if self.limit and self.limit.since is None else None


@dataclass(frozen=True)
class Ground:
    """Where and when visits can be, for one window of one location.

    `starts`: by practitioner, the starts (bitsets of the window) at which they, a room, a device and the patient are
    free. `length`: cells of the longest variant: a visit of a course ends on the day it begins, so that no two visits
    of it ever want one room at once. `opened`, `working`, `anyway` only serve to say why: the location's open cells,
    each practitioner's working cells, and the starts there were if the patient had no appointments of their own.
    """

    window: Window
    zone: ZoneInfo
    starts: Mapping[int, int]
    length: int = 1
    opened: int | None = None
    working: Mapping[int, int] = field(default_factory=dict)
    anyway: int = 0

    @cached_property
    def practitioners(self) -> tuple[int, ...]:
        return tuple(self.starts)
