"""Another time for a visit: the same week, one question, all of it or nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from ashi.messaging.models import OutboxMessage
from ashi.records.models import Appointment, AppointmentEvent, ScreenResult
from ashi.records.reservations import touch_facts
from tests import cast
from tests.integration.book.walking import Visitor, private_page, times_on, written


@pytest.fixture
def visit(clinic: cast.Clinic, ten: datetime) -> Appointment:
    return Visitor().book(ten)


def move(client: Client, visit: Appointment, to: datetime, **changes: str) -> Any:
    sent = {"to": written(to), "sequence": str(visit.sequence), **changes}
    return client.post(f"{private_page(visit)}move/", sent)


def test_a_chosen_time_is_asked_about_before_anything_moves(visit: Appointment, client: Client, ten: datetime) -> None:
    page = client.get(f"{private_page(visit)}move/")
    to = f"{private_page(visit)}move/?to={times_on(page)[0]}"
    assert f'href="{to}"' in page.content.decode()
    question = client.get(to)
    assert "Move it to this time?" in question.content.decode()
    visit.refresh_from_db()
    assert visit.start == ten


def test_yes_moves_it_and_the_patient_is_told(visit: Appointment, client: Client, ten: datetime) -> None:
    answer = move(client, visit, ten + timedelta(days=1))
    assert "Your visit is moved." in client.get(answer["Location"]).content.decode()
    visit.refresh_from_db()
    assert (visit.start, visit.sequence) == (ten + timedelta(days=1), 1)
    assert OutboxMessage.objects.filter(kind="change").count() == 1
    event = AppointmentEvent.objects.get(kind="moved")
    assert (event.by, event.detail["late"]) == (f"patient:{visit.patient_id}", False)


def test_a_visit_does_not_stand_in_its_own_way(visit: Appointment, client: Client, ten: datetime) -> None:
    offered = times_on(client.get(f"{private_page(visit)}move/", {"day": f"{ten:%Y-%m-%d}"}))
    assert written(ten + timedelta(minutes=10)) in offered
    assert written(ten) not in offered
    assert move(client, visit, ten + timedelta(minutes=10)).status_code == 302
    visit.refresh_from_db()
    assert visit.start == ten + timedelta(minutes=10)


def test_others_still_stand_in_its_way(visit: Appointment, client: Client, ten: datetime) -> None:
    Visitor().book(ten + timedelta(hours=1), name="Bo", email="bo@example.invalid")
    offered = times_on(client.get(f"{private_page(visit)}move/", {"day": f"{ten:%Y-%m-%d}"}))
    assert written(ten + timedelta(hours=1)) not in offered
    assert written(ten + timedelta(minutes=50)) not in offered


def test_inside_the_window_a_move_is_said_to_be_late_and_recorded(visit: Appointment, client: Client) -> None:
    with time_machine.travel(visit.start - timedelta(hours=20)):
        assert "This is late." in client.get(f"{private_page(visit)}move/").content.decode()
        assert move(client, visit, visit.start + timedelta(days=1)).status_code == 302
    assert AppointmentEvent.objects.get(kind="moved").detail["late"] is True


def test_a_second_press_moves_nothing_more(visit: Appointment, client: Client, ten: datetime) -> None:
    for _press in range(2):
        assert move(client, visit, ten + timedelta(days=1))["Location"].endswith("?done=moved")
    assert AppointmentEvent.objects.filter(kind="moved").count() == 1


def test_a_page_that_has_become_old_changes_nothing(visit: Appointment, client: Client, ten: datetime) -> None:
    move(client, visit, ten + timedelta(days=1))
    answer = move(client, visit, ten + timedelta(days=2))
    assert "has changed in the meantime" in client.get(answer["Location"]).content.decode()
    visit.refresh_from_db()
    assert visit.start == ten + timedelta(days=1)


def test_a_time_that_has_gone_leaves_the_visit_and_offers_the_nearest_in_one_press(
    visit: Appointment, client: Client, ten: datetime
) -> None:
    wanted = ten + timedelta(hours=3)
    Visitor().keep(wanted)
    assert client.get(f"{private_page(visit)}move/", {"to": written(wanted)}).status_code == 409
    answer = move(client, visit, wanted)
    assert answer.status_code == 409
    visit.refresh_from_db()
    assert visit.start == ten
    assert answer.content.count(b'name="to" value="') == 3
    assert move(client, visit, answer.context["nearest"][0].starts_at).status_code == 302


def test_somebody_elses_times_can_be_asked_for(
    visit: Appointment, clinic: cast.Clinic, client: Client, ten: datetime
) -> None:
    mei = cast.hire("Mei", "Invented", number="AP 0009")
    cast.give_role(mei, clinic.location, [clinic.again])
    touch_facts(clinic.location.pk)
    Visitor().keep(ten + timedelta(hours=3))
    assert move(client, visit, ten + timedelta(hours=3)).status_code == 409
    answer = move(client, visit, ten + timedelta(hours=3), **{"with": "anyone"})
    assert answer.status_code == 302
    visit.refresh_from_db()
    assert visit.practitioner == mei


def test_a_provisional_visit_cannot_be_moved_to_within_a_day(clinic: cast.Clinic, client: Client) -> None:
    monday = cast.next_weekday(0, datetime.min.time().replace(hour=9, minute=30), after=datetime.now(UTC))
    with time_machine.travel(monday, tick=False):
        visit = Visitor(result=ScreenResult.URGENT).book(monday + timedelta(hours=28))
        assert move(client, visit, monday + timedelta(hours=4)).status_code == 409
        assert move(client, visit, monday + timedelta(hours=48)).status_code == 302


@pytest.mark.parametrize(
    ("sent", "status"),
    [({}, 400), ({"to": "soon", "sequence": "0"}, 400), ({"to": "2026-11-24T15:10Z", "sequence": "x"}, 400)],
)
def test_a_tampered_form_is_a_400(visit: Appointment, client: Client, sent: dict[str, str], status: int) -> None:
    assert client.post(f"{private_page(visit)}move/", sent).status_code == status


@pytest.mark.parametrize("query", [{"to": "soon"}, {"week": "2999-01-01"}, {"day": "x"}, {"week": "2020-01-01"}])
def test_an_address_that_leads_nowhere_is_a_404(visit: Appointment, client: Client, query: dict[str, str]) -> None:
    assert client.get(f"{private_page(visit)}move/", query).status_code == 404


def test_a_kind_of_visit_that_is_no_longer_there_is_moved_by_phone(
    visit: Appointment, clinic: cast.Clinic, client: Client
) -> None:
    clinic.again.phases.all().delete()
    touch_facts(clinic.location.pk)
    page = client.get(f"{private_page(visit)}move/").content.decode()
    assert "cannot be moved online" in page
    assert "cannot be moved online" in move(client, visit, visit.start + timedelta(days=1)).content.decode()
