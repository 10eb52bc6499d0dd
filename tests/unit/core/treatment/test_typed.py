"""What an acupuncturist types between two rooms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ashi.core.treatment import Angle, Known, Placed, Problem, Side, Unread, read_typed

POINTS = {
    "bl23": Known("BL23", "lumbar"),
    "bl 23": Known("BL23", "lumbar"),
    "st36": Known("ST36", "leg"),
    "zu san li": Known("ST36", "leg"),
    "gv4": Known("GV4", "lumbar", midline=True),
    "exb2": Known("EX-B2", "back", several=True),
}


def find(text: str) -> Known | None:
    return POINTS.get(text.casefold())


def one(text: str) -> Placed:
    read, unread = read_typed(text, find=find)
    assert not unread, unread
    assert len(read) == 1
    return read[0]


def problem(text: str) -> Unread:
    read, unread = read_typed(text, find=find)
    assert read == ()
    return unread[0]


@pytest.mark.parametrize(
    ("text", "side", "needles"),
    [
        ("bl23 b", Side.BOTH, 2),
        ("BL23 B", Side.BOTH, 2),
        ("bl23", Side.BOTH, 2),
        ("BL 23 l", Side.LEFT, 1),
        ("st36 r", Side.RIGHT, 1),
        ("bl23 x4", Side.BOTH, 4),
        ("bl23 l 3x", Side.LEFT, 3),
        ("bl23 i", Side.LEFT, 1),
        ("bl23 d", Side.RIGHT, 1),
        ("gv4", Side.MIDDLE, 1),
        ("gv4 m", Side.MIDDLE, 1),
        ("zu san li b", Side.BOTH, 2),
        ("exb2 x6", Side.BOTH, 6),
    ],
)
def test_a_side_and_a_count(text: str, side: Side, needles: int) -> None:
    placed = one(text)
    assert (placed.side, placed.needles) == (side, needles)


def test_everything_else_in_any_order() -> None:
    placed = one("bl23 25mm b ob 0.25x40 2hz 1.5ma")
    assert placed == Placed(
        "BL23", Side.BOTH, 2, "lumbar", depth=25, angle=Angle.OBLIQUE, gauge="0.25x40", hertz=2.0, milliampere=1.5
    )
    assert placed == one("bl23 1.5mA 2Hz .25x40mm oblique b 25MM")


def test_several_lines_by_comma_semicolon_and_line() -> None:
    read, unread = read_typed("bl23 b, ST36 l; gv4\n bl99 b ,", find=find)
    assert [placed.point for placed in read] == ["BL23", "ST36", "GV4"]
    assert unread == (Unread("bl99 b", Problem.NO_POINT, "bl99"),)


def test_a_comma_within_a_number_parts_nothing() -> None:
    assert one("bl23 0,25x40").gauge == "0.25x40"


def test_an_ashi_point_has_a_place_and_lies_on_neither_side_until_it_is_said() -> None:
    assert one("ashi lumbar").side is Side.MIDDLE
    assert one("ashi lumbar r x2") == Placed("ashi", Side.RIGHT, 2, "lumbar")
    assert problem("ashi r").problem == Problem.NO_PLACE


@pytest.mark.parametrize(
    ("text", "why", "part"),
    [
        ("bl23 q", Problem.NOT_UNDERSTOOD, "q"),
        ("gv4 l", Problem.MIDLINE, "GV4"),
        ("exb2 b", Problem.COUNT, "EX-B2"),
        ("bl23 x0", Problem.IMPOSSIBLE, "BL23"),
        ("bl23 x101", Problem.IMPOSSIBLE, "BL23"),
        ("bl23 999mm", Problem.IMPOSSIBLE, "BL23"),
        ("bl23 2ma", Problem.IMPOSSIBLE, "BL23"),
        ("nothing at all", Problem.NO_POINT, "nothing"),
    ],
)
def test_what_cannot_be_read_says_which_part(text: str, why: str, part: str) -> None:
    assert problem(text) == Unread(text, why, part)


@given(st.text(max_size=60))
def test_no_text_is_lost_or_breaks_it(text: str) -> None:
    read, unread = read_typed(text, find=find)
    lines = [line for line in text.replace("\n", ";").replace(";", ",").split(",") if line.strip()]
    assert len(read) + len(unread) <= len(lines) or not lines
    assert bool(lines) == bool(read or unread)
