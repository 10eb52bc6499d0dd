"""Which points studies of back pain used. Usage is not effect."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ashi.core.evidence.wording import Wording
from ashi.knowledge.atlas import points
from ashi.knowledge.rows import KnowledgeError, Row, part, read, whole, wording

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class Study:
    """`menu`: the points were a list to choose from. `year` and `people` are None where we did not see them; `row`
    is that of the table at the address. Raises ValueError for no point, or one twice."""

    id: str
    name: str
    condition: Wording
    points: tuple[str, ...]
    url: str
    year: int | None = None
    people: int | None = None
    menu: bool = False
    arm: str = ""
    row: int | None = None

    def __post_init__(self) -> None:
        if not self.points or len(set(self.points)) < len(self.points):
            raise ValueError("a study lists each of its points once")

    @property
    def label(self) -> str:
        """Kerr 2003."""
        return f"{self.name} {self.year}" if self.year else self.name


@cache
def studies() -> tuple[Study, ...]:
    """Raises KnowledgeError when a study is incomplete or names a point that is not there."""
    found = tuple(whole(FILE.name, row, _study) for row in read(FILE)["study"])
    if unknown := {code for study in found for code in study.points} - set(points()):
        raise KnowledgeError(f"{FILE.name}: no such point: {', '.join(sorted(unknown))}")
    return found


def studies_with(code: str) -> tuple[Study, ...]:
    return tuple(study for study in studies() if code in study.points)


def most_used(at_least: int = 3) -> tuple[tuple[str, int], ...]:
    """Codes with the number of studies that list them, the most used first."""
    counted = Counter(code for study in studies() for code in study.points)
    order = list(points())
    rows = sorted(counted.items(), key=lambda row: (-row[1], order.index(row[0])))
    return tuple(row for row in rows if row[1] >= at_least)


def _study(row: Row) -> Study:
    return Study(
        id=row.pop("id"),
        name=row.pop("name"),
        condition=part(row.pop("condition"), wording),
        points=tuple(row.pop("points")),
        url=row.pop("url"),
        year=row.pop("year", None),
        people=row.pop("people", None),
        menu=row.pop("menu", False),
        arm=row.pop("arm", ""),
        row=row.pop("row", None),
    )
