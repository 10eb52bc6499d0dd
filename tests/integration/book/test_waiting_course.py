"""A visit of a course waits for an earlier time: it comes by itself, as far as the course still holds."""

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ashi.book.actions import move_visit
from ashi.book.waiting import OfferOver, accept, decline, join, offer_freed
from ashi.core.scheduling.course.asking import Limit
from ashi.core.scheduling.course.templates import Gap
from ashi.messaging.mail import compose
from ashi.messaging.models import OutboxMessage
from ashi.records.by import SYSTEM, By
from ashi.records.models import Appointment, CarePlan, OfferOutcome, WaitingOffer, WaitingWish
from tests import cast
from tests.integration.book.coursing import course_at, visits
from tests.integration.book.test_waiting import noon  # noqa: F401
from tests.integration.book.walking import private_page

WEEKLY = Gap(7, 5, 10)
BY = By("patient", 1)
ALL_DAY = {"weekdays": list(range(7)), "from_time": time(10), "to_time": time(10, 1), "practitioner": None}


@pytest.fixture
def course(clinic: cast.Clinic, ten: datetime, noon: datetime) -> CarePlan:  # noqa: F811
    """On a Tuesday, the Wednesday of the week after and the Wednesday a week later, at ten."""
    return course_at(clinic, cast.ana(), [ten + timedelta(days=days) for days in (0, 8, 15)], WEEKLY)


def waits(visit: Appointment, **changes: object) -> WaitingWish:
    return join(visit=visit, wishes={**ALL_DAY, **changes}, by=BY, now=timezone.now())


def offered(visit: Appointment) -> list[int]:
    """By how many days each time is earlier that is offered to it, one after the other, as long as none is wanted."""
    found = []
    for _ in range(3):
        offer_freed(now=timezone.now(), by=SYSTEM)
        offer = WaitingOffer.objects.filter(outcome=OfferOutcome.OPEN, wish__visit=visit).first()
        if offer is None:
            break
        found.append((visit.start - offer.start).days)
        decline(offer=offer, by=BY)
    return found


def test_only_what_keeps_the_days_to_the_visit_before_is_offered(course: CarePlan) -> None:
    second = visits(course)[1]
    waits(second)
    assert offered(second) == [2, 1]  # five days after the first is a Sunday


def test_only_what_keeps_the_days_to_the_visit_after_is_offered(clinic: cast.Clinic, ten, course: CarePlan) -> None:
    second, third = visits(course)[1:]
    move_visit(appointment=third, plan=clinic.plan(ten + timedelta(days=17), now=timezone.now()), by=BY)
    waits(second)
    assert offered(second) == [1]


def test_what_the_payer_does_not_pay_for_is_not_offered(clinic: cast.Clinic, ten, noon) -> None:  # type: ignore[no-untyped-def]  # noqa: F811
    starts = [ten + timedelta(days=days) for days in (7, 13)]
    course = course_at(clinic, cast.ana(), starts, WEEKLY, Limit(12, 9))
    first = visits(course)[0]
    waits(first)
    assert offered(first) == [1]  # Monday; with Friday the two would be eleven days apart, both counted
    CarePlan.objects.update(limit={"visits": 12, "days": 11, "since": None, "used": 0})
    WaitingOffer.objects.all().delete()
    assert offered(first) == [4, 1]


def test_yes_moves_this_one_visit_and_the_others_stay(client: Client, course: CarePlan) -> None:
    before = [visit.start for visit in visits(course)]
    second = visits(course)[1]
    page = private_page(second)
    assert "Tell me if something earlier becomes free" in client.get(page).text
    form = client.get(f"{page}earlier/").text
    assert "only this visit moves" in form
    assert "at the earliest" in form
    late = {"who": "same", "part": "any", "latest": before[0].date().isoformat()}
    wrong = client.post(f"{page}earlier/", late)
    assert wrong.status_code == 422
    assert "this one can be on" in wrong.text
    assert client.post(f"{page}earlier/", {"who": "same", "part": "any"}).status_code == 302
    OutboxMessage.objects.all().delete()
    offer_freed(now=timezone.now(), by=SYSTEM)
    offer = WaitingOffer.objects.get()
    mail = compose(OutboxMessage.objects.get(kind="link"), now=timezone.now())
    assert page in mail.body
    assert "The other visits of your course stay where they are." in client.get(page).text
    answer = client.post(f"{page}earlier/{offer.pk}/yes/")
    assert "Your visit is moved." in client.get(answer["Location"]).text
    after = [visit.start for visit in visits(course)]
    assert after == [before[0], offer.start, before[2]]
    assert [visit.sequence for visit in visits(course)] == [0, 1, 0]
    assert OutboxMessage.objects.get(kind="change").appointment == second


def test_a_time_with_which_the_course_holds_no_longer_is_over(client: Client, clinic: cast.Clinic, ten, course) -> None:  # type: ignore[no-untyped-def]
    second, third = visits(course)[1:]
    waits(second)
    offer_freed(now=timezone.now(), by=SYSTEM)
    offer = WaitingOffer.objects.get()
    page = private_page(second)
    assert "Take this time" in client.get(page).text
    move_visit(appointment=third, plan=clinic.plan(ten + timedelta(days=17), now=timezone.now()), by=BY)
    assert "Take this time" not in client.get(page).text
    with pytest.raises(OfferOver):
        accept(offer=offer, by=BY)
    second.refresh_from_db()
    assert second.sequence == 0
    offer_freed(now=timezone.now(), by=SYSTEM)
    offer.refresh_from_db()
    assert offer.outcome == OfferOutcome.EXPIRED
    again = WaitingOffer.objects.get(outcome=OfferOutcome.OPEN)
    assert (second.start - again.start).days == 1
