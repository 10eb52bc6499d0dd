"""An earlier time is kept for one, taken once, and not a moment after it has run out."""

from datetime import datetime, time, timedelta
from time import sleep
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from ashi.book.waiting import join
from ashi.core.scheduling.course.templates import Gap
from ashi.messaging.models import OutboxMessage
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment, Hold, Occupancy, WaitingOffer, WaitingWish
from ashi.records.reservations import touch_facts
from tests import cast
from tests.integration.book.coursing import course_at
from tests.races.crowd import Booker, all_at_once, crowd, overlaps
from tests.races.rounds import accepted, failures, whole_or_absent

pytestmark = pytest.mark.django_db(transaction=True)

CROWD = 6
ROUNDS = 5
WISH = {"weekdays": list(range(7)), "from_time": time(0), "to_time": time.max, "practitioner": None}


def daytime() -> str:
    """Noon in Miami, tomorrow: whatever the hour of this test, somebody may be asked."""
    tomorrow = timezone.now().astimezone(ZoneInfo("America/New_York")) + timedelta(days=1)
    return tomorrow.replace(hour=12, minute=0).isoformat()


def waits(clinic: cast.Clinic, start: datetime, number: int) -> WaitingWish:
    visit = cast.booked(clinic, start, patient=cast.ana(email=f"waits{number}@example.invalid"))
    return join(visit=visit, wishes=WISH, by=SYSTEM, now=timezone.now())


def far(count: int) -> list[datetime]:
    first = cast.next_weekday(2, time(9), after=timezone.now() + timedelta(days=21))
    return [first + timedelta(hours=step) for step in range(count)]


def test_workers_that_ask_at_once_ask_each_person_once(clinic: cast.Clinic) -> None:
    type(clinic.location).objects.update(offer_minutes=3000)  # until after the noon at which they ask
    for number, start in enumerate(far(4)):
        waits(clinic, start, number)
    with crowd(CROWD) as bookers:
        answers = all_at_once(bookers, do="offer-freed", now=daytime())
    assert failures(answers) == []
    assert WaitingOffer.objects.count() == Hold.objects.count() == 4
    assert OutboxMessage.objects.filter(kind="link").count() == 4
    assert set(WaitingOffer.objects.values_list("hold_key", flat=True)) == set(
        Hold.objects.values_list("key", flat=True)
    )
    assert overlaps() == 0


def kept(clinic: cast.Clinic, *, seconds: float = 600) -> WaitingOffer:
    wish = waits(clinic, far(1)[0], 1)
    with crowd(1) as bookers:
        assert accepted(all_at_once(bookers, do="offer-freed", now=daytime())) == ["1"]
    keep_until(clinic, timezone.now() + timedelta(seconds=seconds))
    return wish.offers.get()


def keep_until(clinic: cast.Clinic, until: datetime) -> None:
    """They were asked tomorrow at noon; they answer today."""
    for rows in (WaitingOffer.objects.all(), Hold.objects.all(), Occupancy.objects.filter(kind="hold")):
        rows.update(expires_at=until)
    touch_facts(clinic.location.pk)  # whoever looks from now on sees it so


def test_a_time_that_is_taken_in_several_windows_at_once_is_taken_once(clinic: cast.Clinic) -> None:
    offer = kept(clinic)
    with crowd(CROWD) as bookers:
        answers = all_at_once(bookers, do="accept-offer", offer=offer.pk)
    assert failures(answers) == []
    assert len(accepted(answers)) == 1
    visit = offer.wish.visit
    visit.refresh_from_db()
    assert (visit.start, visit.sequence) == (offer.start, 1)
    assert OutboxMessage.objects.filter(kind="change").count() == 1
    whole_or_absent()


