"""From a kept time to a visit: exactly one, whatever is pressed how often, and nothing by half."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError
from django.test import Client

from ashi.book import limits
from ashi.messaging.models import Channel, OutboxMessage
from ashi.records.models import Appointment, AppointmentStatus, Consent, Hold, Patient, ScreenResult
from tests import cast
from tests.integration.book.walking import ANA, TYPED, Visitor, private_page, written


def test_a_visit_is_booked_with_everything_that_was_given(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    visit = visitor.book(ten, **TYPED)
    assert (visit.start, visit.status, visit.source, visit.screened) == (ten, AppointmentStatus.BOOKED, "web", True)
    assert visit.clearance == visitor.clearance
    patient = visit.patient
    assert (patient.name, patient.phone, patient.email) == ("Ana Invented", "+13055550142", "ana@example.invalid")
    assert (patient.birth_date, patient.language, patient.verified_at) == (date(1984, 5, 2), "en", None)
    assert not Hold.objects.exists()
    message = OutboxMessage.objects.get()
    assert (message.kind, message.channel) == ("confirmation", Channel.MAIL)


def test_a_child_is_booked_with_the_guardian_who_was_named_in_the_check(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    for name, value in {
        "birth_date": date(2014, 5, 2),
        "guardian_name": "Rosa",
        "guardian_phone": "+13055550143",
    }.items():
        setattr(visitor.clearance, name, value)
    visitor.clearance.save()
    visitor.keep(ten)
    assert "Rosa comes along" in visitor.form().content.decode()
    patient = visitor.book(ten, **ANA).patient
    assert (patient.guardian_name, patient.guardian_phone, patient.birth_date) == (
        "Rosa",
        "+13055550143",
        date(2014, 5, 2),
    )


def test_neither_consent_is_ticked_beforehand_and_each_stands_by_itself(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    page = visitor.form().content.decode()
    assert page.count('type="checkbox"') == 2
    assert "checked" not in page
    visitor.send(visitor.hidden(), **ANA, news="on")
    consent = Consent.objects.get()
    assert (consent.kind, consent.text_version, consent.source) == ("news", "news-1.en", "web")


def test_without_a_tick_there_is_no_consent(clinic: cast.Clinic, ten: datetime) -> None:
    Visitor().book(ten)
    assert not Consent.objects.exists()


def test_a_double_press_books_once_and_leads_to_the_same_page(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    hidden = visitor.hidden()
    first, second = visitor.send(hidden), visitor.send(hidden)
    assert first["Location"] == second["Location"]
    assert Appointment.objects.count() == Patient.objects.count() == OutboxMessage.objects.count() == 1


def test_a_changed_form_sent_again_books_nothing_more_and_says_what_stands(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    hidden = visitor.hidden()
    visitor.send(hidden)
    second = visitor.client.post(
        f"{visitor.address}your-time/", {**hidden, **ANA, "name": "Ana Otherwise"}, follow=True
    )
    assert "It stands as you sent it first." in second.content.decode()
    assert Patient.objects.get().name == "Ana Invented"


def test_a_form_for_one_time_never_books_another_that_was_kept_in_the_meantime(
    clinic: cast.Clinic, ten: datetime
) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    hidden = visitor.hidden()
    visitor.keep(ten + timedelta(hours=3))
    answer = visitor.send(hidden)
    assert answer.status_code == 409
    assert b"In another window you have chosen another time" in answer.content
    assert not Appointment.objects.exists()
    assert visitor.hold is not None


def test_somebody_elses_hold_cannot_be_booked(clinic: cast.Clinic, ten: datetime) -> None:
    ana, charlie = Visitor(), Visitor()
    ana.keep(ten)
    assert charlie.send(ana.hidden()).status_code == 409
    assert not Appointment.objects.exists()
    assert ana.send(ana.hidden()).status_code == 302


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "email": "a@example.invalid"}, "Write the name of the person who is coming"),
        ({"name": "  ", "email": "a@example.invalid"}, "Write the name of the person who is coming"),
        ({"name": "12345", "email": "a@example.invalid"}, "Write the name in letters"),
        ({"name": "A" * 121, "email": "a@example.invalid"}, "at most 120 letters"),
        ({"name": "Ana"}, "we need one of the two to reach you"),
        ({"name": "Ana", "phone": "12"}, "Write the phone number with its area code"),
        ({"name": "Ana", "email": "ana@"}, "Write the whole mail address"),
        ({"name": "Ana\x00", "email": "a@example.invalid"}, "Null characters are not allowed"),
    ],
)
def test_a_form_that_cannot_be_right_says_which_field_and_keeps_the_rest(
    clinic: cast.Clinic, ten: datetime, typed: dict[str, str], said: str
) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    answer = visitor.send(visitor.hidden(), **typed, news="on")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'class="error-summary"' in page
    assert "checked" in page
    assert not Appointment.objects.exists()
    assert visitor.send(visitor.hidden()).status_code == 302


def test_names_of_all_kinds_are_names(clinic: cast.Clinic, ten: datetime) -> None:
    for n, name in enumerate(["José  Ñáñez", "李", "O'Brien-Smith", "Müller\r\nBcc: x@example.invalid", "<b>Bo</b>"]):
        visit = Visitor().book(ten + timedelta(hours=n), name=name, email=f"p{n}@example.invalid")
        assert visit.patient.name == " ".join(name.split())


@pytest.mark.parametrize("changes", [{"key": None}, {"start": None}, {"start": "x"}])
def test_a_form_that_was_tampered_with_is_a_400(clinic: cast.Clinic, ten: datetime, changes: dict) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    hidden = {name: value for name, value in (visitor.hidden() | changes).items() if value is not None}
    assert visitor.send(hidden).status_code == 400
    assert visitor.send({"key": "9" * 5000, "start": written(ten)}).status_code == 409


def test_a_database_that_is_busy_keeps_the_form_on_a_503_page_and_sending_it_again_books(
    clinic: cast.Clinic, ten: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(client=Client(raise_request_exception=False))
    visitor.keep(ten)
    hidden = visitor.hidden()

    def busy(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patch:
        patch.setattr("ashi.book.booking.book_held", busy)
        answer = visitor.send(hidden, **TYPED)
    assert answer.status_code == 503
    page = answer.content.decode()
    for name, value in {**hidden, **TYPED}.items():
        assert f'name="{name}" value="{value}"' in page
    assert f'action="{visitor.address}your-time/"' in page
    assert visitor.send(hidden, **TYPED).status_code == 302


def test_the_fourth_coming_visit_of_one_contact_is_for_the_telephone(clinic: cast.Clinic, ten: datetime) -> None:
    for n in range(3):
        Visitor().book(ten + timedelta(hours=n), name=f"Ana {n}", email="Ana@Example.invalid")
    visitor = Visitor()
    visitor.keep(ten + timedelta(hours=4))
    answer = visitor.send(visitor.hidden(), **TYPED)
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "Please call us." in page
    assert 'href="tel:+13052049981"' in page
    assert 'value="305-555-0142"' in page
    assert Appointment.objects.count() == 3
    Appointment.objects.update(status=AppointmentStatus.CANCELLED, cancelled_at=datetime.now(UTC))
    assert visitor.send(visitor.hidden(), **TYPED).status_code == 302


def test_a_phone_number_counts_however_it_is_written(clinic: cast.Clinic, ten: datetime) -> None:
    for n, phone in enumerate(["305-555-0142", "(305) 555 0142", "+1 305 555 0142"]):
        Visitor().book(ten + timedelta(hours=n), name="Ana", phone=phone)
    visitor = Visitor()
    visitor.keep(ten + timedelta(hours=4))
    assert visitor.send(visitor.hidden(), name="Ana", phone="3055550142").status_code == 429


@pytest.mark.usefixtures("still")
def test_too_many_bookings_from_one_address_are_stopped_and_keep_the_form(
    clinic: cast.Clinic, ten: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "IN_THE_DEMO", 1)
    monkeypatch.setattr("ashi.book.views.details.BOOKINGS", limits.Limit("few", 1, timedelta(hours=1)))
    Visitor().book(ten)
    visitor = Visitor()
    visitor.keep(ten + timedelta(hours=2))
    answer = visitor.send(visitor.hidden(), name="Bo", email="bo@example.invalid")
    assert answer.status_code == 429
    assert b'value="bo@example.invalid"' in answer.content


def test_an_urgent_answer_makes_a_provisional_visit_and_the_page_says_what_it_waits_for(
    clinic: cast.Clinic, ten: datetime
) -> None:
    visitor = Visitor(result=ScreenResult.URGENT)
    visit = visitor.book(ten)
    assert visit.status == AppointmentStatus.PENDING
    page = visitor.client.get(f"/book/booked/{visit.reference}/").content.decode()
    assert "This time is provisional." in page
    assert "Kept for you, not yet confirmed." in page
    assert "<title>Provisional:" in page


def test_the_page_after_booking_has_the_date_as_its_title_and_says_what_was_sent(
    clinic: cast.Clinic, ten: datetime
) -> None:
    visitor = Visitor()
    visit = visitor.book(ten)
    page = visitor.client.get(f"/book/booked/{visit.reference}/").content.decode()
    assert "10:00\xa0am</h1>" in page
    assert visit.reference in page
    assert "A message goes to ana@example.invalid now" in page
    assert f'href="{private_page(visit)}"' in page
    assert f'href="{private_page(visit)}visit.ics"' in page
    assert "Call 911 if you have" in page


def test_somebody_with_a_phone_only_is_told_that_they_are_called(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    visit = visitor.book(ten, name="Ana", phone="305-555-0142")
    assert OutboxMessage.objects.get().channel == Channel.CALL
    page = visitor.client.get(f"/book/booked/{visit.reference}/").content.decode()
    assert "The clinic calls you at 305-555-0142" in page
    assert "A message goes to" not in page


def test_a_booked_page_opens_only_in_the_browser_that_booked(clinic: cast.Clinic, ten: datetime) -> None:
    visit = Visitor().book(ten)
    for stranger in (Visitor().client, Client()):
        answer = stranger.get(f"/book/booked/{visit.reference}/")
        assert answer.status_code == 404
        assert b"ana@example" not in answer.content
    assert Visitor().client.get("/book/booked/NONE-SUCH/").status_code == 404


def test_a_spanish_page_books_in_spanish(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor(prefix="/es")
    visit = visitor.book(ten, **ANA, reminders="on")
    assert visit.patient.language == "es"
    assert Consent.objects.get().text_version == "reminders-1.es"
    assert OutboxMessage.objects.get().language == "es"
