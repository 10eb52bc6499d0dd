"""What a course says of itself: what was bent and why, what else each visit could be, why there is none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from ashi.core.scheduling.course.asking import LIMITS, Asked, Before, Ground, Limit, Usual, Wishes, times_between
from ashi.core.scheduling.course.courses import Bend, Bent, Course, Courses, Impossible, NoCourse, Why
from ashi.core.scheduling.course.obstacles import Hindrance, Obstacle
from ashi.core.scheduling.course.templates import TEMPLATES, Gap, Template, standing
from ashi.core.time import cell_of, local_time
from tests.unit.core.scheduling.course.grounds import ZONES, every_day, ground_of

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = date(2026, 9, 7)
MORNINGS = times_between([(time(8), time(12))])
SIX = TEMPLATES["six"]


def open_ground(days: int = 120, people: Sequence[int] = (1,), **rest: object) -> Ground:
    walls = {person: every_day(MONDAY, days, NEW_YORK) for person in people}
    return replace(ground_of(walls, MONDAY, days, NEW_YORK), **rest)


def without(ground: Ground, person: int, *days: date, wall: time | None = None) -> Ground:
    """The ground without a practitioner's starts on some days, or without one of them."""
    bits = ground.starts[person]
    for position in [n for n in range(ground.window.length) if bits >> n & 1]:
        begins = local_time(ground.window.start + position, ground.zone)
        if begins.date() in days and (wall is None or begins.time() == wall):
            bits &= ~(1 << position)
    return replace(ground, starts={**ground.starts, person: bits})


def course(asked: Asked, ground: Ground) -> Course:
    found = Courses(asked, ground).best()
    assert isinstance(found, Course), found
    return found


def walls(found: Course, ground: Ground) -> set[time]:
    return {local_time(visit.start, ground.zone).time() for visit in found.visits}


@pytest.mark.parametrize("slug", ["six", "eight", "ten", "twelve"])
def test_in_an_empty_clinic_every_gap_is_as_wished_but_for_the_weekend(slug: str) -> None:
    ground, template = open_ground(), TEMPLATES[slug]
    found = course(Asked(template, MONDAY), ground)
    assert len(found.visits) == template.visits
    assert len(walls(found, ground)) == 1
    assert found.cost == 0
    assert [visit.bent for visit in found.visits] == [()] * template.visits
    assert {visit.number for visit in found.visits if visit.reassess} == template.reassess
    assert {4, 5, 6} & template.reassess


def test_twelve_visits_end_within_ninety_days_and_another_template_within_sixty() -> None:
    ground = open_ground()
    for limit, slug in (("12-in-90", "twelve"), ("12-in-60", "twelve-60")):
        found = course(Asked(TEMPLATES[slug], MONDAY, limit=LIMITS[limit]), ground)
        assert (found.last.day - found.visits[0].day).days < LIMITS[limit].days


def test_a_payers_days_are_kept_though_the_gaps_have_to_be_shorter_for_it() -> None:
    ground = open_ground()
    tight = Limit(12, 75)
    found = course(Asked(TEMPLATES["twelve"], MONDAY, limit=tight), ground)
    assert (found.last.day - found.visits[0].day).days == 74
    bent = {one for visit in found.visits for one in visit.bent}
    assert {one.kind for one in bent} == {Bend.EARLIER}
    assert Why.THE_WHOLE in {one.why for one in bent}


def test_named_days_times_and_people_are_kept_where_they_can_be() -> None:
    ground = open_ground(people=(1, 2))
    wishes = Wishes(frozenset({1, 3}), MORNINGS, frozenset({2}))
    found = course(Asked(SIX, MONDAY, wishes), ground)
    assert {visit.day.weekday() for visit in found.visits} == {1, 3}
    assert {visit.practitioner for visit in found.visits} == {2}
    assert all(wall < time(12) for wall in walls(found, ground))
    reasons = {one.why for visit in found.visits for one in visit.bent}
    assert reasons == {Why.YOUR_DAYS}


def test_a_closed_day_a_full_day_and_an_own_appointment_are_told_apart() -> None:
    plain = open_ground(opened=0)
    every = plain.starts[1]
    template = Template("two", (Gap(3, 1, 6),))
    wished = MONDAY + timedelta(days=3)

    def why(ground: Ground) -> tuple[Bent, ...]:
        found = course(Asked(template, MONDAY, wait=0), without(ground, 1, wished))
        return found.visits[1].bent

    closed = without(plain, 1, wished).starts[1]
    assert why(replace(plain, opened=closed, anyway=every)) == (Bent(Bend.EARLIER, Why.CLOSED, 1),)
    assert why(replace(plain, opened=every, anyway=closed)) == (Bent(Bend.EARLIER, Why.FULL, 1),)
    assert why(replace(plain, opened=every, anyway=every)) == (Bent(Bend.EARLIER, Why.OWN, 1),)


