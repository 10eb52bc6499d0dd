"""Planning again: never two on one table, and where the plan says it is exact, as cheap as trying everything."""

from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.scheduling.replanning import (
    TIER,
    Place,
    Preference,
    Reason,
    Takes,
    alternatives,
    clashing,
    cost_of,
    place,
    reason_of,
    replan,
    settled,
    tier,
)


def made(choice: int, takes: list[tuple[int, int]], cost: int) -> Place:
    return Place(choice, tuple(Takes(one, cells) for one, cells in takes), Reason.SAME_DAY, 0, cost)


# One entry a resource: what takes nothing twice.
CELLS = st.dictionaries(st.integers(0, 2), st.integers(1, 15), min_size=1, max_size=2)
TAKES = CELLS.map(lambda one: list(one.items()))
PLACES = st.builds(made, st.integers(0, 99), TAKES, st.integers(0, 30))
VISITS = st.lists(st.lists(PLACES, max_size=4), max_size=5)


def overlap(chosen: tuple[Place | None, ...]) -> bool:
    used: dict[object, int] = {}
    for one in filter(None, chosen):
        for part in one.takes:
            if used.get(part.resource, 0) & part.cells:
                return True
            used[part.resource] = used.get(part.resource, 0) | part.cells
    return False


def by_trying_everything(visits: list[list[Place]]) -> tuple[int, int]:
    every = product(*([None, *places] for places in visits))
    return min(cost_of(chosen) for chosen in every if not overlap(chosen))


@settings(deadline=None)
@given(VISITS)
def test_an_exact_plan_is_as_cheap_as_trying_everything(visits: list[list[Place]]) -> None:
    plan = replan(visits)
    assert plan.exact
    assert plan.cost == cost_of(plan.places) == by_trying_everything(visits)
    assert not overlap(plan.places)


@settings(deadline=None)
@given(VISITS, st.integers(0, 6))
def test_a_plan_of_little_effort_overlaps_nowhere_and_is_exact_only_if_it_says_so(
    visits: list[list[Place]], effort: int
) -> None:
    plan = replan(visits, effort=effort)
    assert not overlap(plan.places)
    assert all(one is None or one in places for one, places in zip(plan.places, visits, strict=True))
    least = by_trying_everything(visits)
    assert plan.cost == least if plan.exact else plan.cost >= least


@dataclass(frozen=True)
class Spot:
    """Somewhere a visit could be, before anybody has judged it."""

    takes: tuple[tuple[int, int], ...]
    same_person: bool
    days: int
    moved: int


SPOTS = st.builds(
    Spot,
    CELLS.map(lambda one: tuple(one.items())),
    st.booleans(),
    st.sampled_from([0, 0, 1, 14]),
    st.sampled_from([0, -120, 120, 125, 300]),
)
ASKED = st.lists(st.tuples(st.sampled_from(Preference), st.lists(SPOTS, max_size=4)), max_size=4)
# What a patient who would keep this is proposed, the best first, in words; what is not named is not proposed.
RANKS = {
    Preference.TIME: [
        {"today with them, near", "today with another, near"},
        {"today with them, far"},
        {"later with them, near", "later with them, far"},
        {"later with another, near"},
    ],
    Preference.PERSON: [
        {"today with them, near", "today with them, far"},
        {"later with them, near", "later with them, far"},
        {"today with another, near"},
    ],
}


def slow_price(keeps: Preference, spot: Spot) -> int | None:
    """The table of the decision, read out again."""
    day, who = "later" if spot.days else "today", "them" if spot.same_person else "another"
    words = f"{day} with {who}, {'near' if -120 <= spot.moved <= 120 else 'far'}"
    for rank, kinds in enumerate(RANKS[keeps]):
        if words in kinds:
            return rank * 100_000 + spot.days * 1440 + abs(spot.moved) + (30 if who == "another" else 0)
    return None


def slowly(asked: list[tuple[Preference, list[Spot]]]) -> tuple[int, int]:
    """The cheapest of all ways to give each visit one of its spots or none, by the table and without the planner."""
    best = (len(asked), 0)
    for chosen in product(*([None, *spots] for _, spots in asked)):
        prices = [slow_price(keeps, one) for (keeps, _), one in zip(asked, chosen, strict=True) if one]
        cells = [(pk, cell) for one in chosen if one for pk, bits in one.takes for cell in range(4) if bits >> cell & 1]
        if None not in prices and len(cells) == len(set(cells)):
            best = min(best, (chosen.count(None), sum(price or 0 for price in prices)))
    return best


@settings(deadline=None)
@given(ASKED)
def test_what_is_proposed_disturbs_as_little_as_the_table_says_anything_can(
    asked: list[tuple[Preference, list[Spot]]],
) -> None:
    visits = []
    for keeps, spots in asked:
        taken = [tuple(Takes(pk, cells) for pk, cells in one.takes) for one in spots]
        judged = [
            place(one, takes, keeps, same_person=one.same_person, days=one.days, moved=one.moved)
            for one, takes in zip(spots, taken, strict=True)
        ]
        visits.append([one for one in judged if one])
    plan = replan(visits)
    assert plan.exact
    assert plan.cost == slowly(asked)
    for (keeps, _), one in zip(asked, plan.places, strict=True):
        if one and one.reason is Reason.OTHER_PERSON_OTHER_DAY:
            assert keeps is Preference.TIME


