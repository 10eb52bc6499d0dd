"""Claiming, order, pauses and giving up. What happens when a worker is killed is in test_killed.py."""

from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends import locmem
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, connection

from ashi.messaging import post, sending
from ashi.messaging.models import OutboxMessage
from ashi.messaging.post import Post
from tests import cast
from tests.integration.messaging.office import Office, rows


def test_a_booked_visit_is_confirmed_once(office: Office) -> None:
    office.book()
    assert len(office.send()) == 1
    assert office.send() == []
    assert rows("sent_at", "attempts", "claimed_until") == [(office.now, 1, None)]


def test_all_messages_of_a_visit_go_out_in_order_within_one_call(office: Office) -> None:
    office.cancel(office.move(office.book(), office.at(4, 14)))
    subjects = office.send()
    assert len(subjects) == 3
    assert "Thursday" in subjects[0]
    assert "now on Friday" in subjects[1]
    assert "canceled" in subjects[2]


def test_what_another_worker_has_claimed_is_left_alone_until_its_claim_runs_out(office: Office) -> None:
    office.book()
    OutboxMessage.objects.update(claimed_until=office.now + sending.LEASE)
    assert office.send() == []
    office.later(seconds=60)
    assert len(office.send()) == 1


def test_a_claim_is_made_once_however_many_workers_saw_the_row(office: Office) -> None:
    office.book()
    seen_by_both = sending._due(office.now) * 2
    assert [sending._send([pk], lambda: office.now) for pk, _ in seen_by_both] == [1, 0]
    assert len(mail.outbox) == 1


def test_news_does_not_overtake_an_older_message_that_is_being_sent(office: Office) -> None:
    visit = office.book()
    OutboxMessage.objects.update(claimed_until=office.now + sending.LEASE)
    office.cancel(visit)
    assert office.send() == []


def test_another_visit_is_not_held_back(office: Office) -> None:
    office.book()
    OutboxMessage.objects.update(claimed_until=office.now + sending.LEASE)
    office.book(office.at(4, 11), email="other@example.invalid")
    office.send()
    assert [sent.to for sent in mail.outbox] == [["other@example.invalid"]]


def test_pauses_grow_and_then_it_is_given_up_where_somebody_sees_it(office: Office) -> None:
    office.book()
    office.close()
    waits = []
    while not OutboxMessage.objects.get().gave_up_at:
        office.send()
        message = OutboxMessage.objects.get()
        waits.append(round((message.send_after - office.now).total_seconds() / 60))
        office.clock.move_to(max(message.send_after, office.now))
    assert waits == [1, 5, 15, 60, 360, 0]
    assert message.attempts == 6
    office.open()
    office.later(days=1)
    assert office.send() == []


def test_a_message_that_failed_is_not_tried_again_before_its_pause_is_over(office: Office) -> None:
    office.book()
    office.close()
    office.send()
    office.open()
    office.later(seconds=59)
    assert office.send() == []
    office.later(seconds=1)
    assert len(office.send()) == 1


def test_news_brings_forward_what_stands_before_it(office: Office) -> None:
    visit = office.book()
    office.close()
    for _ in range(4):
        office.send()
        office.clock.move_to(OutboxMessage.objects.get().send_after)
    office.send()  # six hours' pause from here
    office.open()
    office.cancel(visit)
    assert len(office.send()) == 2


def test_a_mailbox_that_is_not_there_is_given_up_at_once(office: Office) -> None:
    office.book()
    office.close(SMTPRecipientsRefused({"ana@example.invalid": (550, b"No such user ana@example.invalid")}))
    office.send()
    assert rows("gave_up_at", "last_error") == [(office.now, "SMTPRecipientsRefused 550")]


def test_a_mailbox_that_is_only_busy_is_tried_again(office: Office) -> None:
    office.book()
    office.close(SMTPRecipientsRefused({"ana@example.invalid": (450, b"Busy")}))
    office.send()
    assert rows("gave_up_at", "last_error") == [(None, "SMTPRecipientsRefused 450")]


def test_what_is_noted_about_a_failure_names_nobody(office: Office) -> None:
    office.book()
    office.close()
    office.send()
    assert rows("last_error") == [("SMTPServerDisconnected",)]


