"""An acupuncturist's way through the rooms as SVG paths, made of the same minutes as the columns."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ashi.clinic.sheet.columns import Stretch
from ashi.clinic.sheet.parts import ATTENDED
from ashi.core.time import CELL_MINUTES, Interval

COLUMN = 1000  # units across one room; down, a unit is a minute
GUTTER = 110  # of those, what stands free at the left of the blocks
TURN = 1.5  # minutes that a bend reaches into a stay
REACH = 5.0  # minutes before a stay at which its acupuncturist sets out


@dataclass(frozen=True)
class Stay:
    """Somebody is in a room: its column, and from when to when in minutes of the sheet."""

    column: int
    start: float
    end: float


@dataclass(frozen=True)
class Thread:
    """`way` is the whole path, `stays` the thicker pieces where somebody is in the room."""

    way: str
    stays: tuple[str, ...]


def stays_of(columns: Sequence[Iterable[Stretch]], window: Interval) -> dict[int, list[Stay]]:
    """Where each acupuncturist is, by the `practitioner_id` of the visits; in the order of time."""
    found: dict[int, list[Stay]] = {}
    for number, stretches in enumerate(columns):
        for stretch in stretches:
            for first, last in _attended(stretch):
                stay = Stay(number, (first - window.start) * CELL_MINUTES, (last - window.start) * CELL_MINUTES)
                found.setdefault(stretch.visit.practitioner_id, []).append(stay)
    return {key: sorted(stays, key=lambda stay: (stay.start, stay.end)) for key, stays in found.items()}


def _attended(stretch: Stretch) -> list[tuple[int, int]]:
    """Cells in which the acupuncturist is there; phases that touch are one stay."""
    spans: list[tuple[int, int]] = []
    for part in stretch.parts:
        if part.look not in ATTENDED:
            continue
        begin = spans.pop()[0] if spans and spans[-1][1] == part.start else part.start
        spans.append((begin, part.end))
    return spans


def thread(stays: Sequence[Stay], *, place: int, of: int) -> Thread:
    """The path of one of several acupuncturists; each has a lane of its own in the gutter."""
    offset = round(GUTTER * (place + 1) / (of + 1))
    first = stays[0]
    way = [f"M{_x(first, offset)} {_n(first.start)}"]
    for here, there in pairwise(stays):
        way.append(_step(here, there, offset))
    way.append(f"V{_n(stays[-1].end)}")
    thick = (f"M{_x(stay, offset)} {_n(stay.start + 1.2)}V{_n(stay.end - 1.2)}" for stay in stays)
    return Thread("".join(way), tuple(thick))


def _step(here: Stay, there: Stay, offset: int) -> str:
    """Down to the end of one stay and over to the next; at the last moment, because nobody leaves early."""
    if here.column == there.column:
        return f"V{_n(max(here.end, there.start))}"
    arrive = there.start + TURN
    leave = max(min(here.end, there.start) - TURN, there.start - REACH)
    bend = (arrive - leave) * 0.1
    old, new = _x(here, offset), _x(there, offset)
    return f"V{_n(leave)}C{old} {_n(arrive - bend)} {new} {_n(leave + bend)} {new} {_n(arrive)}"


def _x(stay: Stay, offset: int) -> int:
    return stay.column * COLUMN + offset


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
