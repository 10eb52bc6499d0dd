"""The call list of the desk."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from ashi.book.provisional import release_uncleared
from ashi.messaging.calls import Why, mark_called, waiting_calls
from ashi.messaging.models import OutboxMessage
from ashi.messaging.outbox import UNDO
from ashi.records.by import SYSTEM, By
from ashi.records.models import AuditEvent, Location, ScreenResult
from tests.integration.messaging.office import Office, rows

DANA = By("user", 4)


def calls(office: Office) -> list[tuple[str, str, Why]]:
    return [(call.kind, call.phone, call.why) for call in waiting_calls(office.clinic.location, now=office.now)]


def test_a_patient_without_a_mail_address_is_called(office: Office) -> None:
    office.book(email="", phone="+13055550123")
    office.send()
    assert calls(office) == [("confirmation", "+13055550123", Why.NO_MAIL)]


def test_a_patient_with_a_mail_address_is_not(office: Office) -> None:
    office.book()
    office.send()
    assert calls(office) == []


def test_once_called_they_are_off_the_list_and_it_is_known_who_called(office: Office) -> None:
    visit = office.book(email="")
    (call,) = waiting_calls(office.clinic.location, now=office.now)
    assert mark_called(message_id=call.message_id, by=DANA, now=office.now)
    assert calls(office) == []
    assert rows("called_by", "sent_at") == [("user:4", office.now)]
    entry = AuditEvent.objects.get(action="message.called")
    assert (entry.by, entry.entity, entry.patient_id) == ("user:4", f"Appointment/{visit.pk}", visit.patient_id)


def test_of_two_who_call_the_second_is_told(office: Office) -> None:
    office.book(email="")
    (call,) = waiting_calls(office.clinic.location, now=office.now)
    assert [mark_called(message_id=call.message_id, by=DANA, now=office.now) for _ in range(2)] == [True, False]
    assert AuditEvent.objects.filter(action="message.called").count() == 1


def test_one_call_tells_all_that_has_happened_to_a_visit(office: Office) -> None:
    office.move(office.book(email=""), office.at(4, 14))
    (call,) = waiting_calls(office.clinic.location, now=office.now)
    assert (call.kind, call.facts.start) == ("change", office.at(4, 14))
    mark_called(message_id=call.message_id, by=DANA, now=office.now)
    assert calls(office) == []


def test_what_happens_after_the_call_is_a_new_call(office: Office) -> None:
    visit = office.book(email="")
    (call,) = waiting_calls(office.clinic.location, now=office.now)
    office.cancel(visit)
    mark_called(message_id=call.message_id, by=DANA, now=office.now)
    assert [kind for kind, _, _ in calls(office)] == ["cancellation"]


def test_what_can_still_be_undone_is_not_told(office: Office) -> None:
    visit = office.book(email="")
    OutboxMessage.objects.update(called_at=office.now, called_by="user:4", sent_at=office.now)
    office.cancel(visit, send_after=UNDO)
    assert calls(office) == []
    office.later(minutes=3)
    assert [kind for kind, _, _ in calls(office)] == ["cancellation"]


def test_a_mail_that_came_back_is_a_call_to_make(office: Office) -> None:
    office.book(phone="+13055550123")
    office.close(SMTPRecipientsRefused({"ana@example.invalid": (550, b"No such user")}))
    office.send()
    assert calls(office) == [("confirmation", "+13055550123", Why.MAIL_FAILED)]
    (call,) = waiting_calls(office.clinic.location, now=office.now)
    mark_called(message_id=call.message_id, by=DANA, now=office.now)
    assert calls(office) == []
    assert rows("sent_at") == [(None,)]


def test_a_mail_that_came_back_is_forgiven_when_a_later_one_arrived(office: Office) -> None:
    visit = office.book()
    office.close(SMTPRecipientsRefused({"ana@example.invalid": (550, b"No such user")}))
    office.send()
    office.open()
    office.move(visit, office.at(4, 14))
    office.send()
    assert calls(office) == []


def test_a_provisional_visit_that_was_given_back_is_a_call_even_with_a_mail(office: Office) -> None:
    office.book(result=ScreenResult.URGENT)
    office.later(hours=24)
    release_uncleared(now=office.now, by=SYSTEM)
    office.send()
    assert calls(office) == [("cancellation", "+13055550100", Why.RELEASED)]
    (call,) = waiting_calls(office.clinic.location, now=office.now)
    mark_called(message_id=call.message_id, by=DANA, now=office.now)
    assert calls(office) == []


def test_a_cancellation_by_the_patient_is_no_call(office: Office) -> None:
    office.cancel(office.book())
    office.send()
    assert calls(office) == []


def test_nobody_is_called_about_a_visit_that_is_over(office: Office) -> None:
    visit = office.book(email="")
    office.clock.move_to(visit.start + timedelta(minutes=1))
    assert calls(office) == []


def test_the_next_visits_come_first(office: Office) -> None:
    later = office.book(office.at(4, 10), email="")
    sooner = office.book(office.at(2, 10), email="")
    order = [call.appointment_id for call in waiting_calls(office.clinic.location, now=office.now)]
    assert order == [sooner.pk, later.pk]


def test_another_location_has_a_list_of_its_own(office: Office) -> None:
    office.book(email="")
    elsewhere = Location.objects.get()
    elsewhere.pk, elsewhere.slug = None, "elsewhere"
    elsewhere.save()
    assert waiting_calls(elsewhere, now=office.now) == []
