"""The waiting list: an earlier time is kept for whoever wished first, and only a button takes it."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from ashi.book.actions import hold_time
from ashi.book.waiting import OfferOver, accept, decline, join, leave, offer_freed
from ashi.messaging.mail import compose
from ashi.messaging.models import OutboxMessage
from ashi.messaging.sending import send_due
from ashi.records.by import SYSTEM, By
from ashi.records.models import (
    Appointment,
    AuditEvent,
    Hold,
    OfferOutcome,
    WaitingOffer,
    WaitingWish,
    WishStatus,
)
from tests import cast
from tests.integration.book.walking import private_page

WISH = {"weekdays": [0, 1, 2, 3, 4], "from_time": time(0), "to_time": time.max, "practitioner": None}
BY = By("patient", 1)


@pytest.fixture
def noon(ten: datetime) -> Any:
    """Noon in Miami, the day before the Tuesday: somebody may be asked."""
    with time_machine.travel(ten - timedelta(hours=22), tick=False):
        yield timezone.now()


def waits(clinic: cast.Clinic, start: datetime, **changes: object) -> WaitingWish:
    patient = cast.ana(email=f"p{WaitingWish.objects.count()}@example.invalid")
    visit = cast.booked(clinic, start, patient=patient)
    return join(visit=visit, wishes={**WISH, **changes}, by=BY, now=timezone.now())


def asked() -> list[WaitingOffer]:
    offer_freed(now=timezone.now(), by=SYSTEM)
    return list(WaitingOffer.objects.filter(outcome=OfferOutcome.OPEN).order_by("pk"))


def test_a_time_is_kept_for_half_an_hour_and_a_neutral_mail_says_so(
    clinic: cast.Clinic, ten: datetime, noon: datetime
) -> None:
    wish = waits(clinic, ten + timedelta(days=7), weekdays=[1], from_time=time(10), to_time=time(10, 1))
    (offer,) = asked()
    hold = Hold.objects.get(key=offer.hold_key)
    assert (offer.wish, offer.start, offer.expires_at) == (wish, ten, noon + timedelta(minutes=30))
    assert (hold.start, hold.expires_at) == (ten, offer.expires_at)
    mail = compose(OutboxMessage.objects.get(kind="link"), now=noon)
    assert "an earlier time for your visit" in mail.subject
    assert "10:00" in mail.body
    assert private_page(wish.visit) in mail.body
    assert not mail.attachments
    assert asked() == [offer]  # they are asked once


def test_the_clinic_says_how_long_it_is_kept(clinic: cast.Clinic, ten: datetime, noon: datetime) -> None:
    type(clinic.location).objects.update(offer_minutes=45)
    waits(clinic, ten + timedelta(days=7))
    assert asked()[0].expires_at == noon + timedelta(minutes=45)


def test_yes_moves_the_visit_and_gives_its_old_time_back(client: Client, clinic: cast.Clinic, ten, noon) -> None:
    wish = waits(clinic, ten + timedelta(days=7), weekdays=[1])
    (offer,) = asked()
    answer = client.post(f"{private_page(wish.visit)}earlier/{offer.pk}/yes/")
    assert "Your visit is moved." in client.get(answer["Location"]).content.decode()
    wish.refresh_from_db()
    offer.refresh_from_db()
    assert (wish.visit.start, wish.status, offer.outcome) == (offer.start, WishStatus.GRANTED, OfferOutcome.ACCEPTED)
    assert not Hold.objects.exists()
    assert OutboxMessage.objects.filter(kind="change").count() == 1
    assert clinic.search(now=noon).plan_at(int((ten + timedelta(days=7)).timestamp()) // 300)
    assert AuditEvent.objects.filter(action="waiting.accepted", patient_id=wish.visit.patient_id).exists()


def test_looking_changes_nothing(client: Client, clinic: cast.Clinic, ten: datetime, noon: datetime) -> None:
    wish = waits(clinic, ten + timedelta(days=7))
    (offer,) = asked()
    page = private_page(wish.visit)
    assert "Take this time" in client.get(page).content.decode()
    for name in ("yes", "no"):
        assert client.get(f"{page}earlier/{offer.pk}/{name}/").status_code == 405
    assert client.get(f"{page}earlier/no-more/").status_code == 405
    offer.refresh_from_db()
    assert offer.outcome == OfferOutcome.OPEN


def test_nobody_takes_what_is_kept_for_somebody_else(client: Client, clinic: cast.Clinic, ten, noon) -> None:
    waits(clinic, ten + timedelta(days=7))
    other = waits(clinic, ten + timedelta(days=8))
    mine, _ = asked()
    answer = client.post(f"{private_page(other.visit)}earlier/{mine.pk}/yes/")
    assert answer["Location"].endswith("?done=gone")
    mine.refresh_from_db()
    assert mine.outcome == OfferOutcome.OPEN


def test_what_one_does_not_want_goes_to_the_next_in_order(clinic: cast.Clinic, ten: datetime, noon: datetime) -> None:
    only = {"latest": ten.date(), "from_time": time(10), "to_time": time(10, 1)}
    first = waits(clinic, ten + timedelta(days=7, hours=1), **only)
    second = waits(clinic, ten + timedelta(days=7, hours=3), **only)
    (offer,) = asked()
    assert offer.wish == first
    decline(offer=offer, by=BY)
    with pytest.raises(OfferOver):
        decline(offer=offer, by=BY)
    again = [each for each in asked() if each.start == ten]
    assert [each.wish for each in again] == [second]


def test_what_nobody_answers_goes_to_the_next_in_order(clinic: cast.Clinic, ten: datetime, noon: datetime) -> None:
    only = {"latest": ten.date(), "from_time": time(10), "to_time": time(10, 1)}
    waits(clinic, ten + timedelta(days=7, hours=1), **only)
    second = waits(clinic, ten + timedelta(days=7, hours=3), **only)
    (offer,) = asked()
    with time_machine.travel(offer.expires_at, tick=False):
        with pytest.raises(OfferOver):
            accept(offer=offer, by=BY)
        assert [each.wish for each in asked() if each.start == ten] == [second]
    offer.refresh_from_db()
    assert offer.outcome == OfferOutcome.EXPIRED


def test_a_mail_that_comes_too_late_is_not_sent(clinic: cast.Clinic, ten: datetime, noon: datetime) -> None:
    waits(clinic, ten + timedelta(days=7))
    (offer,) = asked()
    OutboxMessage.objects.exclude(kind="link").update(sent_at=noon)
    send_due(now=offer.expires_at)
    assert OutboxMessage.objects.get(kind="link").withdrawn_at == offer.expires_at


def test_at_night_nobody_is_asked(clinic: cast.Clinic, ten: datetime, noon: datetime) -> None:
    waits(clinic, ten + timedelta(days=7))
    with time_machine.travel(noon + timedelta(hours=8), tick=False):
        assert asked() == []
    with time_machine.travel(noon + timedelta(hours=7, minutes=59), tick=False):
        assert len(asked()) == 1


def test_a_time_that_somebody_else_has_is_not_offered(clinic: cast.Clinic, ten: datetime, noon: datetime) -> None:
    plan = clinic.plan(ten, now=noon)
    hold_time(plan=plan, visitor="x" * 64, clearance=None, by=BY, screen_later=True)
    waits(clinic, ten + timedelta(days=7), weekdays=[1], from_time=time(10), to_time=time(10, 1))
    assert [offer for offer in asked() if offer.start == ten] == []


def test_who_waits_no_longer_gives_back_what_was_kept(clinic: cast.Clinic, ten: datetime, noon: datetime) -> None:
    wish = waits(clinic, ten + timedelta(days=7))
    assert len(asked()) == 1
    leave(wish=wish, by=BY)
    assert asked() == []
    assert not Hold.objects.exists()
    wish.refresh_from_db()
    assert wish.status == WishStatus.LEFT


def test_a_visit_that_is_cancelled_waits_for_nothing(client: Client, clinic: cast.Clinic, ten, noon) -> None:
    wish = waits(clinic, ten + timedelta(days=7))
    (offer,) = asked()
    client.post(f"{private_page(wish.visit)}cancel/")
    with pytest.raises(OfferOver):
        accept(offer=offer, by=BY)
    assert asked() == []
    wish.refresh_from_db()
    assert (wish.status, Hold.objects.count()) == (WishStatus.OVER, 0)


def test_the_form_makes_a_wish_and_says_what_is_wrong(client: Client, clinic: cast.Clinic, ten, noon) -> None:
    visit = cast.booked(clinic, ten + timedelta(days=7))
    page = f"{private_page(visit)}earlier/"
    assert client.post(page, {"who": "same"}).status_code == 422
    assert client.post(page, {"who": "same", "part": "morning", "day": ["1"]}).status_code == 302
    wish = WaitingWish.objects.get()
    assert (wish.practitioner_id, wish.weekdays, wish.to_time) == (clinic.bao.pk, [1], time(12))
    assert "You wait for an earlier time" in client.get(private_page(visit)).content.decode()
    assert client.post(page, {"who": "anyone", "part": "any"}).status_code == 302
    wish.refresh_from_db()
    assert (wish.practitioner_id, wish.weekdays) == (None, [0, 1, 2, 3, 4])


def test_a_wish_names_anybody_who_does_the_visit_and_days_between_which_it_may_be(client: Client, clinic, ten) -> None:
    cleo, dee = (cast.hire(name, "Invented", number=f"AP {name}") for name in ("Cleo", "Dee"))
    cast.give_role(cleo, clinic.location, [clinic.again])
    cast.give_role(dee, clinic.location, [clinic.first])
    with time_machine.travel(ten - timedelta(hours=22), tick=False):
        visit = cast.booked(clinic, ten + timedelta(days=7))
        page = f"{private_page(visit)}earlier/"
        shown = client.get(page).content.decode()
        assert "Cleo Invented" in shown
        assert "Dee Invented" not in shown
        sent = {"who": str(cleo.pk), "part": "any", "earliest": ten.date().isoformat()}
        wrong = client.post(page, {**sent, "latest": (ten - timedelta(days=1)).date().isoformat()})
        assert "before the first day that suits" in wrong.content.decode()
        wrong = client.post(page, {**sent, "earliest": "2026-31-01"})
        assert "year, month and day" in wrong.content.decode()
        assert client.post(page, {**sent, "latest": ten.date().isoformat()}).status_code == 302
        wish = WaitingWish.objects.get()
        assert (wish.practitioner, wish.earliest, wish.latest) == (cleo, ten.date(), ten.date())
        (field,) = [
            line
            for line in client.get(page).content.decode().split("<input")
            if 'name="who"' in line and "checked" in line
        ]
        assert f'value="{cleo.pk}"' in field
        (offer,) = asked()
        assert (offer.practitioner, offer.start.date()) == (cleo, ten.date())


@pytest.mark.django_db
def test_the_database_refuses_a_second_wish_and_a_second_open_offer(clinic: cast.Clinic, ten, noon) -> None:
    wish = waits(clinic, ten + timedelta(days=7))
    (offer,) = asked()
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingWish.objects.create(visit=wish.visit, created_at=noon, **WISH)
    copy = {"wish": wish, "practitioner": clinic.bao, "start": ten, "offered_at": noon, "expires_at": noon}
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingOffer.objects.create(hold_key="0" * 32, **copy)
    answered = {"outcome": OfferOutcome.DECLINED, "answered_at": noon}
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingOffer.objects.create(hold_key=offer.hold_key, **copy, **answered)
    WaitingOffer.objects.create(hold_key="0" * 32, **copy, **answered)  # it was the open one that stood in the way
    assert Appointment.objects.count() == 1
