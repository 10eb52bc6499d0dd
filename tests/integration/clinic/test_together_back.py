"""Several people booked as one are taken back as one, for three minutes, or not at all."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.book.actions import NotExpected, cancel_visit
from ashi.clinic.actions import undo
from ashi.clinic.actions.together_back import undo_together
from ashi.clinic.actions.undo import TooLate
from ashi.clinic.roles import by
from ashi.messaging.models import OutboxMessage
from ashi.messaging.sending import send_due
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment, AppointmentStatus, AuditEvent, Occupancy, User
from ashi.records.reservations import touch_facts
from tests import cast
from tests.integration.clinic.test_together import page_of, times


@pytest.fixture
def three(clinic: cast.Clinic, dana: Client) -> list[Appointment]:
    """Ana, Eva and Ben, booked at the desk for the same time."""
    cast.add_room(clinic.location, "Room 3")
    for number, name in enumerate(("Cleo", "Dee"), start=1):
        cast.give_role(
            cast.hire(name, "Invented", number=f"AP 000{number}"), clinic.location, [clinic.again, clinic.first]
        )
    touch_facts(clinic.location.pk)
    ana, eva = cast.ana(), cast.ana(name="Eva Invented", email="eva@example.invalid")
    ben = cast.ana(name="Ben Invented", email="", phone="+13055550102")
    address = f"{page_of(ana)}?with={eva.pk}&with={ben.pk}"
    free = times(dana.get(address).text)
    sent = {"with": [str(eva.pk), str(ben.pk)], "at": f"{free[0]:%Y-%m-%dT%H:%MZ}"}
    assert dana.post(page_of(ana), sent).status_code == 302
    found = list(Appointment.objects.order_by("pk"))
    assert len(found) == 3
    return found


def noted() -> AuditEvent:
    return AuditEvent.objects.get(action="together.booked")


def stand() -> list[bool]:
    return [visit.status != AppointmentStatus.CANCELLED for visit in Appointment.objects.order_by("pk")]


def test_all_of_it_is_taken_back_at_once_and_nobody_is_told(
    dana: Client, three: list[Appointment], clock: time_machine.Traveller
) -> None:
    page = dana.get(reverse("clinic:person", args=[three[0].patient_id])).text
    assert "Ana Invented, Eva Invented and Ben Invented are booked together for" in page
    assert "Nobody has been told yet." in page
    address = reverse("clinic:undo_noted", args=[noted().pk])
    assert address in page
    assert dana.post(address).status_code == 302
    assert stand() == [False] * 3
    assert not Occupancy.objects.exists()
    assert not any(Appointment.objects.values_list("cancelled_late", flat=True))
    send_due(now=timezone.now())
    assert not OutboxMessage.objects.filter(sent_at__isnull=False).exists()
    assert AuditEvent.objects.filter(action="together.undone").count() == 1
    assert "are booked together" not in dana.get(reverse("clinic:todo")).text
    assert dana.post(address).status_code == 409  # once is enough


def test_who_has_been_told_already_is_told_that_it_is_off(dana: Client, three: list[Appointment]) -> None:
    send_due(now=timezone.now())
    assert "Nobody has been told yet." not in dana.get(reverse("clinic:todo")).text
    dana.post(reverse("clinic:undo_noted", args=[noted().pk]))
    kinds = OutboxMessage.objects.filter(withdrawn_at=None).values_list("appointment__patient__name", "kind")
    assert sorted(kinds) == [
        ("Ana Invented", "cancellation"),
        ("Ana Invented", "confirmation"),
        ("Eva Invented", "cancellation"),
        ("Eva Invented", "confirmation"),
    ]  # nobody has called Ben yet


def test_after_three_minutes_and_by_anybody_else_nothing_is_taken_back(
    dana: Client, olga: Client, three: list[Appointment], clock: time_machine.Traveller
) -> None:
    address = reverse("clinic:undo_noted", args=[noted().pk])
    assert olga.post(address).status_code == 409
    clock.shift(timedelta(minutes=3))
    assert dana.post(address).status_code == 409
    assert "are booked together" not in dana.get(reverse("clinic:todo")).text
    assert stand() == [True] * 3


def test_what_has_happened_to_one_of_them_keeps_all(dana: Client, three: list[Appointment]) -> None:
    cancel_visit(appointment=three[1], by=SYSTEM)
    assert "are booked together" not in dana.get(reverse("clinic:todo")).text
    assert dana.post(reverse("clinic:undo_noted", args=[noted().pk])).status_code == 409
    assert stand() == [True, False, True]


def test_when_one_of_them_cannot_be_taken_back_all_stay(three: list[Appointment], monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """Whatever it is: the first has been given back in the same transaction by then."""
    real = undo.cancel_visit

    def refuses(*, appointment: Appointment, **more: object) -> Appointment:
        if appointment.pk == three[2].pk:
            raise NotExpected
        return real(appointment=appointment, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(undo, "cancel_visit", refuses)
    rows = Occupancy.objects.count()
    with pytest.raises(TooLate):
        undo_together(noted=noted(), by=by(User.objects.get(role="desk")))
    assert stand() == [True] * 3
    assert Occupancy.objects.count() == rows
    assert not OutboxMessage.objects.exclude(kind="confirmation").exists()
