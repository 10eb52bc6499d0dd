"""Kinds of visit as phases, and the runs they compile to."""

import pytest

from ashi.core.scheduling.phases import Actor, Phase, Run, compile_visit, solo_phases, variants
from ashi.core.time import Interval

PATIENT, PRACTITIONER, ROOM, DEVICE = Actor.PATIENT, Actor.PRACTITIONER, Actor.ROOM, Actor.DEVICE
TOGETHER = frozenset({PATIENT, PRACTITIONER, ROOM})
RETURN_VISIT = (
    Phase("talk", 10, TOGETHER),
    Phase("needles-in", 10, TOGETHER),
    Phase("retention", 25, frozenset({PATIENT, ROOM, DEVICE}), least=20, most=30),
    Phase("needles-out", 5, TOGETHER),
    Phase("turnover", 5, frozenset({ROOM})),
)


def test_neighbouring_phases_of_one_actor_are_one_run():
    visit = compile_visit(RETURN_VISIT)
    assert visit.length == 11
    assert visit.runs[PRACTITIONER] == (Run(0, 4), Run(9, 1))
    assert visit.runs[ROOM] == (Run(0, 11),)
    assert visit.runs[DEVICE] == (Run(4, 5),)
    assert visit.runs[PATIENT] == (Run(0, 10),)


def test_the_patient_has_left_before_the_room_is_made_ready():
    assert compile_visit(RETURN_VISIT).patient_length == 10


def test_an_actor_that_is_not_needed_has_no_runs():
    visit = compile_visit((Phase("talk", 10, TOGETHER),))
    assert DEVICE not in visit.runs
    assert visit.runs_of(DEVICE) == ()


def test_the_preferred_rest_comes_first_then_the_nearest_then_the_shorter():
    assert [visit.elastic_minutes for visit in variants(RETURN_VISIT)] == [25, 20, 30]
    assert [visit.length for visit in variants(RETURN_VISIT)] == [11, 10, 12]


def test_a_preferred_rest_at_one_end_leads_to_the_other():
    phases = (*RETURN_VISIT[:2], Phase("retention", 30, frozenset({ROOM}), least=15, most=30))
    assert [visit.elastic_minutes for visit in variants(phases)] == [30, 25, 20, 15]


def test_a_visit_without_an_elastic_phase_has_one_variant():
    (visit,) = variants(solo_phases(10, 30, 5))
    assert visit.elastic_minutes is None


def test_a_compiled_visit_keeps_the_length_its_rest_was_given():
    visit = compile_visit(RETURN_VISIT, 30)
    assert visit.elastic_minutes == 30
    assert [phase.minutes for phase in visit.phases] == [10, 10, 30, 5, 5]
    assert not any(phase.is_elastic for phase in visit.phases)


def test_a_booked_visit_takes_each_actor_for_its_runs():
    visit = compile_visit(RETURN_VISIT)
    assert visit.taken(PRACTITIONER, 100) == (Interval(100, 104), Interval(109, 110))


def test_a_timetable_names_each_phase_with_its_time():
    rows = compile_visit(RETURN_VISIT).timetable(100)
    assert [(phase.code, interval.start, interval.end) for phase, interval in rows] == [
        ("talk", 100, 102),
        ("needles-in", 102, 104),
        ("retention", 104, 109),
        ("needles-out", 109, 110),
        ("turnover", 110, 111),
    ]


def test_a_solo_clinic_gives_minutes_at_each_end_and_minutes_of_rest():
    visit = compile_visit(solo_phases(20, 25, 10))
    assert visit.runs[PRACTITIONER] == (Run(0, 4), Run(9, 2))
    assert visit.runs[ROOM] == visit.runs[PATIENT] == (Run(0, 11),)


def test_a_solo_visit_without_rest_keeps_the_practitioner_throughout():
    assert compile_visit(solo_phases(20, 0, 10)).runs[PRACTITIONER] == (Run(0, 6),)


def test_equal_visits_are_equal_and_hash_alike():
    assert compile_visit(RETURN_VISIT) == compile_visit(RETURN_VISIT, 25)
    assert len({compile_visit(RETURN_VISIT), compile_visit(RETURN_VISIT, 25)}) == 1
    assert compile_visit(RETURN_VISIT) != compile_visit(RETURN_VISIT, 30)


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0},
        {"minutes": -5},
        {"minutes": 12},
        {"actors": frozenset()},
        {"least": 5},
        {"most": 20},
        {"least": 15, "most": 20},
        {"least": 5, "most": 5},
        {"least": 7, "most": 20},
        {"least": 20, "most": 5},
    ],
)
def test_a_phase_that_makes_no_sense_cannot_be_made(wrong):
    right = {"code": "rest", "minutes": 10, "actors": TOGETHER}
    Phase(**right)
    with pytest.raises(ValueError, match="phase rest"):
        Phase(**{**right, **wrong})


@pytest.mark.parametrize(
    ("phases", "reason"),
    [
        ((), "at least one phase"),
        ((Phase("wait", 10, frozenset({PATIENT})),), "takes a practitioner"),
        ((Phase("talk", 10, TOGETHER), Phase("talk", 5, TOGETHER)), "twice"),
        ((Phase("a", 10, TOGETHER, 5, 10), Phase("b", 10, TOGETHER, 5, 10)), "at most one elastic"),
    ],
)
def test_a_list_of_phases_that_makes_no_sense_is_refused(phases, reason):
    with pytest.raises(ValueError, match=reason):
        compile_visit(phases)


@pytest.mark.parametrize("minutes", [15, 35, 22])
def test_a_rest_outside_its_range_or_off_the_grid_is_refused(minutes):
    with pytest.raises(ValueError, match="phase retention"):
        compile_visit(RETURN_VISIT, minutes)


def test_a_length_of_rest_is_refused_where_nothing_is_elastic():
    with pytest.raises(ValueError, match="no phase of this visit is elastic"):
        compile_visit(solo_phases(10, 30, 5), 30)