def test_what_has_run_out_goes_to_somebody_else_and_not_to_them(clinic: cast.Clinic) -> None:
    offer = kept(clinic, seconds=-1)
    cell = int(offer.start.timestamp()) // 300
    with crowd(CROWD) as bookers:
        assert all_at_once(bookers[1:], do="prepare", cells=[cell]) == [{"ready": 1}] * (CROWD - 1)
        bookers[0].say(do="accept-offer", offer=offer.pk)
        for booker in bookers[1:]:
            booker.say(do="book")
        answers = [booker.hear() for booker in bookers]
    assert failures(answers) == []
    assert answers[0] == {"refused": "OfferOver"}
    assert len(accepted(answers)) == 1
    assert overlaps() == 0


def course_that_waits(clinic: cast.Clinic) -> tuple[WaitingOffer, Appointment]:
    """The second of three visits is kept an earlier time; and the third, which stays."""
    first = cast.next_weekday(0, time(9), after=timezone.now() + timedelta(days=7))
    starts = [first, first + timedelta(days=9), first + timedelta(days=14)]
    course = course_at(clinic, cast.ana(), starts, Gap(7, 5, 10))
    _, second, third = course.visits.order_by("course_number")
    join(visit=second, wishes={**WISH, "latest": starts[1].date() - timedelta(days=1)}, by=SYSTEM, now=timezone.now())
    with crowd(1) as bookers:
        assert accepted(all_at_once(bookers, do="offer-freed", now=daytime())) == ["1"]
    keep_until(clinic, timezone.now() + timedelta(minutes=10))
    offer = WaitingOffer.objects.get()
    assert (offer.start.date() - first.date()).days in (7, 8)  # five and six days after the first it is a weekend
    return offer, third


def test_a_visit_of_a_course_that_is_taken_in_several_windows_moves_once_and_alone(clinic: cast.Clinic) -> None:
    offer, _ = course_that_waits(clinic)
    with crowd(CROWD) as bookers:
        answers = all_at_once(bookers, do="accept-offer", offer=offer.pk)
    assert failures(answers) == []
    assert len(accepted(answers)) == 1
    numbers = dict(Appointment.objects.values_list("course_number", "sequence"))
    assert numbers == {1: 0, 2: 1, 3: 0}
    assert Appointment.objects.get(course_number=2).start == offer.start
    assert overlaps() == 0


def test_who_takes_a_time_while_a_neighbour_in_the_course_moves_away_is_told_that_it_is_over(
    clinic: cast.Clinic,
) -> None:
    """The one has written and not committed; the other sees the course as it was, unless it waits for its patient."""
    offer, third = course_that_waits(clinic)
    away = int((third.start + timedelta(days=4)).timestamp()) // 300  # nine days from where the second is now
    with crowd(1, "paused") as [mover], crowd(1) as [presser]:
        mover.say(do="prepare", cells=[away])
        assert mover.hear() == {"ready": 1}
        mover.say(do="move", visit=third.pk)
        assert mover.hear() == {"written": True}
        presser.say(do="accept-offer", offer=offer.pk)
        sleep(0.3)  # so that it has looked, if it looks too early
        mover.say(do="go on")
        assert "accepted" in mover.hear()
        assert presser.hear() == {"refused": "OfferOver"}
    assert WaitingOffer.objects.get().outcome == "open"
    assert Appointment.objects.get(course_number=2).sequence == 0


def test_control_without_its_constraint_several_workers_ask_the_same_person(clinic: cast.Clinic) -> None:
    for number, start in enumerate(far(4)):
        waits(clinic, start, number)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_open_offer_a_wish")
    try:
        with crowd(CROWD) as bookers:
            assert any(several_ask_one(bookers) for _ in range(ROUNDS))
    finally:
        forget_offers()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX one_open_offer_a_wish ON records_waitingoffer (wish_id) WHERE outcome = 'open'"
            )


def several_ask_one(bookers: list[Booker]) -> bool:
    """Whether somebody was asked twice in this round."""
    forget_offers()
    all_at_once(bookers, do="offer-freed", now=daytime())
    asked = list(WaitingOffer.objects.values_list("wish", flat=True))
    return len(asked) > len(set(asked))


def forget_offers() -> None:
    WaitingOffer.objects.all().delete()
    Hold.objects.all().delete()
