"""A process notes its own booking in the diary it keeps. It must then be what reading the tables again would give."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from ashi.book.actions import Terms, book_visit, move_visit
from ashi.records import reservations
from ashi.records.by import SYSTEM
from ashi.records.calendar import diary
from ashi.records.calendar.diary import LocationDiary
from ashi.records.models import Appointment, HealthcareService, Location
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


def kept(clinic: cast.Clinic) -> LocationDiary:
    found = diary._kept.get(key(clinic))
    assert found is not None
    return found


def key(clinic: cast.Clinic) -> tuple[str, int, diary.Reach]:
    return "default", clinic.location.pk, diary.Reach.HORIZON


def read_again(clinic: cast.Clinic) -> LocationDiary:
    diary.forget()
    return clinic.search(now=datetime.now(UTC)).diary


def everything(found: LocationDiary, services: list[HealthcareService]) -> dict[str, Any]:
    """What a diary says, as plain values."""
    facts = [found.facts.services[service.pk] for service in services]
    return {
        "version": found.calendar_version,
        "busy": found.busy,
        "people": {pk: free.bits for pk, free in found.practitioners.items()},
        "rooms": {pk: free.bits for pk, free in found.rooms.items()},
        "devices": {kind: {pk: free.bits for pk, free in some.items()} for kind, some in found.devices.items()},
        "starts": [found.starts(service) for service in facts],
        "until": found.stale_at,
    }


def book(clinic: cast.Clinic, service: HealthcareService, weekday: int, hour: int) -> Appointment:
    now = datetime.now(UTC)
    plan = clinic.plan(cast.next_weekday(weekday, time(hour), after=now), now=now, service=service)
    return book_visit(plan=plan, patient=cast.ana(), terms=Terms(source="test", screened=True), by=SYSTEM)


def test_what_is_noted_after_a_booking_is_what_the_tables_say() -> None:
    clinic = cast.open_clinic()
    services = [clinic.first, clinic.again, clinic.electro]
    for weekday, hour, service in [(1, 10, clinic.again), (1, 11, clinic.electro), (2, 10, clinic.first)]:
        book(clinic, service, weekday, hour)
        noted = kept(clinic)
        assert noted.calendar_version == Location.objects.get().calendar_version
        assert everything(noted, services) == everything(read_again(clinic), services)


def test_it_is_noted_in_the_diary_of_the_first_days_too() -> None:
    clinic = cast.open_clinic()
    services, now = [clinic.again], datetime.now(UTC)

    def first_days() -> LocationDiary:
        return diary.diaries_of([Location.objects.get()], now=now, until=now + timedelta(days=7))[0]

    short = first_days()
    book(clinic, clinic.again, 1, 10)
    place = Location.objects.get()
    noted = diary._kept.get(("default", place.pk, diary.Reach.SOON))
    assert noted is not None
    assert noted.facts.window == short.facts.window != clinic.search(now=now).diary.facts.window
    diary.forget()
    assert everything(noted, services) == everything(first_days(), services)


def test_nothing_is_read_again_after_a_booking_of_ones_own(django_assert_num_queries: Any) -> None:
    clinic = cast.open_clinic()
    book(clinic, clinic.again, 1, 10)
    place = Location.objects.get()
    with django_assert_num_queries(0):
        diary.diary_of(place, now=datetime.now(UTC))


def test_what_somebody_else_did_in_between_is_read() -> None:
    """The other one's commit comes between what this process has read and its own."""
    clinic = cast.open_clinic()
    clinic.search(now=datetime.now(UTC)).diary  # noqa: B018 (read, and so kept)
    before = kept(clinic)
    book(clinic, clinic.again, 1, 10)  # stands for the other process: ours does not hear of it
    diary._kept.put(key(clinic), before)
    plan = clinic.plan(
        cast.next_weekday(2, time(10), after=datetime.now(UTC)), now=datetime.now(UTC), service=clinic.again
    )
    diary._kept.put(key(clinic), before)
    diary.add_when_committed(plan, {clinic.location.pk: before.calendar_version + 2})
    assert kept(clinic) is before, "a diary that lacks a booking must not be taken for a newer one"


def test_a_diary_that_took_the_wrong_version_would_hide_what_somebody_else_did() -> None:
    """The control: noted in spite of the gap, the other one's visit is missing."""
    clinic = cast.open_clinic()
    services = [clinic.again]
    now = datetime.now(UTC)
    before = clinic.search(now=now).diary
    book(clinic, clinic.again, 1, 10)
    plan = clinic.plan(cast.next_weekday(2, time(10), after=now), now=now, service=clinic.again)
    book_visit(plan=plan, patient=cast.ana(), terms=Terms(source="test", screened=True), by=SYSTEM)
    careless = before.after(plan).after(plan)
    true = read_again(clinic)
    assert careless.calendar_version == true.calendar_version
    assert everything(careless, services)["people"] != everything(true, services)["people"]


def test_a_booking_that_is_taken_back_is_not_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    clinic = cast.open_clinic()
    clinic.search(now=datetime.now(UTC)).diary  # noqa: B018
    before = kept(clinic)
    touch = reservations.touch

    def fails(*given: Any, **named: Any) -> Any:
        touch(*given, **named)
        raise RuntimeError("the power went")

    monkeypatch.setattr(reservations, "touch", fails)
    with pytest.raises(RuntimeError):
        book(clinic, clinic.again, 1, 10)
    assert kept(clinic) is before
    assert before.calendar_version == Location.objects.get().calendar_version


def test_a_move_gives_time_back_and_is_read_again() -> None:
    clinic = cast.open_clinic()
    services = [clinic.again]
    visit = book(clinic, clinic.again, 1, 10)
    now = datetime.now(UTC)
    plan = clinic.plan(visit.start + timedelta(hours=3), now=now, service=clinic.again)
    move_visit(appointment=visit, plan=plan, by=SYSTEM)
    found = clinic.search(now=now).diary
    assert everything(found, services) == everything(read_again(clinic), services)
