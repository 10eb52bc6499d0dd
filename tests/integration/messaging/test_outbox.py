"""What is put into the outbox with an event, and what is taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ashi.book.actions import NotExpected, cancel_visit
from ashi.messaging import outbox
from ashi.messaging.models import MessageKind, OutboxMessage
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment
from tests.integration.messaging.office import Office, rows


def test_each_event_leaves_one_row_with_the_sequence_it_happened_at(office: Office) -> None:
    office.cancel(office.move(office.book(), office.at(4, 14)))
    assert rows("kind", "sequence") == [("confirmation", 0), ("change", 1), ("cancellation", 2)]


def test_the_database_refuses_a_second_row_for_one_event(office: Office) -> None:
    visit = office.book()
    with pytest.raises(IntegrityError), transaction.atomic():
        outbox.put(visit, MessageKind.CONFIRMATION, now=office.now)


def test_a_link_is_sent_as_often_as_it_was_lost(office: Office) -> None:
    visit = office.book()
    messages = [outbox.put_link(visit, now=office.now) for _ in range(2)]
    assert len({message.message_id for message in messages if message}) == 2


def again(visit: Appointment) -> None:
    cancel_visit(appointment=visit, by=SYSTEM)


def test_what_fails_leaves_no_message_about_it(office: Office) -> None:
    visit = office.book()
    with pytest.raises(NotExpected), transaction.atomic():
        again(cancel_visit(appointment=visit, by=SYSTEM))
    assert rows("kind") == [("confirmation",)]


def test_without_a_mail_address_the_desk_gets_a_call_to_make(office: Office) -> None:
    office.book(email="")
    assert rows("channel", "address") == [("call", "+13055550100")]


def test_without_any_contact_nothing_can_be_said(office: Office) -> None:
    office.book(email="", phone="")
    assert rows() == []


def test_nothing_in_the_outbox_but_the_address_is_about_the_person(office: Office) -> None:
    visit = office.book(name="Ana Invented")
    message = OutboxMessage.objects.get()
    assert "Ana" not in str(message.facts) + message.message_id
    assert visit.reference not in message.message_id


def test_a_message_taken_back_is_never_sent(office: Office) -> None:
    visit = office.book()
    office.send()
    office.cancel(visit, send_after=outbox.UNDO)
    assert outbox.withdraw(appointment=visit, sequence=1, now=office.now)
    office.later(minutes=10)
    assert office.send() == []


def test_a_message_not_taken_back_is_sent_when_its_three_minutes_are_over(office: Office) -> None:
    visit = office.book()
    office.send()
    office.cancel(visit, send_after=outbox.UNDO)
    office.later(minutes=2, seconds=59)
    assert office.send() == []
    office.later(seconds=1)
    assert len(office.send()) == 1


def test_what_is_sent_cannot_be_taken_back(office: Office) -> None:
    visit = office.book()
    office.send()
    assert not outbox.withdraw(appointment=visit, sequence=0, now=office.now)


def test_what_is_being_sent_cannot_be_taken_back(office: Office) -> None:
    visit = office.book()
    OutboxMessage.objects.update(claimed_until=office.now + timedelta(seconds=30))
    assert not outbox.withdraw(appointment=visit, sequence=0, now=office.now)


def test_the_database_refuses_a_message_both_sent_and_taken_back(office: Office) -> None:
    office.book()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.update(sent_at=office.now, withdrawn_at=office.now)


def test_a_visit_that_was_told_cancelled_and_stands_again_is_said_so(office: Office) -> None:
    visit = office.book()
    office.send()
    cancelled = office.cancel(visit)
    office.send()
    Appointment.objects.filter(pk=visit.pk).update(status="booked", cancelled_at=None, sequence=2)
    cancelled.refresh_from_db()
    outbox.put(cancelled, MessageKind.CHANGE, now=office.now)
    office.send()
    assert "takes place after all" in office.last().body
