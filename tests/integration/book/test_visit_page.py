"""The private page: what it shows, what it keeps to itself, and what becomes of a wrong or an old link."""

import logging
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar
from structlog.stdlib import ProcessorFormatter

from ashi.book.provisional import release_uncleared
from ashi.messaging.models import OutboxMessage
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment, AppointmentEvent, AppointmentStatus, Occupancy, ScreenResult, VisitLink
from tests import cast
from tests.integration.book.walking import TYPED, Visitor, private_page


@pytest.fixture
def visit(clinic: cast.Clinic, ten: datetime) -> Appointment:
    return Visitor().book(ten, **TYPED)


def test_it_shows_when_where_with_whom_and_how_to_get_there(visit: Appointment, client: Client) -> None:
    page = client.get(private_page(visit)).content.decode()
    for fact in (
        "10:00\xa0am",
        "Bao Tran, A.P.",
        "1 Invented Avenue",
        "Ground floor, no steps.",
        visit.reference,
        "$90",
    ):
        assert fact in page


def test_it_never_shows_health_or_whose_visit_it_is(visit: Appointment, client: Client) -> None:
    assert visit.clearance is not None
    visit.clearance.reasons = [{"rule": "RF08", "action": "P", "text": "secret-of-health", "soon": "", "raised_by": ""}]
    visit.clearance.answers = {"RF08": "yes"}
    visit.clearance.save()
    for page in ("", "move/", "cancel/"):
        shown = client.get(f"{private_page(visit)}{page}").content.decode()
        for secret in ("Ana Invented", "ana@example.invalid", "305-555-0142", "1984", "RF08", "secret-of-health"):
            assert secret not in shown


@pytest.mark.parametrize("path", ["", "move/", "cancel/", "visit.ics"])
def test_its_pages_leave_no_trace(visit: Appointment, client: Client, path: str) -> None:
    answer = client.get(f"{private_page(visit)}{path}")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]


def test_a_wrong_link_says_so_and_offers_to_send_the_right_one(visit: Appointment, client: Client) -> None:
    for token in ("nonsense", private_page(visit).split("/")[2][:-1], "a" * 3000):
        answer = client.get(f"/visit/{token}/")
        assert answer.status_code == 404
        assert b'href="/visit/"' in answer.content
        assert client.post(f"/visit/{token}/cancel/").status_code == 404


@pytest.mark.parametrize("what", ["revoked", "old"])
def test_a_link_that_is_over_says_so_and_opens_nothing(visit: Appointment, client: Client, what: str) -> None:
    now = datetime.now(UTC)
    VisitLink.objects.update(**({"revoked_at": now} if what == "revoked" else {"expires_at": now - timedelta(hours=1)}))
    for page in ("", "move/", "cancel/", "visit.ics"):
        answer = client.get(f"{private_page(visit)}{page}")
        assert answer.status_code == 410
        assert b"This link no longer works" in answer.content
    client.post(f"{private_page(visit)}cancel/")
    visit.refresh_from_db()
    assert visit.status == AppointmentStatus.BOOKED


def test_looking_cancels_nothing_and_one_press_does(visit: Appointment, client: Client) -> None:
    for page in ("", "move/", "cancel/", "visit.ics"):
        client.get(f"{private_page(visit)}{page}")
    visit.refresh_from_db()
    assert visit.status == AppointmentStatus.BOOKED
    answer = client.post(f"{private_page(visit)}cancel/", follow=True)
    assert "Your visit is canceled." in answer.content.decode()
    visit.refresh_from_db()
    assert (visit.status, visit.cancelled_late) == (AppointmentStatus.CANCELLED, False)
    assert not Occupancy.objects.exists()
    assert AppointmentEvent.objects.get(kind="cancelled").by == f"patient:{visit.patient_id}"
    assert list(OutboxMessage.objects.values_list("kind", flat=True)) == ["confirmation", "cancellation"]


def test_a_second_press_cancels_nothing_more(visit: Appointment, client: Client) -> None:
    for _press in range(2):
        assert client.post(f"{private_page(visit)}cancel/").status_code == 302
    assert OutboxMessage.objects.filter(kind="cancellation").count() == 1


