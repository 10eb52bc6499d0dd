import re
from types import SimpleNamespace

from ashi.clinic.sheet.columns import Drawn, column
from ashi.clinic.sheet.parts import Look, Part
from ashi.clinic.sheet.threads import COLUMN, Stay, Thread, stays_of, thread
from ashi.core.time import Interval

DAY = Interval(1000, 1060)


def visit(start: int, practitioner: int = 1) -> Drawn:
    lengths = ((Look.TALK, 2), (Look.IN, 2), (Look.RESTING, 5), (Look.OUT, 1), (Look.TURN, 1))
    parts, at = [], start
    for look, length in lengths:
        parts.append(Part(look, at, at + length))
        at += length
    return Drawn(tuple(parts), SimpleNamespace(practitioner_id=practitioner))


def test_the_acupuncturist_is_there_at_both_ends_and_away_while_the_patient_rests() -> None:
    columns = [column([visit(1000)], [], DAY, now=None)]
    assert stays_of(columns, DAY) == {1: [Stay(0, 0, 20), Stay(0, 45, 50)]}


def test_while_one_patient_rests_the_thread_is_in_the_next_room() -> None:
    columns = [column([visit(1000)], [], DAY, now=None), column([visit(1004)], [], DAY, now=None)]
    assert stays_of(columns, DAY)[1] == [Stay(0, 0, 20), Stay(1, 20, 40), Stay(0, 45, 50), Stay(1, 65, 70)]


def test_each_acupuncturist_has_a_thread_of_their_own() -> None:
    columns = [column([visit(1000, 1), visit(1020, 2)], [], DAY, now=None)]
    assert {key: stays[0] for key, stays in stays_of(columns, DAY).items()} == {1: Stay(0, 0, 20), 2: Stay(0, 100, 120)}


def ends(path: str) -> list[tuple[float, float]]:
    """Where a path is after each of its steps."""
    at, points = (0.0, 0.0), []
    for sign, numbers in re.findall(r"([MVC])([\d. -]+)", path):
        values = [float(one) for one in numbers.split()]
        at = (at[0], values[0]) if sign == "V" else (values[-2], values[-1])
        points.append(at)
    return points


def drawn(*stays: Stay) -> Thread:
    return thread(stays, place=0, of=1)


def test_the_thread_leaves_a_room_at_the_last_moment_and_is_in_the_next_when_its_stay_begins() -> None:
    points = ends(drawn(Stay(0, 0, 20), Stay(1, 40, 60)).way)
    assert points == [(55, 0), (55, 35), (COLUMN + 55, 41.5), (COLUMN + 55, 60)]


def test_a_thread_never_runs_backwards_even_where_a_visit_was_squeezed_in() -> None:
    points = ends(drawn(Stay(0, 0, 30), Stay(1, 20, 40), Stay(2, 40, 45)).way)
    heights = [y for _, y in points]
    assert heights == sorted(heights)


def test_staying_in_a_room_is_a_straight_line() -> None:
    assert "C" not in drawn(Stay(0, 0, 20), Stay(0, 45, 50)).way


def test_threads_of_several_acupuncturists_run_beside_each_other() -> None:
    first, second = (thread([Stay(0, 0, 20)], place=place, of=2) for place in (0, 1))
    assert first.way != second.way
