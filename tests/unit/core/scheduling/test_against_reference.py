"""The fast search gives what the slow obvious one gives, whatever the intervals, and on days when clocks change."""

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from ashi.core.scheduling import reference
from ashi.core.scheduling.availability import Window, bits_of, free_bits, intervals_of, starts
from ashi.core.scheduling.bitset import positions
from ashi.core.scheduling.grid import on_grid
from ashi.core.scheduling.phases import variants
from ashi.core.scheduling.search import Wanted, any_starts, nearest, offers
from ashi.core.time import local_day, wall_interval
from tests.unit.core.scheduling.diaries import clinics, days, grids, intervals, phase_lists, searches, wall_times

WINDOW = Window(70, 150)
thorough = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def cells_of(bits: int, window: Window) -> list[int]:
    return [window.start + at for at in positions(bits)]


@thorough
@given(days, wall_times())
def test_opening_hours_are_the_cells_at_which_the_wall_shows_them(place, hours):
    zone, day = place
    found = [cell for span in wall_interval(day, *hours, zone) for cell in range(span.start, span.end)]
    assert found == sorted(reference.wall_cells(day, *hours, zone))


@thorough
@given(days, grids, st.integers(-400, 400), st.integers(1, 600))
def test_a_grid_is_the_cells_at_which_the_wall_shows_it(place, minutes, shift, length):
    zone, day = place
    window = Window(local_day(day, zone).start + shift, length)
    assert cells_of(on_grid(window, zone, minutes), window) == sorted(reference.grid_cells(window, zone, minutes))


@thorough
@given(intervals(WINDOW, 12), intervals(WINDOW, 12))
def test_free_time_is_open_and_not_busy(opened, busy):
    bits = free_bits(opened, busy, WINDOW)
    assert cells_of(bits, WINDOW) == sorted(reference.free_cells(opened, busy, WINDOW))
    assert bits_of(intervals_of(bits, WINDOW), WINDOW) == bits


@thorough
@given(st.data())
def test_every_start_of_every_variant_is_found_and_no_other(data):
    clinic = data.draw(clinics())
    fast, slow, window = clinic.fast(), clinic.slow(), clinic.window
    people, rooms, devices = ({key: each.bits for key, each in group.items()} for group in _groups(fast))
    for visit in variants(data.draw(phase_lists())):
        wanted = Wanted((visit,))
        for practitioner, free in people.items():
            # Without a window `starts` cannot refuse a visit whose last phase, taking nobody, lies beyond the end.
            found = starts(visit, free, rooms, devices) & (1 << max(window.length - visit.length + 1, 0)) - 1
            expected = [
                cell
                for cell in range(window.start, window.end)
                if reference.can_start(visit, practitioner, cell, wanted, slow)
            ]
            assert cells_of(found, window) == expected


@thorough
@given(st.data())
def test_offers_come_complete_and_in_the_same_order(data):
    clinic = data.draw(clinics())
    minutes = data.draw(st.none() | grids)
    allowed = None if minutes is None else on_grid(clinic.window, clinic.zone, minutes)
    wanted = data.draw(searches(clinic, allowed))
    expected = reference.offers(wanted, clinic.slow())
    event(f"offers: {min(len(expected), 10)}{'+' * (len(expected) > 10)}")
    event(f"elastic lengths offered: {len({offer.compiled.elastic_minutes for offer in expected})}")
    event(f"device offered: {any(offer.device for offer in expected)}")
    assert list(offers(wanted, clinic.fast())) == expected


@settings(thorough, max_examples=80)
@given(st.data())
def test_a_diary_that_has_answered_before_answers_the_same(data):
    clinic = data.draw(clinics())
    kept = clinic.fast()
    for _ in range(2):
        wanted = data.draw(searches(clinic, None))
        assert any_starts(wanted, kept) == any_starts(wanted, clinic.fast())


@thorough
@given(st.sets(st.integers(0, 149)), st.integers(0, 300), st.integers(1, 5))
def test_the_nearest_times_are_the_nearest(free, cell, n):
    bits = sum(1 << at for at in free)
    expected = reference.nearest((WINDOW.start + at for at in free), cell, n)
    assert nearest(bits, cell, n, window=WINDOW) == expected


def _groups(diary):
    return diary.practitioners, diary.rooms, diary.devices