def test_inside_the_clinics_window_a_cancellation_is_said_to_be_late_and_recorded(
    visit: Appointment, client: Client
) -> None:
    with time_machine.travel(visit.start - timedelta(hours=23)):
        assert "This is late." in client.get(f"{private_page(visit)}cancel/").content.decode()
        answer = client.post(f"{private_page(visit)}cancel/", follow=True)
        assert "It was late, and that is written down." in answer.content.decode()
    visit.refresh_from_db()
    assert visit.cancelled_late
    assert AppointmentEvent.objects.get(kind="cancelled").detail == {"late": True}


def test_outside_the_window_nothing_is_called_late(visit: Appointment, client: Client) -> None:
    with time_machine.travel(visit.start - timedelta(hours=25)):
        assert "late" not in client.get(f"{private_page(visit)}cancel/").content.decode().lower().split()


def test_a_visit_that_is_over_can_no_longer_be_changed(visit: Appointment, client: Client) -> None:
    with time_machine.travel(visit.start + timedelta(days=1)):
        page = client.get(private_page(visit)).content.decode()
        assert "Your visit was" in page
        assert "cancel/" not in page
        assert client.post(f"{private_page(visit)}cancel/").status_code == 302
        assert client.get(f"{private_page(visit)}move/").status_code == 302
    visit.refresh_from_db()
    assert visit.status == AppointmentStatus.BOOKED


def test_a_provisional_visit_says_what_it_waits_for_and_a_released_one_what_became_of_it(
    clinic: cast.Clinic, ten: datetime, client: Client
) -> None:
    visitor = Visitor(result=ScreenResult.URGENT)
    visit = visitor.book(ten)
    assert "Kept for you:" in visitor.client.get(private_page(visit)).content.decode()
    assert visit.clear_by is not None
    with time_machine.travel(visit.clear_by + timedelta(minutes=1)):
        release_uncleared(now=datetime.now(UTC), by=SYSTEM)
        page = client.get(private_page(visit)).content.decode()
    assert "Canceled:" in page
    assert "Nobody with a license could clear it in time" in page


def test_why_a_time_waits_is_said_to_nobody_who_has_the_link_alone(clinic: cast.Clinic, ten: datetime) -> None:
    visitor, stranger = Visitor(result=ScreenResult.URGENT), Client()
    address = private_page(visitor.book(ten))
    why = "see a doctor as the safety check told you"
    assert why in visitor.client.get(address).content.decode()

    page = stranger.get(address).content.decode()
    assert "not confirmed yet" in page
    for told in (why, "safety check", "reads your answers", "provisional"):
        assert told not in page.split("<main")[1].split("</main")[0]
    asked = f"{address}birth-date/?to=visit:page"
    assert asked in page
    born = {"birth_month": "5", "birth_day": "2", "birth_year": "1984"}
    assert why in stranger.post(asked, born, follow=True).content.decode()


def test_the_calendar_file_holds_the_visit_and_no_private_link(visit: Appointment, client: Client) -> None:
    answer = client.get(f"{private_page(visit)}visit.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    event = next(iter(Calendar.from_ical(answer.content).walk("VEVENT")))
    assert event.decoded("DTSTART") == visit.start
    assert private_page(visit).split("/")[2].encode() not in answer.content.replace(b"\r\n ", b"")
    assert b"Ana" not in answer.content


def test_the_page_is_there_in_spanish(visit: Appointment, client: Client) -> None:
    page = client.get(f"/es{private_page(visit)}").content.decode()
    assert '<html lang="es"' in page
    assert "Planta baja, sin escalones." in page


def test_no_log_holds_the_token(visit: Appointment, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    said = StringIO()
    ours = [
        handler
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, ProcessorFormatter) and isinstance(handler, logging.StreamHandler)
    ]
    monkeypatch.setattr(ours[0], "stream", said)
    token = private_page(visit).split("/")[2]
    client.get(f"/visit/{token}/nothing/")
    client.get(f"/visit/{token[:-1]}{'y' if token.endswith('x') else 'x'}/")
    VisitLink.objects.update(revoked_at=datetime.now(UTC))
    client.get(f"/visit/{token}/")
    assert said.getvalue().count("/visit/[private]/") == 3
    assert token[:-1] not in said.getvalue()


@pytest.mark.usefixtures("still")
def test_changes_from_one_address_are_limited(
    visit: Appointment, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ashi.book.limits.IN_THE_DEMO", 1)
    answers = [client.post(f"{private_page(visit)}move/").status_code for _ in range(31)]
    assert set(answers[:30]) == {400}
    assert answers[30] == 429
