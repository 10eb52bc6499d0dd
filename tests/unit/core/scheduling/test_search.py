"""The offers of a search and their order."""

from itertools import islice

import pytest

from ashi.core.scheduling.availability import Window
from ashi.core.scheduling.phases import Actor, Phase, compile_visit, variants
from ashi.core.scheduling.search import (
    Diary,
    Wanted,
    Wish,
    any_starts,
    merged,
    nearest,
    offers,
    scarce,
    starts_by_practitioner,
)

WINDOW = Window(1000, 60)
ALL = frozenset({Actor.PATIENT, Actor.PRACTITIONER, Actor.ROOM})
HALF_HOUR = compile_visit((Phase("visit", 30, ALL),))
ELASTIC = variants(
    (
        Phase("in", 10, ALL),
        Phase("rest", 25, frozenset({Actor.ROOM}), least=20, most=30),
        Phase("out", 5, ALL),
    )
)
BAO, DANA = 7, 3


def cells(*spans: tuple[int, int]) -> int:
    return sum((1 << end) - (1 << start) for start, end in spans)


def diary(practitioners, rooms=None, devices=None) -> Diary:
    return Diary.of(WINDOW, practitioners, rooms or {1: WINDOW.every}, devices or {})


def test_a_start_that_fits_the_preferred_rest_takes_it_and_the_next_one_bends():
    found = list(offers(Wanted(ELASTIC), diary({BAO: cells((0, 8))})))
    assert [(offer.start, offer.compiled.elastic_minutes) for offer in found] == [(1000, 25), (1001, 20)]


def test_the_rest_bends_where_the_preferred_one_does_not_fit():
    # Free for the beginning at 0, and for the end only after twenty minutes of rest, or only after thirty.
    shorter = list(offers(Wanted(ELASTIC), diary({BAO: cells((0, 2), (6, 7))})))
    longer = list(offers(Wanted(ELASTIC), diary({BAO: cells((0, 2), (8, 9))})))
    assert [offer.compiled.elastic_minutes for offer in shorter] == [20]
    assert [offer.compiled.elastic_minutes for offer in longer] == [30]


def test_each_start_is_offered_in_one_length_only():
    found = starts_by_practitioner(Wanted(ELASTIC), diary({BAO: cells((0, 30))}))[BAO]
    assert found[0] & found[1] == found[0] & found[2] == found[1] & found[2] == 0
    assert found[0] == cells((0, 23))


def test_a_time_that_fills_a_gap_comes_before_one_that_leaves_a_useless_one():
    found = list(offers(Wanted((HALF_HOUR,)), diary({BAO: cells((0, 8), (20, 26))})))
    assert [(offer.start, offer.useless_gaps) for offer in found] == [(1020, 0), (1000, 1), (1002, 1), (1001, 2)]


def test_a_gap_long_enough_for_another_visit_is_not_useless():
    found = list(offers(Wanted((HALF_HOUR,)), diary({BAO: cells((0, 12))})))
    assert [offer.start for offer in found if offer.useless_gaps == 0] == [1000, 1006]


def test_a_clinic_with_shorter_visits_calls_fewer_gaps_useless():
    wanted = Wanted((HALF_HOUR,), useful={Actor.PRACTITIONER: 2})
    found = list(offers(wanted, diary({BAO: cells((0, 8))})))
    assert [(offer.start, offer.useless_gaps) for offer in found] == [(1000, 0), (1002, 0), (1001, 2)]


def test_where_the_room_is_scarce_its_gaps_are_counted_and_not_the_acupuncturists():
    # Two people and one room, free for eight cells: a start in the middle leaves two crumbs of it.
    both = {BAO: WINDOW.every, DANA: WINDOW.every}
    found = list(offers(Wanted((HALF_HOUR,)), diary(both, {1: cells((10, 18))})))
    ranked = [(offer.start, offer.useless_gaps) for offer in found]
    assert ranked == [(1010, 1), (1010, 1), (1012, 1), (1012, 1), (1011, 2), (1011, 2)]


def test_rooms_are_scarce_only_where_they_are_worth_clearly_fewer_visits():
    def scarce_with(cells_of_room: int) -> Actor:
        return scarce(Wanted((HALF_HOUR,)), diary({BAO: cells((0, 50))}, {1: cells((0, cells_of_room))}))

    assert (scarce_with(39), scarce_with(40), scarce_with(60)) == (Actor.ROOM, Actor.PRACTITIONER, Actor.PRACTITIONER)


def test_a_visit_without_a_room_counts_the_acupuncturists_gaps():
    by_telephone = compile_visit((Phase("talk", 30, frozenset({Actor.PATIENT, Actor.PRACTITIONER})),))
    assert scarce(Wanted((by_telephone,)), diary({BAO: WINDOW.every}, {1: 0})) is Actor.PRACTITIONER


def test_what_was_asked_for_comes_before_what_leaves_no_gap():
    wanted = Wanted((HALF_HOUR,), wishes=(Wish(starts=cells((1, 2))),))
    found = list(offers(wanted, diary({BAO: cells((0, 8))})))
    assert (found[0].start, found[0].unmet) == (1001, (False,))
    assert [offer.unmet for offer in found[1:]] == [(True,), (True,)]


def test_the_first_wish_weighs_more_than_the_second():
    wanted = Wanted((HALF_HOUR,), wishes=(Wish(starts=cells((20, 21))), Wish(practitioners=frozenset({BAO}))))
    found = list(offers(wanted, diary({BAO: cells((0, 6)), DANA: cells((20, 26))})))
    assert [(offer.practitioner, offer.unmet) for offer in found] == [(DANA, (False, True)), (BAO, (True, False))]


