"""Times at many places: who is asked, in which order, and how little is read for it."""

from datetime import UTC, datetime, time, timedelta
from itertools import islice

import pytest

from ashi.core.places import KM_PER_MILE, Point
from ashi.core.scheduling.search import merged
from ashi.core.time import cell_of
from ashi.records.calendar import diary, fresh
from ashi.records.calendar.fresh import Nearby
from ashi.records.calendar.offers import Search
from ashi.records.calendar.wide import Order, Wide, WideOffer
from ashi.records.models import Absence, Location, Practitioner, PractitionerRole
from ashi.records.reservations import touch, touch_facts
from tests import cast

pytestmark = pytest.mark.django_db
NOW = cast.next_weekday(0, time(7), after=datetime.now(UTC))
MIAMI = Point(25.7512, -80.2384)
# The second is in another zone and the third too far for most.
PLACES = (
    ("Near", 25.80, -80.20, "America/New_York"),
    ("West", 26.00, -80.60, "America/Chicago"),
    ("Far", 30.3, -81.7, "America/New_York"),
)


@pytest.fixture
def clinic() -> cast.Clinic:
    clinic = cast.open_clinic()
    Location.objects.filter(pk=clinic.location.pk).update(latitude=MIAMI.latitude, longitude=MIAMI.longitude)
    for number, (name, north, east, zone) in enumerate(PLACES, 1):
        place = cast.open_place(clinic, name, latitude=north, longitude=east, zone=zone)
        person = cast.hire(f"Mei{number}", "Invented", number=f"AP 010{number}")
        cast.give_role(person, place, [clinic.first, clinic.again], ["en", "es"] if name == "West" else ["en"])
    touch_facts(clinic.location.pk)
    return clinic


def wide(places: list[Nearby], days: int = 60, **more: object) -> Wide:
    bounds = {place.location.zone: (NOW, NOW + timedelta(days=days)) for place in places}
    return Wide(places, lambda service: service.slug == "first", NOW, bounds, **more)  # type: ignore[arg-type]


def names(found: list[WideOffer]) -> list[str]:
    return list(dict.fromkeys(one.place.location.name for one in found))


def test_places_within_a_distance_come_the_nearest_first(clinic: cast.Clinic) -> None:
    ten_miles = fresh.near(MIAMI, 10 * KM_PER_MILE)
    assert [place.location.slug for place in ten_miles] == ["miami", "near"]
    assert ten_miles[0].km == 0
    assert ten_miles[1].km == pytest.approx(6.6, abs=0.1)
    assert [place.location.slug for place in fresh.near(MIAMI, 60)] == ["miami", "near", "west"]
    assert len(fresh.near(MIAMI, 20_016)) == 4


def test_a_place_that_nobody_knows_where_it_lies_is_near_nothing(clinic: cast.Clinic) -> None:
    Location.objects.filter(slug="near").update(latitude=None, longitude=None)
    assert [place.location.slug for place in fresh.near(MIAMI, 60)] == ["miami", "west"]


def test_the_soonest_times_of_all_places_stand_in_one_order(clinic: cast.Clinic) -> None:
    """Within a week it is the order of every search, whatever the place."""
    places = fresh.near(MIAMI, 60)
    found = list(wide(places, days=6).offers(Order.SOONEST))
    searches = [
        Search(place.location, clinic.first.pk, now=NOW, earliest=NOW, latest=NOW + timedelta(days=6))
        for place in places
    ]
    assert [one.offer.rank for one in found] == [offer.rank for offer in merged(*(s.offers() for s in searches))]
    assert len(found) > 100
    assert names(found) == ["ACUMD Miami", "Near", "West"]


def test_what_a_week_has_comes_before_later_times_that_would_leave_fewer_gaps(clinic: cast.Clinic) -> None:
    found = list(wide(fresh.near(MIAMI, 1)).offers(Order.SOONEST))
    starts = [one.offer.start for one in found]
    in_a_week = [at < cell_of(NOW) + 7 * 288 for at in starts]
    assert in_a_week == sorted(in_a_week, reverse=True)
    assert found[in_a_week.index(False) - 1].offer.useless_gaps > found[in_a_week.index(False)].offer.useless_gaps
    everything = Search(clinic.location, clinic.first.pk, now=NOW, earliest=NOW, latest=NOW + timedelta(days=60))
    assert sorted(starts) == sorted(offer.start for offer in everything.offers())


def test_the_nearest_place_gives_all_its_times_before_the_next(clinic: cast.Clinic) -> None:
    found = list(wide(fresh.near(MIAMI, 60), days=3).offers(Order.NEAREST))
    distances = [one.place.km for one in found]
    assert distances == sorted(distances)
    assert names(found) == ["ACUMD Miami", "Near", "West"]


