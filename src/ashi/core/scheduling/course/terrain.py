"""The days of one question, ready to be searched: where a visit can be, and what it costs there at least."""

from functools import cached_property

from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.course.asking import Asked, Ground, Usual, Wishes
from ashi.core.scheduling.course.cost import UNWISHED
from ashi.core.scheduling.course.days import WallDays
from ashi.core.time import CELLS_A_DAY

NEVER = 1 << 40  # points; more than any course costs


class Terrain:
    """Starts by practitioner and day, as wall times. Days of no start are left out.

    `only_wished`: without the days, times and practitioners that were not named.
    """

    def __init__(self, asked: Asked, ground: Ground, *, only_wished: bool = False) -> None:
        self.asked, self.ground = asked, ground
        self.walls = WallDays(ground.window, ground.zone)
        end = asked.end.toordinal() if asked.end else self.walls.days.stop
        last = min(_latest(asked), end)
        usable = (1 << max(CELLS_A_DAY - ground.length + 1, 0)) - 1
        cut = {person: self.walls.cut(bits) for person, bits in ground.starts.items()}
        self.ever = 0  # wall times at which anybody is ever free, wished for or not
        for by_day in cut.values():
            for day, times in by_day.items():
                self.ever |= times & usable if day <= end else 0
        wishes = asked.wishes if only_wished else Wishes()
        usable &= wishes.suiting
        self.by_person: dict[int, dict[int, int]] = {
            person: {
                day: times & usable
                for day, times in by_day.items()
                if times & usable and day <= last and wishes.suits_day(day)
            }
            for person, by_day in cut.items()
            if wishes.suits_person(person)
        }
        self.days = sorted({day for found in self.by_person.values() for day in found})

    @cached_property
    def cheapest(self) -> dict[int, int]:
        """By day, the least a visit costs there in wishes that are not met, whatever is usual."""
        found: dict[int, int] = {}
        for person, by_day in self.by_person.items():
            for day, times in by_day.items():
                cost = self.unwished(person, day, times)
                if cost < found.get(day, NEVER):
                    found[day] = cost
        return found

    @cached_property
    def opened(self) -> dict[int, int]:
        """By day, when the location is open."""
        return self.walls.cut(self.ground.opened or 0)

    @cached_property
    def anyway(self) -> dict[int, int]:
        """By day, the starts there were if the patient had no appointments of their own."""
        return self.walls.cut(self.ground.anyway)

    @cached_property
    def usuals(self) -> list[Usual]:
        """What could be usual: every time of day at which somebody is ever free, with everybody. A time between two
        that were wished for may be the usual one, whoever is free then."""
        if self.asked.usual:
            return [self.asked.usual]
        return [Usual(wall, person) for wall in positions(self.ever) for person in self.by_person]

    def unwished(self, person: int, day: int, times: int) -> int:
        """The least that a visit of this day at one of these wall times costs in wishes that are not met."""
        wishes = self.asked.wishes
        missed = (not wishes.suits_person(person)) + (not wishes.suits_day(day)) + (not times & wishes.suiting)
        return UNWISHED * missed


def _latest(asked: Asked) -> int:
    """The last day that any visit could have."""
    if asked.before:
        return asked.before.day.toordinal() + asked.before.gap.most + asked.template.most_days
    return asked.first.toordinal() + asked.wait + asked.template.most_days
