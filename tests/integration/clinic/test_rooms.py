"""How many rooms: days that are simulated keep the clinic's own rules, and the owner sees what came of them."""

from datetime import timedelta
from random import Random

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ashi.clinic.flow.compared import simulate
from ashi.clinic.flow.house import Habits, House, Kind
from ashi.clinic.flow.lived import live
from ashi.clinic.flow.planned import plan, requests
from ashi.clinic.queries.rooms import house_of
from ashi.core.scheduling.phases import Actor, Phase
from tests import cast

TOGETHER = frozenset({Actor.PATIENT, Actor.PRACTITIONER, Actor.ROOM})
RESTING = frozenset({Actor.PATIENT, Actor.ROOM})
EMPTY = frozenset({Actor.ROOM})
AGAIN = Kind(
    "return",
    (
        Phase("talk", 10, TOGETHER),
        Phase("needles_in", 10, TOGETHER),
        Phase("retention", 25, RESTING),
        Phase("needles_out", 5, TOGETHER),
        Phase("turnover", 5, EMPTY),
    ),
)
AS_PLANNED = Habits(late_minutes=0, longer=0)
ANY_TIME = Habits(flexible_minutes=480, late_minutes=0, longer=0)

houses = st.builds(
    House,
    rooms=st.integers(1, 6),
    practitioners=st.integers(1, 4),
    kinds=st.just((AGAIN,)),
    asked=st.floats(1, 60),
    staggered=st.booleans(),
)


@given(house=houses, seed=st.integers(0, 10_000))
def test_a_day_that_goes_as_planned_has_no_waiting_and_no_needle_past_its_minutes(house: House, seed: int) -> None:
    day = live(house, AS_PLANNED, seed=seed)
    assert all(minutes == 0 for minutes in (*day.waited, *day.over))
    assert day.past_closing == 0
    assert len(day.waited) == day.visits


@given(house=houses, seed=st.integers(0, 10_000))
def test_nobody_and_no_room_is_planned_twice_at_once(house: House, seed: int) -> None:
    booked, _ = plan(house, requests(house, Random(seed)), Habits())
    taken: dict[tuple[Actor, int], set[int]] = {}
    for visit in booked:
        for actor, resource in ((Actor.PRACTITIONER, visit.practitioner), (Actor.ROOM, visit.room)):
            minutes = {
                minute for part in visit.visit.taken(actor, visit.start // 5) for minute in range(part.start, part.end)
            }
            assert not minutes & taken.setdefault((actor, resource), set())
            taken[actor, resource] |= minutes


def test_everybody_who_asked_is_booked_or_turned_away() -> None:
    house = House(rooms=2, practitioners=1, kinds=(AGAIN,), asked=25)
    asked = list(requests(house, Random(3)))
    booked, turned_away = plan(house, iter(asked), Habits())
    assert len(booked) + turned_away == len(asked) > 0
    assert turned_away > 0


@pytest.mark.parametrize(
    ("rooms", "staggered", "most"),
    [
        (1, True, 8),  # 480 minutes in visits of 55, the room's turnover among them
        (1, False, 8),
        (6, False, 9),  # the acupuncturist's 50 minutes are what there is
        (6, True, 19),  # 25 minutes of the acupuncturist a visit
    ],
)
def test_more_people_than_fit_fill_the_day_to_what_can_be_counted(rooms: int, staggered: bool, most: int) -> None:
    house = House(rooms=rooms, practitioners=1, kinds=(AGAIN,), asked=200, staggered=staggered)
    full = simulate(house, days=3, habits=ANY_TIME)
    assert most - 2 <= full.visits <= most


def test_the_same_seed_gives_the_same_days_and_another_one_others() -> None:
    house = House(rooms=3, practitioners=2, kinds=(AGAIN,), asked=20)
    assert simulate(house, days=5, seed=4) == simulate(house, days=5, seed=4) != simulate(house, days=5, seed=5)


def test_rooms_to_rest_in_are_worth_more_than_staying_with_the_patient() -> None:
    house = House(rooms=3, practitioners=1, kinds=(AGAIN,), asked=20)
    alone = House(rooms=3, practitioners=1, kinds=(AGAIN,), asked=20, staggered=False)
    assert simulate(house, days=30).visits > 1.3 * simulate(alone, days=30).visits


@pytest.mark.parametrize("wrong", [{"rooms": 0}, {"practitioners": 0}, {"asked": 0}, {"kinds": ()}, {"minutes": 42}])
def test_a_house_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a house"):
        House(**{"rooms": 1, "practitioners": 1, "kinds": (AGAIN,), "asked": 5.0, **wrong})  # type: ignore[arg-type]


def test_the_clinic_is_taken_as_it_is(clinic: cast.Clinic) -> None:
    from django.utils import timezone

    start = cast.next_weekday(2, cast.time(10), after=timezone.now())
    cast.booked(clinic, start)
    house = house_of(clinic.location, now=start + timedelta(days=2))
    assert house is not None
    assert (house.rooms, house.practitioners, house.devices, house.minutes) == (2, 1, 1, 480)
    assert (house.asked, len(house.kinds)) == (1, 1)


def test_the_owner_sees_one_to_six_rooms(olga: Client, clinic: cast.Clinic) -> None:
    page = olga.get(reverse("clinic:rooms"), {"asked": "18", "practitioners": "2"})
    assert page.status_code == 200
    text = page.content.decode()
    assert text.count('<rect class="is" x=') == text.count('<rect class="of" x=') == 6
    assert "acupuncturists: 2; people who ask on an average day: 18" in text


@pytest.mark.parametrize("asked", ["", "many", "0", "9999"])
def test_what_cannot_be_simulated_is_said_at_its_field(olga: Client, clinic: cast.Clinic, asked: str) -> None:
    page = olga.get(reverse("clinic:rooms"), {"asked": asked, "practitioners": "2"})
    assert page.status_code == 422
    text = page.content.decode()
    assert 'href="#id_asked"' in text
    assert f'value="{asked}"' in text or not asked
    assert "<table" not in text


def test_a_place_where_nothing_can_be_booked_says_so(olga: Client, clinic: cast.Clinic) -> None:
    clinic.location.rooms.update(active=False)
    assert b"set up a room" in olga.get(reverse("clinic:rooms")).content
