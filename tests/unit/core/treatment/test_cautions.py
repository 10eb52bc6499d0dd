"""When a caution speaks, and when it is silent."""

from dataclasses import replace

import pytest

from ashi.core.treatment import (
    PART_OF,
    WHOLE_VISIT,
    Angle,
    Area,
    At,
    Level,
    Part,
    Patient,
    Placed,
    Rule,
    Side,
    Technique,
    Where,
    area_of,
    areas_of,
    cautions_at,
    part_of,
)

PACEMAKER = Rule("CI03", Level.FORBIDS, frozenset({"CI03"}), Technique.ELECTRICAL)
LIMB = Rule("CI11", Level.FORBIDS, frozenset({"CI11"}), where=Where.TOLD, within=frozenset({Part.ARM, Part.LEG}))
LUNG = Rule("CI26", Level.MEASURES, tags=frozenset({"lung"}))
DEEP = Rule("CI27", Level.ASKS, codes=frozenset({"ST21:right"}))
THINNER = Rule("CI02", Level.ASKS, frozenset({"CI02"}), once=True)

BY_HAND = At(Placed("BL23", Side.BOTH, 2, "lumbar"), Part.LOW_BACK)
ELECTRICAL = At(Placed("BL23", Side.BOTH, 2, "lumbar", hertz=2.0), Part.LOW_BACK)
ARM = At(Placed("LI10", Side.LEFT, 1, "forearm"), Part.ARM)
NEAR_LUNG = At(Placed("BL13", Side.BOTH, 2, "back-upper"), Part.UPPER_BACK, frozenset({"lung"}))


def spoken(at: At, *rules: Rule, answered: set[tuple[str, str]] = frozenset(), **patient: object) -> list[str]:  # type: ignore[assignment]
    found = cautions_at(at, rules=rules, patient=Patient(**patient), answered=answered)  # type: ignore[arg-type]
    return [one.rule for one in found]


def test_a_condition_that_nobody_has_says_nothing() -> None:
    assert spoken(ELECTRICAL, PACEMAKER) == []


def test_a_pacemaker_forbids_current_and_not_the_needle() -> None:
    assert spoken(ELECTRICAL, PACEMAKER, conditions=frozenset({"CI03"})) == ["CI03"]
    assert spoken(BY_HAND, PACEMAKER, conditions=frozenset({"CI03"})) == []


def test_what_forbids_is_not_silenced_by_an_answer() -> None:
    said = {("CI03", "BL23"), ("CI03", WHOLE_VISIT)}
    assert spoken(ELECTRICAL, PACEMAKER, answered=said, conditions=frozenset({"CI03"})) == ["CI03"]


@pytest.mark.parametrize(
    ("area", "speaks"),
    [
        (Area(Part.ARM, Side.LEFT), True),
        (Area(Part.ARM, Side.BOTH), True),
        (Area(Part.ARM, Side.RIGHT), False),
        (Area(Part.LEG, Side.LEFT), False),
    ],
)
def test_a_limb_is_left_alone_on_its_side(area: Area, speaks: bool) -> None:
    found = spoken(ARM, LIMB, conditions=frozenset({"CI11"}), places={"CI11": (area,)})
    assert bool(found) == speaks


def test_a_limb_that_was_not_told_is_every_limb() -> None:
    (caution,) = cautions_at(ARM, rules=[LIMB], patient=Patient(frozenset({"CI11"})), answered=set())
    assert caution.untold == "CI11"
    assert spoken(BY_HAND, LIMB, conditions=frozenset({"CI11"})) == []


def test_the_shoulder_belongs_to_the_arm() -> None:
    shoulder = At(Placed("LI15", Side.LEFT, 1, "shoulder-girdle"), Part.SHOULDER)
    assert spoken(shoulder, LIMB, conditions=frozenset({"CI11"}), places={"CI11": (Area(Part.ARM, Side.LEFT),)})


def test_a_point_near_the_lung_wants_depth_and_angle_both() -> None:
    deep = replace(NEAR_LUNG, placed=replace(NEAR_LUNG.placed, depth=10))
    whole = replace(NEAR_LUNG, placed=replace(NEAR_LUNG.placed, depth=10, angle=Angle.OBLIQUE))
    assert spoken(NEAR_LUNG, LUNG) == spoken(deep, LUNG) == ["CI26"]
    assert spoken(whole, LUNG) == []


def test_a_code_may_be_meant_on_one_side() -> None:
    point = Placed("ST21", Side.RIGHT, 1, "abdomen-upper")
    assert spoken(At(point, Part.BELLY), DEEP) == ["CI27"]
    assert spoken(At(replace(point, side=Side.BOTH, needles=2), Part.BELLY), DEEP) == ["CI27"]
    assert spoken(At(replace(point, side=Side.LEFT), Part.BELLY), DEEP) == []


def test_it_speaks_once_at_a_point_and_again_at_the_next() -> None:
    right = At(Placed("ST21", Side.RIGHT, 1, "abdomen-upper"), Part.BELLY)
    assert spoken(right, DEEP, answered={("CI27", "ST21")}) == []
    assert spoken(right, DEEP, answered={("CI27", "ST22")}) == ["CI27"]


def test_what_speaks_for_the_visit_is_answered_for_the_visit() -> None:
    taken = frozenset({"CI02"})
    assert spoken(BY_HAND, THINNER, conditions=taken) == ["CI02"]
    assert spoken(ARM, THINNER, conditions=taken, answered={("CI02", WHOLE_VISIT)}) == []


def test_the_strictest_speaks_first() -> None:
    held = frozenset({"CI03", "CI02"})
    at = replace(ELECTRICAL, tags=frozenset({"lung"}))
    assert spoken(at, THINNER, LUNG, PACEMAKER, conditions=held) == ["CI03", "CI26", "CI02"]


@pytest.mark.parametrize(("age", "speaks"), [(17, True), (18, False), (None, False)])
def test_an_age_counts_when_it_is_known(age: int | None, speaks: bool) -> None:
    assert bool(spoken(BY_HAND, Rule("CI19", Level.ASKS, younger=18), age=age)) == speaks


def test_what_forbids_cannot_speak_for_the_visit() -> None:
    with pytest.raises(ValueError, match="forbids"):
        Rule("CI03", Level.FORBIDS, once=True)


def test_an_area_has_a_key_and_comes_back() -> None:
    assert area_of(Area(Part.LOW_BACK, Side.LEFT).key) == Area(Part.LOW_BACK, Side.LEFT)
    assert areas_of(["arm:left", "arm:left", "leg"]) == (Area(Part.ARM, Side.LEFT), Area(Part.LEG))
    with pytest.raises(ValueError, match="tail"):
        area_of("tail:left")


def test_every_region_is_in_one_part() -> None:
    assert {part_of(region) for region in PART_OF} == set(Part)
    with pytest.raises(ValueError, match="tail"):
        part_of("tail")
