"""Bao is ill and his visits are planned again: proposed, changed, applied together, told afterwards."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.book.actions import cancel_visit
from ashi.book.taking import Clashes
from ashi.clinic.actions.leave import write_absence
from ashi.clinic.actions.replanning import CHANGED, apply_replan
from ashi.clinic.queries.replanning import Replanning
from ashi.messaging.calls import Why, waiting_calls
from ashi.messaging.models import OutboxMessage
from ashi.records.by import By
from ashi.records.models import Absence, Appointment, AuditEvent, Occupancy, Practitioner
from ashi.records.reservations import touch_facts
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

TEN = TUESDAY + timedelta(hours=2)
DANA = By("user", 1)


def colleague(clinic: cast.Clinic) -> Practitioner:
    found = cast.hire("Cleo", "Invented", number="AP 0001")
    cast.give_role(found, clinic.location, [clinic.again])
    touch_facts(clinic.location.pk)
    return found


@pytest.fixture
def cleo(clinic: cast.Clinic) -> Practitioner:
    return colleague(clinic)


def ill(clinic: cast.Clinic) -> Absence:
    start = TUESDAY - timedelta(hours=8)
    return write_absence(
        resource_id=clinic.bao.resource_id, start=start, end=start + timedelta(days=1), reason="", by=DANA
    )


def planner(clinic: cast.Clinic) -> Replanning:
    return Replanning(clinic.location, list(Appointment.objects.all()), now=timezone.now())


def moves(asked: Replanning) -> list:  # type: ignore[type-arg]
    pairs = zip(asked.visits, asked.plan.places, strict=True)
    return [(visit, asked.plan_for(visit, place.choice)) for visit, place in pairs if place]  # type: ignore[arg-type]


def form(page: str) -> dict[str, str]:
    """What the page would send as it stands."""
    sent = dict(re.findall(r'name="(seen-\d+)" value="(\d+)"', page))
    for name, body in re.findall(r'<select id="[^"]+" [^>]*name="([^"]+)">(.*?)</select>', page, re.DOTALL):
        found = re.search(r'value="([^"]*)" selected', body)
        assert found
        sent[name] = unescape(found[1])
    return sent


def test_somebody_else_at_the_same_time_is_proposed_and_applied(
    clinic: cast.Clinic, cleo: Practitioner, dana: Client
) -> None:
    visit = cast.booked(clinic, TEN)
    absence = ill(clinic)
    told = OutboxMessage.objects.count()
    address = reverse("clinic:replan_absence", args=[absence.pk])
    assert address in dana.get(reverse("clinic:leave")).content.decode()
    page = dana.get(address).content.decode()
    assert "Same time, another person" in page
    assert dana.post(address, form(page))["Location"] == reverse("clinic:leave")
    visit.refresh_from_db()
    assert (visit.practitioner, visit.start) == (cleo, TEN)
    news = OutboxMessage.objects.order_by("pk")[told:]
    assert [(one.kind, one.send_after - one.created_at) for one in news] == [("change", timedelta(minutes=3))]
    assert AuditEvent.objects.get(action="replan").detail == {"moved": 1, "to_call": 0}


def test_with_nobody_else_it_is_another_day_with_the_same_person(clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    ill(clinic)
    (row,) = planner(clinic).rows()
    assert row.place is not None
    assert (row.place.reason, row.place.moved) == ("other-day", 0)


def test_who_is_to_be_called_stands_first_on_the_call_list_and_is_settled_by_a_move(
    clinic: cast.Clinic, cleo: Practitioner, dana: Client
) -> None:
    visit = cast.booked(clinic, TEN)
    absence = ill(clinic)
    address = reverse("clinic:replan_absence", args=[absence.pk])
    sent = form(dana.get(address).content.decode()) | {f"visit-{visit.pk}": "call"}
    assert dana.post(address, sent)["Location"] == reverse("clinic:todo")
    dana.post(address, sent)  # pressed twice: one call
    (call,) = waiting_calls(clinic.location, now=timezone.now())
    assert (call.why, call.appointment_id) == (Why.UNPLACED, visit.pk)
    assert "no other time was found" in dana.get(reverse("clinic:todo")).content.decode()
    apply_replan(location=clinic.location, moves=moves(planner(clinic)), by=DANA)
    assert waiting_calls(clinic.location, now=timezone.now()) == []


def test_when_one_was_cancelled_meanwhile_nothing_is_done_and_it_is_named(
    clinic: cast.Clinic, cleo: Practitioner, dana: Client
) -> None:
    first = cast.booked(clinic, TEN)
    second = cast.booked(clinic, TEN + timedelta(hours=2), patient=cast.ana(name="Eva Invented", email="e@e.invalid"))
    absence = ill(clinic)
    address = reverse("clinic:replan_absence", args=[absence.pk])
    sent = form(dana.get(address).content.decode())
    proposed = moves(planner(clinic))
    cancel_visit(appointment=second, by=DANA)
    before = list(Occupancy.objects.order_by("pk").values()), OutboxMessage.objects.count()
    with pytest.raises(Clashes) as refused:
        apply_replan(location=clinic.location, moves=proposed, by=DANA)
    assert [(one.number, one.kinds) for one in refused.value.clashes] == [(1, (CHANGED,))]
    answer = dana.post(address, sent)
    assert answer.status_code == 409
    assert "Moved or cancelled in the meantime: Eva Invented." in answer.content.decode()
    assert (list(Occupancy.objects.order_by("pk").values()), OutboxMessage.objects.count()) == before
    first.refresh_from_db()
    assert first.practitioner == clinic.bao


def test_when_a_time_was_taken_meanwhile_nothing_is_done(clinic: cast.Clinic, cleo: Practitioner) -> None:
    visit = cast.booked(clinic, TEN)
    ill(clinic)
    proposed = moves(planner(clinic))
    write_absence(resource_id=cleo.resource_id, start=TEN, end=TEN + timedelta(hours=1), reason="", by=DANA)
    with pytest.raises(Clashes) as refused:
        apply_replan(location=clinic.location, moves=proposed, by=DANA)
    assert [one.kinds for one in refused.value.clashes] == [("practitioner",)]
    visit.refresh_from_db()
    assert visit.practitioner == clinic.bao


@pytest.mark.parametrize("sent", ["", "1", "a:b:c:d", "1:2:3:4", "99999999999:1:1:", "1:1:1:1:1", "٣:1:1:"])
def test_what_is_no_place_is_refused(sent: str, clinic: cast.Clinic, dana: Client) -> None:
    visit = cast.booked(clinic, TEN)
    address = reverse("clinic:replan_absence", args=[ill(clinic).pk])
    answer = dana.post(address, {f"visit-{visit.pk}": sent, f"seen-{visit.pk}": "0"})
    assert answer.status_code == 409
    assert visit.patient.name in answer.content.decode()


def test_thirty_visits_are_planned_again_at_once(clinic: cast.Clinic, dana: Client) -> None:
    starts = [TEN + timedelta(days=day, hours=hour) for day in (0, 1, 2, 3, 6) for hour in range(6)]
    for number, start in enumerate(starts):
        cast.booked(clinic, start, patient=cast.ana(name=f"Person {number}", email=f"p{number}@example.invalid"))
    cleo = colleague(clinic)
    absence = write_absence(
        resource_id=clinic.bao.resource_id, start=TUESDAY, end=TUESDAY + timedelta(days=8), reason="", by=DANA
    )
    told = OutboxMessage.objects.count()
    address = reverse("clinic:replan_absence", args=[absence.pk])
    assert dana.post(address, form(dana.get(address).content.decode())).status_code == 302
    news = list(OutboxMessage.objects.order_by("pk")[told:])
    assert {one.appointment_id for one in news} == set(Appointment.objects.values_list("pk", flat=True))
    assert len(news) == 30
    assert all(one.send_after == one.created_at + timedelta(minutes=3) for one in news if one.kind == "change")
    assert Appointment.objects.filter(practitioner=cleo).count() == 30