def test_one_mail_that_cannot_be_written_does_not_keep_the_others(office: Office) -> None:
    office.book()
    OutboxMessage.objects.update(facts={"location": 0})
    office.book(office.at(4, 11), email="other@example.invalid")
    assert len(office.send()) == 1
    assert rows("attempts", "last_error") == [(1, "DoesNotExist"), (1, "")]


def test_a_mail_that_kills_every_worker_is_given_up(office: Office) -> None:
    office.book()
    OutboxMessage.objects.update(attempts=sending.TRIES, claimed_until=office.now - timedelta(seconds=1))
    assert office.send() == []
    assert rows("last_error", "gave_up_at") == [("the worker ended", office.now)]


def test_a_database_that_is_away_is_not_counted_against_the_mail(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.book()

    def away(*_: object, **__: object) -> None:
        raise OperationalError("the database is gone")

    monkeypatch.setattr(sending, "compose", away)
    with pytest.raises(OperationalError):
        office.send()
    assert rows("last_error", "sent_at") == [("", None)]


def test_a_worker_told_to_stop_stops_between_two_mails(office: Office) -> None:
    office.book()
    office.book(office.at(4, 11), email="other@example.invalid")
    assert sending.send_due(now=office.now, stopping=lambda: bool(mail.outbox)) == 1
    assert sending.send_due(now=office.now) == 1


def test_what_is_left_of_half_a_lease_is_put_back_untried(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for hour in (10, 12, 14):
        office.book(office.at(4, hour))
    deliver = Post.deliver

    def slow(post: Post, pk: int, mail: EmailMessage) -> None:
        deliver(post, pk, mail)
        office.later(seconds=31)

    monkeypatch.setattr(Post, "deliver", slow)
    pks = [pk for pk, _ in sending._due(office.now)]
    assert sending._send(pks, lambda: office.now) == 1
    assert rows("attempts", "claimed_until", "sent_at") == [(1, None, office.now), (0, None, None), (0, None, None)]


def test_what_was_tried_before_is_claimed_alone(office: Office) -> None:
    """So a mail that kills its worker, again and again, takes no other mail's tries with it."""
    for hour in (10, 12, 14, 15):
        office.book(office.at(4, hour))
    first, second, third, fourth = OutboxMessage.objects.order_by("pk").values_list("pk", flat=True)
    OutboxMessage.objects.filter(pk=second).update(attempts=1)
    batches = list(sending._batches(sending._due(office.now)))
    assert sorted(batches) == sorted([[second], [first, third, fourth]])
    assert list(sending._batches([])) == []


def test_mails_that_are_due_together_share_a_connection(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    server = HangsUp(done)
    monkeypatch.setattr(post, "get_connection", lambda: server)
    for hour in (10, 12, 14):
        office.book(office.at(4, hour))
    sending.send_due(now=office.now)
    assert done == ["open", "sent", "sent", "sent", "close"]


def test_a_server_that_hangs_up_between_two_mails_is_called_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    server = HangsUp(done, after=1)
    monkeypatch.setattr(post, "get_connection", lambda: server)
    for hour in (10, 12):
        office.book(office.at(4, hour))
    sending.send_due(now=office.now)
    assert done == ["open", "sent", "hung up", "close", "open", "sent", "close"]
    assert rows("attempts", "last_error", "sent_at") == [(1, "", office.now)] * 2


class HangsUp(BaseEmailBackend):
    """A mail server that takes only so many mails over one connection."""

    def __init__(self, done: list[str], after: int = 100) -> None:
        super().__init__()
        self.done, self.after, self.taken, self.is_open = done, after, 0, False

    def open(self) -> bool:
        newly, self.is_open = not self.is_open, True
        if newly:
            self.done.append("open")
        return newly

    def close(self) -> None:
        if self.is_open:
            self.done.append("close")
        self.is_open, self.taken = False, 0

    def send_messages(self, _: Sequence[EmailMessage]) -> int:
        if self.taken == self.after:
            self.done.append("hung up")
            raise SMTPServerDisconnected
        self.taken += 1
        self.done.append("sent")
        return 1


@pytest.mark.django_db(transaction=True)
def test_no_mail_is_sent_inside_a_transaction(clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(cast.open_clinic(), clock, monkeypatch)
    office.book()
    inside = []
    monkeypatch.setattr(locmem.EmailBackend, "send_messages", lambda *_: inside.append(connection.in_atomic_block))
    office.send()
    assert inside == [False]