def test_no_more_diaries_are_read_than_the_nearest_ones_that_have_enough(clinic: cast.Clinic) -> None:
    diary.forget()
    assert len(list(islice(wide(fresh.near(MIAMI, 60)).offers(Order.NEAREST), 3))) == 3
    assert diary.kept_bytes()[0] == 1


@pytest.mark.parametrize(("hour", "later"), [(0, 0), (23, 47), (23, 49), (13, 100)])
def test_the_first_days_alone_say_what_whole_diaries_say(
    clinic: cast.Clinic, monkeypatch: pytest.MonkeyPatch, hour: int, later: int
) -> None:
    """Whatever the hour, and however far ahead what is asked for begins: on both sides of where a week is too far."""
    now = NOW.replace(hour=hour)
    places = fresh.near(MIAMI, 60)
    begin = now + timedelta(hours=later)
    bounds = {one.location.zone: (begin, begin + timedelta(days=7)) for one in places}
    for day, resource in enumerate(Practitioner.objects.values_list("resource", flat=True), 1):
        start = now + timedelta(days=2 * day, hours=3)
        Absence.objects.create(resource_id=resource, start=start, end=start + timedelta(hours=5), reason="")
    diary.forget()

    def found() -> list[tuple[object, ...]]:
        asked = Wide(places, lambda service: True, now, bounds)
        return [(one.place.location.pk, one.service.id, one.offer) for one in asked.offers(Order.SOONEST)]

    short = found()
    kept = diary.kept_bytes()[1]
    diary.forget()
    monkeypatch.setattr(diary, "FIRST_DAYS", timedelta(0))
    assert found() == short
    assert (kept < diary.kept_bytes()[1]) == (later < 48)


def test_of_places_that_have_nothing_soon_the_whole_diary_is_read(clinic: cast.Clinic) -> None:
    everybody = Practitioner.objects.values_list("resource", flat=True)
    for resource in everybody:
        Absence.objects.create(resource_id=resource, start=NOW, end=NOW + timedelta(days=20), reason="")
    touch(list(everybody), location_ids=list(Location.objects.values_list("pk", flat=True)))
    diary.forget()
    found = next(wide(fresh.near(MIAMI, 60)).offers(Order.SOONEST))
    assert found.offer.start >= cell_of(NOW + timedelta(days=20))


def test_only_who_speaks_the_language_is_asked(clinic: cast.Clinic) -> None:
    assert names(list(wide(fresh.near(MIAMI, 60), language="es").offers(Order.SOONEST))) == ["West"]
    assert not list(wide(fresh.near(MIAMI, 60), language="fr").offers(Order.SOONEST))


def test_a_time_that_goes_is_offered_no_more(clinic: cast.Clinic) -> None:
    place = Location.objects.get(slug="near")
    asked = wide(fresh.near(Point(25.80, -80.20), 1))
    before = next(asked.offers(Order.SOONEST)).offer.start
    mei = Practitioner.objects.get(roles__location=place)
    Absence.objects.create(resource=mei.resource, start=NOW, end=NOW + timedelta(days=20), reason="")
    touch([mei.resource_id], location_ids=[place.pk])
    after = next(wide(fresh.near(Point(25.80, -80.20), 1)).offers(Order.SOONEST)).offer.start
    assert after >= before + 19 * 288


def test_what_is_read_for_many_places_is_what_each_says_by_itself(clinic: cast.Clinic) -> None:
    locations = fresh.locations()
    diary.forget()
    together = diary.diaries_of(locations, now=NOW)
    diary.forget()
    alone = [diary.diary_of(location, now=NOW) for location in locations]
    for one, other in zip(together, alone, strict=True):
        assert one.facts == other.facts
        assert one.busy == other.busy
        assert [free.bits for free in one.practitioners.values()] == [f.bits for f in other.practitioners.values()]


def test_reading_many_places_asks_the_database_no_more_than_reading_two(
    clinic: cast.Clinic, django_assert_max_num_queries: object
) -> None:
    locations = fresh.locations()
    diary.forget()
    with django_assert_max_num_queries(13):  # type: ignore[operator]
        diary.diaries_of(locations, now=NOW)


def test_nobody_without_a_licence_that_holds_there_is_offered(clinic: cast.Clinic) -> None:
    Location.objects.filter(slug="near").update(jurisdiction="US-GA")
    touch_facts(Location.objects.get(slug="near").pk)
    assert names(list(wide(fresh.near(MIAMI, 60), days=3).offers(Order.SOONEST))) == ["ACUMD Miami", "West"]
    assert PractitionerRole.objects.filter(location__slug="near", active=True).exists()