def test_another_person_and_another_time_are_said_with_their_reasons() -> None:
    ground = open_ground(people=(1, 2))
    second = MONDAY + timedelta(days=3)
    template, usual = Template("two", (Gap(3, 3, 3),)), Usual(114, 1)
    away = replace(without(ground, 1, second), working=without(ground, 1, second).starts)
    asked = Asked(template, MONDAY, wait=0, usual=usual)
    assert course(asked, away).visits[1].bent == (Bent(Bend.OTHER_PERSON, Why.AWAY),)
    taken = replace(without(ground, 1, second), working=ground.starts)
    assert course(asked, taken).visits[1].bent == (Bent(Bend.OTHER_PERSON, Why.TAKEN),)
    later = without(ground, 1, second, wall=time(9, 30))
    assert course(asked, later).visits[1].bent == (Bent(Bend.OTHER_TIME, Why.TAKEN, 30),)


def test_an_alternative_leaves_the_other_visits_alone_and_says_what_it_bends() -> None:
    ground = open_ground(people=(1, 2))
    courses = Courses(Asked(SIX, MONDAY), ground)
    best = courses.best()
    assert isinstance(best, Course)
    others = courses.alternatives(best, 3, count=5)
    assert len(others) == 3  # as far as the visits before and after let it go
    for other in others:
        changed = [a.number for a, b in zip(best.visits, other.visits, strict=True) if a.start != b.start]
        assert changed == [3]
        assert any(visit.bent for visit in other.visits)
    assert len({(one.visits[2].day, one.visits[2].wall >= 144) for one in others}) == 3


def test_visits_that_are_no_course_are_refused() -> None:
    ground = open_ground()
    courses = Courses(Asked(SIX, MONDAY), ground)
    best = courses.best()
    assert isinstance(best, Course)
    picks = [(visit.start, visit.practitioner) for visit in best.visits]
    assert courses.of(picks).cost == best.cost
    for wrong in ([*picks[:1], *picks[:1], *picks[2:]], picks[:-1], [(picks[0][0] + 1, 1), *picks[1:]], [(0, 1)] * 6):
        with pytest.raises(Impossible):
            courses.of(wrong)


def test_a_course_goes_on_after_a_visit_that_stands() -> None:
    ground = open_ground()
    left = SIX.after(2)
    asked = Asked(left, MONDAY, before=Before(MONDAY + timedelta(days=1), SIX.gaps[1]), numbered=3, usual=Usual(120, 1))
    found = course(asked, ground)
    assert [visit.number for visit in found.visits] == [3, 4, 5, 6]
    assert found.visits[0].day == MONDAY + timedelta(days=1 + SIX.gaps[1].wished - 1)
    assert found.visits[0].bent[0].kind is Bend.EARLIER  # the wished-for day is a Saturday
    assert walls(found, ground) == {time(10)}
    assert [visit.number for visit in found.visits if visit.reassess] == [4]
    with pytest.raises(ValueError, match="nothing is left"):
        SIX.after(6)


def test_a_standing_weekly_time_is_a_course_of_equal_gaps() -> None:
    ground = open_ground()
    found = course(
        Asked(standing(10), MONDAY, Wishes(frozenset({2}), times_between([(time(10), time(10, 5))]))), ground
    )
    assert {(visit.day.weekday(), visit.wall) for visit in found.visits} == {(2, 120)}
    assert found.cost == 20  # two days until the first Wednesday


@pytest.mark.parametrize("zone", sorted(ZONES))
@pytest.mark.parametrize("change", [0, 1])
def test_across_both_changes_of_clocks_a_course_keeps_its_time_on_the_wall(zone: str, change: int) -> None:
    place = ZoneInfo(zone)
    first = ZONES[zone][change] - timedelta(days=40)
    times = {1: every_day(first, 110, place, weekend=True)}
    ground = ground_of(times, first, 110, place)
    found = course(Asked(TEMPLATES["twelve"], first, Wishes(times=times_between([(time(10), time(10, 5))]))), ground)
    assert {local_time(visit.start, place).time() for visit in found.visits} == {time(10)}
    assert found.cost == 0
    days = [local_time(visit.start, place).date() for visit in found.visits]
    assert [(b - a).days for a, b in pairwise(days)] == [gap.wished for gap in TEMPLATES["twelve"].gaps]
    if zone != "Asia/Kathmandu" or change:
        apart = {(b.start - a.start) % 288 for a, b in pairwise(found.visits)}
        assert apart != {0}  # in instants one gap is shorter or longer: the clocks did change


