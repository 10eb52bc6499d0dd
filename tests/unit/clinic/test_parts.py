from ashi.clinic.sheet.parts import Look, Part, clipped, due_out, look_of, parts_of, with_overdue
from ashi.core.scheduling.phases import Actor, Phase, compile_visit

EVERYBODY = frozenset({Actor.PATIENT, Actor.PRACTITIONER, Actor.ROOM})
RESTING = frozenset({Actor.PATIENT, Actor.ROOM})
VISIT = compile_visit(
    [
        Phase("talk", 10, EVERYBODY),
        Phase("needles_in", 10, EVERYBODY),
        Phase("retention", 25, RESTING),
        Phase("needles_out", 5, EVERYBODY),
        Phase("turnover", 5, frozenset({Actor.ROOM})),
    ]
)
PARTS = parts_of(VISIT, 100)


def shape(parts: tuple[Part, ...]) -> list[tuple[str, int, int]]:
    return [(str(part.look), part.start, part.end) for part in parts]


def test_the_phases_of_a_visit_follow_each_other_without_a_gap() -> None:
    assert shape(PARTS) == [
        ("talk", 100, 102),
        ("in", 102, 104),
        ("resting", 104, 109),
        ("out", 109, 110),
        ("turn", 110, 111),
    ]


def test_a_clinic_with_phases_of_its_own_is_drawn_by_who_is_taken() -> None:
    assert look_of(Phase("anything", 20, EVERYBODY)) is Look.TALK
    assert look_of(Phase("lamp", 20, RESTING)) is Look.RESTING
    assert look_of(Phase("airing", 5, frozenset({Actor.ROOM}))) is Look.TURN


def test_needles_are_due_out_when_the_rest_ends() -> None:
    assert due_out(PARTS) == 109


def test_a_visit_without_a_rest_has_no_needles_due() -> None:
    assert due_out(parts_of(compile_visit([Phase("visit", 60, EVERYBODY)]), 100)) is None


def test_a_rest_that_nobody_comes_back_from_is_not_a_rest_with_needles() -> None:
    only_rest = compile_visit([Phase("talk", 10, EVERYBODY), Phase("lie_down", 20, RESTING)])
    assert due_out(parts_of(only_rest, 100)) is None


def test_what_is_overdue_pushes_what_was_still_to_come() -> None:
    assert shape(with_overdue(PARTS, 111)) == [
        ("talk", 100, 102),
        ("in", 102, 104),
        ("resting", 104, 109),
        ("overdue", 109, 111),
        ("out", 111, 112),
        ("turn", 112, 113),
    ]


def test_nothing_is_overdue_before_it_is_due() -> None:
    assert with_overdue(PARTS, 109) == PARTS


def test_parts_are_cut_where_the_sheet_begins_and_ends() -> None:
    assert shape(clipped(PARTS, 103, 106)) == [("in", 103, 104), ("resting", 104, 106)]
