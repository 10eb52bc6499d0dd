"""What is meant to be done: sets of points, kept as a value, so that last visit's can be laid beside today's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from ashi.core.treatment.body import Side

ASHI = "ashi"
RESTS = range(0, 91)  # minutes
MOST = 100  # needles at one point


class Angle(StrEnum):
    UPRIGHT = "upright"
    OBLIQUE = "oblique"
    FLAT = "flat"


@dataclass(frozen=True)
class Spot:
    """Where on the body map an ashi point was tapped; `x` and `y` in the map's own units."""

    view: str
    x: float
    y: float


@dataclass(frozen=True)
class Placed:
    """One line of a prescription.

    `point` is a code or `ashi`, which has a region and may have a spot. `needles` counts all of the line; it is 2 for
    both sides unless something else was said. `depth` in millimetres, `hertz` and `milliampere` of an electrical
    needle, `gauge` as 0.25x40 (diameter and length in mm), `stays` for needles meant to stay in, such as press needles.
    Raises ValueError for what cannot be.
    """

    point: str
    side: Side
    needles: int
    region: str
    spot: Spot | None = None
    depth: int | None = None
    angle: Angle | None = None
    gauge: str = ""
    technique: str = ""
    hertz: float | None = None
    milliampere: float | None = None
    stays: bool = False

    def __post_init__(self) -> None:
        if not self.point or not self.region:
            raise ValueError("a point has a name and a region")
        if not 1 <= self.needles <= MOST:
            raise ValueError(f"{self.needles} needles at one point: 1 to {MOST}")
        if self.depth is not None and not 1 <= self.depth <= 150:
            raise ValueError(f"{self.depth} mm is no depth: 1 to 150")
        if self.hertz is not None and not 0 < self.hertz <= 1000:
            raise ValueError(f"{self.hertz} Hz is no frequency: above 0, up to 1000")
        if self.milliampere is not None and (self.hertz is None or not 0 <= self.milliampere <= 50):
            raise ValueError(f"{self.milliampere} mA: 0 to 50, and with a frequency")

    @property
    def electrical(self) -> bool:
        return self.hertz is not None

    @property
    def place(self) -> tuple[str, str, str]:
        """What makes it the same line on another day: a point and its side; an ashi point by where it was."""
        where = f"{self.region} {self.spot.view} {self.spot.x:.0f} {self.spot.y:.0f}" if self.spot else self.region
        return (self.point, str(self.side), where if self.point == ASHI else "")


@dataclass(frozen=True)
class PlannedSet:
    """Points that go in and come out together; `rest` is how many minutes the needles stay."""

    points: tuple[Placed, ...] = ()
    rest: int = 25

    def __post_init__(self) -> None:
        if self.rest not in RESTS:
            raise ValueError(f"{self.rest} minutes: needles rest 0 to {RESTS[-1]}")

    @property
    def needles(self) -> int:
        return sum(placed.needles for placed in self.points)


@dataclass(frozen=True)
class Prescription:
    sets: tuple[PlannedSet, ...] = ()

    @property
    def points(self) -> tuple[Placed, ...]:
        return tuple(placed for planned in self.sets for placed in planned.points)

    @property
    def needles(self) -> int:
        return sum(planned.needles for planned in self.sets)

    def with_point(self, placed: Placed, *, number: int) -> "Prescription":
        """Put into set `number` (from 1; one more than there are begins a new one) in the place of the same line there.

        Raises ValueError for a set far beyond.
        """
        sets = list(self.sets)
        if not 1 <= number <= len(sets) + 1:
            raise ValueError(f"there is no set {number}")
        if number > len(sets):
            sets.append(PlannedSet())
        old = sets[number - 1]
        if any(point.place == placed.place for point in old.points):
            points = tuple(placed if point.place == placed.place else point for point in old.points)
        else:
            points = (*old.points, placed)
        sets[number - 1] = PlannedSet(points, old.rest)
        return Prescription(tuple(sets))

    def without(self, *, number: int, position: int) -> "Prescription":
        """Less one line, counted from 0 within set `number`; a set that is left empty goes too, if it is the last.

        Raises ValueError when there is no such line.
        """
        if not 1 <= number <= len(self.sets) or not 0 <= position < len(self.sets[number - 1].points):
            raise ValueError(f"there is no line {position} in set {number}")
        sets = list(self.sets)
        points = [point for place, point in enumerate(sets[number - 1].points) if place != position]
        sets[number - 1] = PlannedSet(tuple(points), sets[number - 1].rest)
        while sets and not sets[-1].points:
            sets.pop()
        return Prescription(tuple(sets))


def as_value(prescription: Prescription) -> list[dict[str, Any]]:
    """As it is kept: lists, numbers and words; what is empty is left out."""
    return [{"rest": one.rest, "points": [_line(point) for point in one.points]} for one in prescription.sets]


def of_value(value: Iterable[Mapping[str, Any]]) -> Prescription:
    """The prescription that was kept. Raises ValueError, KeyError or TypeError for anything else."""
    return Prescription(
        tuple(PlannedSet(tuple(_placed(line) for line in one["points"]), one.get("rest", 25)) for one in value)
    )


def _line(placed: Placed) -> dict[str, Any]:
    line = {field.name: getattr(placed, field.name) for field in fields(placed) if field.name != "spot"}
    if placed.spot:
        line["spot"] = [placed.spot.view, placed.spot.x, placed.spot.y]
    return {name: str(value) if isinstance(value, StrEnum) else value for name, value in line.items() if value}


def _placed(line: Mapping[str, Any]) -> Placed:
    values = dict(line)
    spot = values.pop("spot", None)
    values["side"] = Side(values["side"])
    if angle := values.get("angle"):
        values["angle"] = Angle(angle)
    return Placed(**values, spot=Spot(spot[0], float(spot[1]), float(spot[2])) if spot else None)
