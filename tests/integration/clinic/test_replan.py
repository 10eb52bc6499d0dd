"""Bao is ill and his visits are planned again: proposed, changed, applied together, told afterwards."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.book.actions import cancel_visit
from ashi.book.taking import Clashes
from ashi.clinic.actions.leave import close, write_absence
from ashi.clinic.actions.replanning import CHANGED, apply_replan
from ashi.clinic.actions.replanning_back import undo_replan
from ashi.clinic.actions.undo import TooLate
from ashi.clinic.queries.replanning import Replanning
from ashi.messaging.calls import Why, waiting_calls
from ashi.messaging.models import OutboxMessage
from ashi.messaging.sending import send_due
from ashi.records.by import SYSTEM, By
from ashi.records.models import Absence, Appointment, AuditEvent, Occupancy, Practitioner, Room
from ashi.records.reservations import touch_facts
from tests import cast
from tests.integration.book.walking import private_page
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
    detail = AuditEvent.objects.get(action="replan").detail
    assert (detail["moved"], detail["to_call"], len(detail["events"]), detail["calls"]) == (1, 0, 1, [])


def test_with_nobody_else_it_is_another_day_with_the_same_person(clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    ill(clinic)
    (row,) = planner(clinic).rows()
    assert row.place is not None
    assert (row.place.reason, row.place.moved) == ("other-day", 0)


@pytest.mark.parametrize("keeps", ["", "time", "person"])
def test_before_anybody_is_called_it_is_somebody_else_on_another_day_for_who_does_not_keep_to_the_person(
    clinic: cast.Clinic, cleo: Practitioner, dana: Client, keeps: str
) -> None:
    """Bao is away for a month, and Cleo only comes on Thursdays."""
    cleo.roles.get().weekly_hours.exclude(weekday=3).delete()
    touch_facts(clinic.location.pk)
    visit = cast.booked(clinic, TEN, patient=cast.ana(keeps=keeps))
    away = {"start": TUESDAY - timedelta(hours=8), "end": TUESDAY + timedelta(days=30)}
    absence = write_absence(resource_id=clinic.bao.resource_id, **away, reason="", by=DANA)
    address = reverse("clinic:replan_absence", args=[absence.pk])
    page = dana.get(address).content.decode()
    assert ("Another person, another day: nothing nearer is free" in page) == (keeps != "person")
    assert ("Nobody is free" in page) == (keeps == "person")
    assert dana.post(address, form(page)).status_code == 302
    visit.refresh_from_db()
    if keeps == "person":
        assert (visit.practitioner, visit.start) == (clinic.bao, TEN)
        assert [call.why for call in waiting_calls(clinic.location, now=timezone.now())] == [Why.UNPLACED]
    else:
        assert (visit.practitioner, visit.start) == (cleo, TEN + timedelta(days=2))


def test_where_the_desk_itself_puts_a_visit_farther_nobody_says_that_nothing_nearer_is_free(
    clinic: cast.Clinic, cleo: Practitioner
) -> None:
    visit = cast.booked(clinic, TEN)
    ill(clinic)
    cell = int((TEN + timedelta(days=1)).timestamp()) // 300
    wanted = {visit.pk: (cell, cleo.pk, visit.room_id, None)}
    (row,) = planner(clinic).rows(wanted)
    assert row.place is not None
    assert (row.place.reason, row.is_last_resort) == ("other-person-other-day", False)


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


@pytest.mark.parametrize(("keeps", "expected"), [("", "cleo"), ("time", "cleo"), ("person", "bao")])
def test_each_patient_gets_what_they_said_they_would_rather_keep(
    keeps: str, expected: str, clinic: cast.Clinic, cleo: Practitioner, dana: Client
) -> None:
    visit = cast.booked(clinic, TEN)
    page = reverse("clinic:person", args=[visit.patient_id])
    dana.post(page, {"name": visit.patient.name, "language": "en", "email": visit.patient.email, "keeps": keeps})
    absence = ill(clinic)
    (row,) = Replanning(clinic.location, [Appointment.objects.get()], now=timezone.now()).rows()
    assert row.place is not None
    person = {"cleo": cleo, "bao": clinic.bao}[expected]
    assert row.place.choice[1] == person.pk  # type: ignore[index]
    said = "Would rather keep the acupuncturist" in dana.get(reverse("clinic:replan_absence", args=[absence.pk])).text
    assert said == (keeps == "person")


def test_the_patient_says_it_on_their_own_page(client: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    page = private_page(visit)
    assert "Rather Bao Tran" in client.get(page).text
    assert client.post(f"{page}rather/", {"keeps": "cheese"}).status_code == 302
    answer = client.post(f"{page}rather/", {"keeps": "person"})
    visit.patient.refresh_from_db()
    assert visit.patient.keeps == "person"
    shown = client.get(answer["Location"]).text
    assert "we look for that first" in shown
    assert "You have said: rather Bao Tran" in shown
    assert client.get(f"{page}rather/").status_code == 405


def two_hit(clinic: cast.Clinic) -> tuple[Appointment, Appointment]:
    first = cast.booked(clinic, TEN)
    later = TEN + timedelta(hours=2)
    return first, cast.booked(clinic, later, patient=cast.ana(name="Eva Invented", email="e@e.invalid"))


def test_a_proposal_is_edited_looked_at_and_only_then_applied(
    clinic: cast.Clinic, cleo: Practitioner, dana: Client
) -> None:
    first, second = two_hit(clinic)
    address = reverse("clinic:replan_absence", args=[ill(clinic).pk])
    page = dana.get(address).content.decode()
    other, *_ = re.findall(rf'value="({int(TEN.timestamp()) // 300 + 12}:{cleo.pk}:[^"]*)"', page)
    sent = form(page) | {f"visit-{first.pk}": other}
    looked = dana.post(address, sent | {"look": "again"})
    assert looked.status_code == 200
    assert form(looked.text)[f"visit-{first.pk}"] == other
    assert "60 minutes later" in looked.text
    assert not OutboxMessage.objects.filter(kind="change").exists()
    assert dana.post(address, form(looked.text)).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.start, second.start) == (TEN + timedelta(hours=1), TEN + timedelta(hours=2))


def test_two_visits_that_were_put_onto_one_time_are_named_and_nothing_is_lost_or_done(
    clinic: cast.Clinic, cleo: Practitioner, dana: Client
) -> None:
    first, second = two_hit(clinic)
    address = reverse("clinic:replan_absence", args=[ill(clinic).pk])
    sent = form(dana.get(address).content.decode())
    sent[f"visit-{second.pk}"] = sent[f"visit-{first.pk}"]
    answer = dana.post(address, sent)
    assert answer.status_code == 409
    assert "Put one of them elsewhere: Ana Invented, Eva Invented." in answer.text
    assert form(answer.text)[f"visit-{second.pk}"].split(":")[:2] == sent[f"visit-{first.pk}"].split(":")[:2]
    assert dana.post(address, sent | {"look": "again"}).status_code == 200
    assert {visit.practitioner for visit in Appointment.objects.all()} == {clinic.bao}


def test_a_room_is_flooded_and_the_power_is_off_till_noon(clinic: cast.Clinic, dana: Client) -> None:
    first, second = two_hit(clinic)
    room = first.room
    flood = write_absence(resource_id=room.resource_id, start=TUESDAY, end=TEN + timedelta(hours=9), reason="", by=DANA)
    page = dana.get(reverse("clinic:replan_absence", args=[flood.pk])).text
    assert "Same time and person, another room" in page
    assert dana.post(reverse("clinic:replan_absence", args=[flood.pk]), form(page)).status_code == 302
    first.refresh_from_db()
    assert (first.start, first.practitioner, first.room == room) == (TEN, clinic.bao, False)
    noon = TUESDAY + timedelta(hours=4)
    dark = close(location=clinic.location, start=TUESDAY, end=noon, reason_en="Power", reason_es="", by=DANA)
    address = reverse("clinic:replan_closure", args=[dark.pk])
    assert dana.post(address, form(dana.get(address).text)).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.start >= noon
    assert second.start == noon


def test_for_three_minutes_all_of_it_is_taken_back_at_once_and_nobody_is_told(
    clinic: cast.Clinic, cleo: Practitioner, dana: Client, clock: time_machine.Traveller
) -> None:
    first, second = two_hit(clinic)
    address = reverse("clinic:replan_absence", args=[ill(clinic).pk])
    cell = int(TEN.timestamp()) // 300
    # The first goes to where the second was: the one stands in the other's way back.
    sent = form(dana.get(address).text) | {f"visit-{first.pk}": f"{cell + 24}:{cleo.pk}:{second.room_id}:"}
    sent[f"visit-{second.pk}"] = f"{cell + 36}:{cleo.pk}:{second.room_id}:"
    before = list(Appointment.objects.order_by("pk").values("start", "practitioner", "room", "qualification"))
    assert dana.post(address, sent)["Location"] == reverse("clinic:leave")
    assert list(Appointment.objects.order_by("pk").values("start", "practitioner", "room", "qualification")) != before
    page = dana.get(reverse("clinic:todo")).text
    assert "2 visits are planned again. Nobody has been told yet." in page
    undo = reverse("clinic:undo_noted", args=[AuditEvent.objects.get(action="replan").pk])
    assert undo in page
    assert dana.post(undo).status_code == 302
    assert list(Appointment.objects.order_by("pk").values("start", "practitioner", "room", "qualification")) == before
    assert waiting_calls(clinic.location, now=timezone.now()) == []
    clock.shift(timedelta(minutes=4))
    send_due(now=timezone.now())
    assert not OutboxMessage.objects.filter(kind="change", sent_at__isnull=False).exists()
    assert dana.post(undo).status_code == 409  # once is enough
    assert (
        Occupancy.objects.filter(appointment__isnull=False).count() == 8
    )  # of two visits: a room and a patient, twice


def test_what_has_changed_since_or_is_somebody_elses_is_not_taken_back(
    clinic: cast.Clinic, cleo: Practitioner, dana: Client, olga: Client
) -> None:
    first, second = two_hit(clinic)
    ill(clinic)
    noted = apply_replan(location=clinic.location, moves=moves(planner(clinic)), by=DANA)
    assert olga.post(reverse("clinic:undo_noted", args=[noted.pk])).status_code == 409
    cancel_visit(appointment=Appointment.objects.get(pk=second.pk), by=SYSTEM)
    with pytest.raises(TooLate):
        undo_replan(noted=noted, by=DANA)
    first.refresh_from_db()
    assert first.practitioner == cleo


def test_who_is_called_stays_where_they_are_and_nobody_is_put_there(clinic: cast.Clinic, dana: Client) -> None:
    """Given one room and a colleague who does only what one of the two comes for."""
    Room.objects.filter(pk=clinic.rooms[1].pk).update(active=False)
    touch_facts(clinic.location.pk)
    electro = cast.booked(clinic, TEN, service=clinic.electro)
    other = cast.booked(clinic, TEN + timedelta(hours=1), patient=cast.ana(name="Eva Invented", email="e@e.invalid"))
    cleo = colleague(clinic)
    away = write_absence(
        resource_id=clinic.bao.resource_id, start=TUESDAY, end=TUESDAY + timedelta(days=20), reason="", by=DANA
    )
    address = reverse("clinic:replan_absence", args=[away.pk])
    sent = form(dana.get(address).text)
    assert sent[f"visit-{electro.pk}"] == "call"
    assert int(TEN.timestamp()) // 300 not in {int(one) for one in re.findall(r'value="(\d+):', dana.get(address).text)}
    onto_it = sent | {f"visit-{other.pk}": f"{int(TEN.timestamp()) // 300}:{cleo.pk}:{electro.room_id}:"}
    answer = dana.post(address, onto_it)
    assert answer.status_code == 409
    assert "Put one of them elsewhere: Eva Invented." in answer.text
    assert dana.post(address, sent)["Location"] == reverse("clinic:todo")
    other.refresh_from_db()
    assert other.practitioner == cleo