def test_somebody_else_on_another_day_comes_before_a_call_and_after_everything_else() -> None:
    def places(*kinds: tuple[bool, int, int]) -> list[Place]:
        found = [
            place(kind, (Takes(number, 1),), Preference.TIME, same_person=kind[0], days=kind[1], moved=kind[2])
            for number, kind in enumerate(kinds)
        ]
        return [one for one in found if one]

    last, farthest = (False, 1, 0), (True, 14, 1000)
    (chosen,) = replan([places(last)]).places
    assert chosen
    assert chosen.reason is Reason.OTHER_PERSON_OTHER_DAY
    for nearer in (farthest, (False, 0, 120), (True, 0, 300)):
        (chosen,) = replan([places(last, nearer)]).places
        assert chosen
        assert chosen.choice == nearer
    assert places((False, 1, 125)) == []


def test_who_has_no_place_gets_one_when_another_can_go_elsewhere() -> None:
    contested, elsewhere = made(1, [(0, 1)], 0), made(2, [(1, 1)], 5)
    blocked = [made(3, [(0, 1)], 0), made(4, [(9, 1), (0, 1)], 0)]
    plan = replan([[contested, elsewhere], blocked], effort=0)
    assert plan.cost == (0, 5)


@pytest.mark.parametrize(
    ("same_person", "same_day", "moved", "for_time", "for_person"),
    [
        (False, True, 0, 0, 2),
        (False, True, 120, 0, 2),
        (False, True, -125, None, None),
        (False, False, 0, 3, None),
        (False, False, 120, 3, None),
        (False, False, 125, None, None),
        (True, True, 60, 0, 0),
        (True, True, 240, 1, 0),
        (True, False, 60, 2, 1),
    ],
)
def test_what_is_nearest_to_what_the_patient_would_keep(
    same_person: bool, same_day: bool, moved: int, for_time: int | None, for_person: int | None
) -> None:
    kept = {"same_person": same_person, "same_day": same_day, "moved": moved}
    assert (tier(Preference.TIME, **kept), tier(Preference.PERSON, **kept)) == (for_time, for_person)


def test_each_place_says_why() -> None:
    cases = [(True, True, 0), (False, True, 0), (False, True, 5), (True, True, 5), (True, False, 0), (False, False, 0)]
    said = [reason_of(same_person=person, same_day=day, moved=moved) for person, day, moved in cases]
    assert said == [
        Reason.OTHER_ROOM,
        Reason.OTHER_PERSON_SAME_TIME,
        Reason.OTHER_PERSON,
        Reason.SAME_DAY,
        Reason.OTHER_DAY,
        Reason.OTHER_PERSON_OTHER_DAY,
    ]


def test_a_place_costs_its_tier_its_minutes_and_another_person() -> None:
    found = place("there", (), Preference.TIME, same_person=False, days=0, moved=-15)
    assert found is not None
    assert (found.moved, found.cost) == (-15, 45)
    another_day = place("there", (), Preference.TIME, same_person=True, days=1, moved=10)
    assert another_day is not None
    assert another_day.cost == 2 * TIER + 1450
    last_resort = place("there", (), Preference.TIME, same_person=False, days=1, moved=10)
    assert last_resort is not None
    assert last_resort.cost == 3 * TIER + 1480
    assert place("there", (), Preference.PERSON, same_person=False, days=1, moved=0) is None


def test_alternatives_are_what_the_others_leave_free() -> None:
    taken, dear, cheap = made(1, [(0, 1)], 0), made(2, [(1, 1)], 9), made(3, [(2, 1)], 4)
    assert alternatives([taken, dear, cheap], [made(4, [(0, 1)], 0), None]) == [cheap, dear]


@settings(deadline=None)
@given(VISITS)
def test_what_is_settled_is_one_of_those_wanted_and_clashes_only_where_no_other_would_do(
    visits: list[list[Place]],
) -> None:
    found = settled(visits)
    clashes = clashing(found)
    assert all(one is None if not wanted else one in wanted for one, wanted in zip(found, visits, strict=True))
    assert overlap(tuple(found)) == bool(clashes)
    assert overlap(tuple(one for number, one in enumerate(found) if number not in clashes)) is False


def test_two_at_one_time_go_into_two_rooms_while_there_are_two() -> None:
    rooms = [made(1, [(0, 1)], 0), made(2, [(1, 1)], 0)]
    first, second = settled([rooms, rooms])
    assert (first, second) == tuple(rooms)
    assert clashing([first, second]) == frozenset()
    assert clashing(settled([rooms, rooms, rooms])) == {0, 2}
