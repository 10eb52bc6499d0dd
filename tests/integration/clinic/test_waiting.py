"""The waiting list at the desk: who waits, who was asked when, and those whom only a telephone reaches."""

import re
from datetime import time, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.book.waiting import decline, join, offer_freed
from ashi.messaging.calls import Why, waiting_calls
from ashi.messaging.models import OutboxMessage
from ashi.records.by import SYSTEM, By
from ashi.records.models import Appointment, Hold, WaitingOffer, WaitingWish
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

NEXT_WEEK = TUESDAY + timedelta(days=7, hours=2)
WISH = {"weekdays": [1], "from_time": time(0), "to_time": time.max, "practitioner": None}


def waits(clinic: cast.Clinic, start=NEXT_WEEK, **contact: str) -> WaitingWish:  # type: ignore[no-untyped-def]
    visit = cast.booked(clinic, start, patient=cast.ana(**contact))
    return join(visit=visit, wishes=WISH, by=By("patient", 1), now=timezone.now())


def ask() -> WaitingOffer:
    offer_freed(now=timezone.now(), by=SYSTEM)
    return WaitingOffer.objects.latest("pk")


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page)).replace("\xa0", " ")


def test_the_desk_sees_who_waits_in_order_and_who_was_asked_when(dana: Client, clinic: cast.Clinic) -> None:
    waits(clinic)
    waits(clinic, NEXT_WEEK + timedelta(hours=2), name="Bert (invented)")
    offer = ask()
    page = words(dana.get(reverse("clinic:waiting")).content.decode())
    assert page.index("1. Ana Invented") < page.index("2. Bert (invented)")
    assert "Tuesday, Any time, Whoever is free" in page
    assert "kept until 8:30 am" in page
    assert "2 people would like to come earlier" in dana.get(reverse("clinic:todo")).content.decode()
    decline(offer=WaitingOffer.objects.earliest("pk"), by=SYSTEM)
    page = words(dana.get(reverse("clinic:waiting")).content.decode())
    assert "not wanted, 8 am" in page
    assert offer.wish.visit.patient.name == "Bert (invented)"


def test_whoever_only_has_a_telephone_is_called_and_the_desk_moves_the_visit(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, NEXT_WEEK, patient=cast.ana(email=""))
    OutboxMessage.objects.update(called_at=timezone.now(), called_by="user:1")
    page = reverse("clinic:earlier", args=[visit.pk])
    assert "comes onto the list of calls" in dana.get(page).content.decode()
    assert dana.post(page, {"part": "any"}).status_code == 422
    assert dana.post(page, {"who": "same", "part": "any", "day": ["1"]}).status_code == 302
    offer = ask()
    (call,) = waiting_calls(clinic.location, now=timezone.now())
    assert call.why == Why.OFFER
    shown = words(dana.get(reverse("clinic:todo")).content.decode())
    assert "An earlier time is kept for them until 8:30 am" in shown
    with time_machine.travel(offer.expires_at, tick=False):
        assert waiting_calls(clinic.location, now=timezone.now()) == []
    assert dana.post(reverse("clinic:waiting_yes", args=[offer.pk])).status_code == 302
    assert Appointment.objects.get().start == offer.start
    assert waiting_calls(clinic.location, now=timezone.now()) == []  # they have been told just now
    assert "Has an earlier time now" in dana.get(reverse("clinic:waiting")).content.decode()


@pytest.mark.parametrize("mail", ["", "ana@example.invalid"])
def test_who_does_not_want_it_is_not_told_of_it_any_more(dana: Client, clinic: cast.Clinic, mail: str) -> None:
    waits(clinic, email=mail)
    OutboxMessage.objects.update(sent_at=timezone.now())
    offer = ask()
    assert dana.post(reverse("clinic:waiting_no", args=[offer.pk])).status_code == 302
    told = OutboxMessage.objects.get(facts__has_key="offered")
    assert told.withdrawn_at == timezone.now()
    assert not Hold.objects.exists()
    again = dana.post(reverse("clinic:waiting_no", args=[offer.pk]))
    assert again.status_code == 409
    assert "That time is not kept any longer" in again.content.decode()


def test_the_desk_takes_somebody_off_the_list_and_owners_say_how_long_a_time_is_kept(
    dana: Client, olga: Client, clinic: cast.Clinic
) -> None:
    wish = waits(clinic)
    dana.post(reverse("clinic:waiting_no_more", args=[wish.pk]))
    wish.refresh_from_db()
    assert wish.status == "left"
    shown = olga.get(reverse("clinic:set_up_place", args=[clinic.location.pk])).content.decode()
    assert re.search(r'name="offer_minutes" value="30"', shown)


def test_somebody_whom_nobody_can_tell_cannot_wait(dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, NEXT_WEEK, patient=cast.ana(email="", phone=""))
    assert dana.get(reverse("clinic:earlier", args=[visit.pk])).status_code == 409
