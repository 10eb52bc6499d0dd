"""Points that trials used, as a beginning of a prescription, each with its source. Usage is not effect."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ashi.core.treatment import Placed, PlannedSet, Prescription, Side
from ashi.knowledge import atlas
from ashi.knowledge.rows import KnowledgeError, Row, read, whole

FILE = Path(__file__).with_suffix(".toml")
REST = 25  # minutes, where the trial's are not known


@dataclass(frozen=True)
class UsedInTrial:
    """`people` who and how many; `points` codes; `minutes` the needles stayed, None where it was not found."""

    id: str
    name: str
    people: str
    points: tuple[str, ...]
    source: str
    mark: str
    minutes: int | None = None

    @property
    def prescription(self) -> Prescription:
        return Prescription((PlannedSet(tuple(map(_both_sides, self.points)), self.minutes or REST),))


@cache
def used_in_trials() -> tuple[UsedInTrial, ...]:
    """Raises KnowledgeError when an entry is incomplete, or names a point that is not in the atlas."""
    return tuple(whole(FILE.name, row, _trial) for row in read(FILE)["trial"])


def _trial(row: Row) -> UsedInTrial:
    found = UsedInTrial(
        id=row.pop("id"),
        name=row.pop("name"),
        people=row.pop("people"),
        points=tuple(row.pop("points")),
        source=row.pop("source"),
        mark=row.pop("mark"),
        minutes=row.pop("minutes", None),
    )
    if lost := set(found.points) - atlas.points().keys():
        raise KnowledgeError(f"{found.id}: no such point: {', '.join(sorted(lost))}")
    return found


def _both_sides(code: str) -> Placed:
    point = atlas.points()[code]
    side = Side.MIDDLE if point.midline else Side.BOTH
    return Placed(code, side, side.places, point.location.region)