def test_a_standing_time_of_a_year_crosses_both_changes() -> None:
    for zone in ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu"):
        place, first = ZoneInfo(zone), date(2026, 1, 5)
        ground = ground_of({1: every_day(first, 370, place)}, first, 370, place)
        found = course(Asked(standing(50), first, usual=Usual(198, 1)), ground)
        assert {local_time(visit.start, place).time() for visit in found.visits} == {time(16, 30)}
        assert found.cost == 0


def test_a_time_that_the_night_of_the_change_leaves_out_is_never_a_visit() -> None:
    first = date(2026, 3, 1)
    walls_of = [(first + timedelta(days=n), time(2, 30)) for n in range(30) if n != 7]
    ground = ground_of({1: [*walls_of, (date(2026, 3, 8), time(3, 30))]}, first, 30, NEW_YORK)
    found = course(Asked(standing(3, give=0), first, wait=0), ground)
    assert [str(local_time(visit.start, NEW_YORK)) for visit in found.visits] == [
        "2026-03-01 02:30:00-05:00",
        "2026-03-08 03:30:00-04:00",
        "2026-03-15 02:30:00-04:00",
    ]
    assert found.visits[1].bent == (Bent(Bend.OTHER_TIME, Why.TAKEN, 60),)


def test_of_a_time_that_the_wall_shows_twice_the_first_that_is_free_is_taken() -> None:
    first = date(2026, 10, 25)
    sunday = date(2026, 11, 1)
    second = datetime.combine(sunday, time(1, 30, fold=1), NEW_YORK)
    ground = ground_of({1: [(first, time(1, 30))]}, first, 10, NEW_YORK)
    both = ground.starts[1] | 1 << cell_of(second) - ground.window.start
    found = course(Asked(standing(2, give=0), first, wait=0), replace(ground, starts={1: both}))
    assert found.visits[1].start == cell_of(second)
    assert found.visits[1].wall == 18


def test_a_visit_ends_on_the_day_it_begins_so_that_no_two_ever_want_one_room_at_once() -> None:
    late = [(MONDAY + timedelta(days=n), time(23, 30)) for n in range(3)]
    early = [(MONDAY + timedelta(days=n), time(0)) for n in range(3)]
    ground = ground_of({1: late + early}, MONDAY, 4, NEW_YORK, length=12)
    found = course(Asked(standing(3, every=1, give=0), MONDAY), ground)
    assert walls(found, ground) == {time(0)}


def test_what_stands_in_the_way_is_said() -> None:
    ground = open_ground(days=40)
    opened = replace(ground, opened=ground.starts[1], anyway=ground.starts[1])

    def no(asked: Asked, on: Ground = opened) -> Obstacle:
        found = Courses(asked, on).best()
        assert isinstance(found, NoCourse)
        return found.obstacles[0]

    assert no(Asked(SIX, MONDAY, limit=Limit(12, 90, used=8))) == Obstacle(Hindrance.PAID_VISITS, left=4)
    assert no(Asked(TEMPLATES["twelve"], MONDAY, limit=Limit(12, 50))).kind is Hindrance.PAID_DAYS
    since = Limit(12, 30, since=MONDAY - timedelta(days=20))
    assert no(Asked(SIX, MONDAY, limit=since)).kind is Hindrance.PAID_DAYS
    too_far = no(Asked(TEMPLATES["twelve"], MONDAY))
    assert (too_far.kind, too_far.number) == (Hindrance.TOO_FAR, 10)
    week = [MONDAY + timedelta(days=n) for n in range(2, 8)]
    shut = without(opened, 1, *week)
    first = Asked(SIX, MONDAY, wait=0)
    full = no(first, replace(shut, anyway=shut.starts[1]))
    assert full == Obstacle(Hindrance.NO_TIMES, 2, MONDAY + timedelta(days=2), MONDAY + timedelta(days=5))
    assert no(first, replace(shut, opened=shut.starts[1], anyway=0)).kind is Hindrance.CLOSED
    assert no(replace(first), replace(shut, anyway=opened.starts[1])).kind is Hindrance.OWN


def test_what_makes_no_sense_is_refused() -> None:
    for wrong in (
        lambda: Gap(3, 4, 5),
        lambda: Gap(0, 0, 1),
        lambda: Template("x", (Gap(1, 1, 1),), frozenset({3})),
        lambda: Wishes(frozenset({7})),
        lambda: Wishes(times=1 << 288),
        lambda: Limit(0, 5),
        lambda: Usual(288, 1),
        lambda: Asked(SIX, MONDAY, wait=-1),
        lambda: times_between([(time(9), time(8))]),
        lambda: times_between([(time(9, 1), time(10))]),
    ):
        with pytest.raises(ValueError, match=r"."):
            wrong()