def test_a_wish_may_name_a_time_and_a_person_together():
    wanted = Wanted((HALF_HOUR,), wishes=(Wish(practitioners=frozenset({BAO}), starts=cells((20, 21))),))
    free = cells((0, 6), (20, 26))
    found = list(offers(wanted, diary({DANA: free, BAO: free})))
    assert (found[0].practitioner, found[0].start) == (BAO, 1020)
    assert [offer.unmet for offer in found] == [(False,), (True,), (True,), (True,)]


def test_practitioners_free_at_the_same_time_come_in_the_diarys_order():
    free = cells((0, 6))
    assert [offer.practitioner for offer in offers(Wanted((HALF_HOUR,)), diary({BAO: free, DANA: free}))] == [BAO, DANA]
    only = diary({BAO: free, DANA: free}).only((DANA, BAO, 99))
    assert [offer.practitioner for offer in offers(Wanted((HALF_HOUR,)), only)] == [DANA, BAO]


def test_of_equal_times_the_soonest_comes_first_whoever_it_is_with():
    found = offers(Wanted((HALF_HOUR,)), diary({BAO: cells((30, 36), (10, 16)), DANA: cells((20, 26), (0, 6))}))
    assert [offer.start for offer in found] == [1000, 1010, 1020, 1030]


def test_a_room_that_fits_exactly_is_taken_before_one_left_in_pieces():
    rooms = {1: WINDOW.every, 2: cells((8, 18)), 3: cells((10, 16)), 4: cells((9, 16))}
    (offer,) = offers(Wanted((HALF_HOUR,)), diary({BAO: cells((10, 16))}, rooms))
    assert offer.room == 3


def test_a_long_free_room_is_kept_when_a_shorter_stretch_stays_useful():
    rooms = {1: WINDOW.every, 2: cells((10, 30))}
    (offer,) = offers(Wanted((HALF_HOUR,)), diary({BAO: cells((10, 16))}, rooms))
    assert offer.room == 2


def test_a_room_left_whole_or_useful_goes_before_a_tighter_one_left_in_crumbs():
    rooms = {1: cells((9, 17)), 2: cells((10, 40))}
    (offer,) = offers(Wanted((HALF_HOUR,)), diary({BAO: cells((10, 16))}, rooms))
    assert offer.room == 2


def test_a_room_free_in_a_pause_counts_the_pause_and_not_the_visit_after_it():
    paused = compile_visit((Phase("a", 10, ALL), Phase("walk", 10, frozenset({Actor.PATIENT})), Phase("b", 10, ALL)))
    wanted = Wanted((paused,), allowed=cells((10, 11)), useful={Actor.ROOM: 1})
    rooms = {1: cells((10, 12), (14, 22)), 2: cells((10, 16))}
    (offer,) = offers(wanted, diary({BAO: WINDOW.every}, rooms))
    assert offer.room == 2


def test_a_visit_is_offered_only_where_the_whole_of_it_lies_in_the_window():
    walk_after = compile_visit((Phase("visit", 10, ALL), Phase("walk", 20, frozenset({Actor.PATIENT}))))
    assert any_starts(Wanted((walk_after,)), diary({BAO: WINDOW.every})) == cells((0, 55))


def test_a_visit_without_a_device_is_given_none_and_one_with_gets_one():
    with_device = compile_visit((Phase("visit", 30, ALL | {Actor.DEVICE}),))
    book = diary({BAO: cells((10, 16))}, devices={5: cells((0, 9)), 6: cells((9, 17))})
    assert [offer.device for offer in offers(Wanted((HALF_HOUR,)), book)] == [None]
    assert [offer.device for offer in offers(Wanted((with_device,)), book)] == [6]


def test_a_patient_is_never_offered_a_time_when_they_are_elsewhere():
    wanted = Wanted((HALF_HOUR,), patient=cells((0, 10), (14, 60)))
    assert any_starts(wanted, diary({BAO: WINDOW.every})) == cells((0, 5), (14, 55))


def test_only_allowed_starts_are_offered():
    wanted = Wanted((HALF_HOUR,), allowed=cells((4, 5), (59, 60)))
    assert [offer.start for offer in offers(wanted, diary({BAO: WINDOW.every}))] == [1004]


def test_offers_of_two_places_become_one_list():
    near = diary({BAO: cells((0, 8), (30, 36))})
    far = diary({DANA: cells((10, 16))})
    wanted = Wanted((HALF_HOUR,))
    found = merged(offers(wanted, near), offers(wanted, far))
    assert [(offer.start, offer.practitioner) for offer in islice(found, 3)] == [(1010, DANA), (1030, BAO), (1000, BAO)]


def test_the_three_nearest_times_lie_on_both_sides():
    free = cells((2, 3), (8, 9), (11, 12), (40, 41))
    assert nearest(free, 1010, window=WINDOW) == (1011, 1008, 1002)
    assert nearest(free, 1050, 2, window=WINDOW) == (1040, 1011)


def test_of_two_times_as_near_the_earlier_comes_first():
    assert nearest(cells((8, 9), (12, 13)), 1010, window=WINDOW) == (1008, 1012)


@pytest.mark.parametrize("cell", [0, 5000])
def test_nearest_answers_for_a_time_outside_the_window(cell):
    assert set(nearest(cells((2, 3), (40, 41)), cell, window=WINDOW)) == {1002, 1040}


def test_nothing_free_is_near_nothing():
    assert nearest(0, 1010, window=WINDOW) == ()


def test_a_wish_for_nothing_is_refused():
    with pytest.raises(ValueError, match="asks for"):
        Wish()


def test_a_search_for_no_visit_is_refused():
    with pytest.raises(ValueError, match="at least one variant"):
        Wanted(())
