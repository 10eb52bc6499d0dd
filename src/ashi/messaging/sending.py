"""Sending what is in the outbox. Any number of workers may do this at once; any of them may be killed at any moment.

A worker claims some rows under their locks, sends outside any transaction, and notes what is sent. One that dies in
between leaves claims that run out, and another sends again: at least once, never lost. A repeat has the same
Message-ID, UID and SEQUENCE, so it replaces. Rows that were tried before are claimed one by one, so that a mail that
kills its worker takes no other with it.

The messages of one visit go out in the order of their events, each of them: who moves a visit twice gets both changes,
the last one last. Skipping what is already superseded would save a mail, and would leave an answer to "what were you
told, and when?" with holes in it. What is older holds back what is newer until it is sent or given up.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Q

from ashi.messaging import reminders
from ashi.messaging.mail import compose
from ashi.messaging.models import WAITING, Channel, OutboxMessage
from ashi.messaging.post import Clock, Post, settle

LEASE = timedelta(seconds=60)  # longer than a mail server takes; a worker that died is made good after this
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 360)]
TRIES = len(PAUSES) + 1
AT_ONCE = 100
TOGETHER = 25  # claimed at once; what half a lease is not enough for is put back
PERMANENT = 500  # SMTP reply codes from here on say that trying again is of no use (RFC 5321 section 4.2.1)

log = structlog.get_logger(__name__)


def send_due(*, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Send every mail that is due; how many went out. Between two mails it may be told to stop."""
    begun = time.monotonic()
    total = 0
    while sent := _send_round(lambda: now + timedelta(seconds=int(time.monotonic() - begun)), stopping):
        total += sent  # what has gone may have held back the next message of the same visit
    return total


def _send_round(clock: Clock, stopping: Callable[[], bool]) -> int:
    return sum(_send(pks, clock, stopping) for pks in _batches(_due(clock())) if not stopping())


def _batches(due: list[tuple[int, int]]) -> Iterator[list[int]]:
    """What is claimed together: (row, tries so far) in the order they are due."""
    together: list[int] = []
    for pk, attempts in due:
        if attempts:
            yield [pk]
            continue
        together.append(pk)
        if len(together) == TOGETHER:
            yield together
            together = []
    if together:
        yield together


def _due(now: datetime) -> list[tuple[int, int]]:
    """Mails to send now and how often each was tried, oldest first; of each visit only the first not settled."""
    older = OutboxMessage.objects.filter(
        WAITING, channel=Channel.MAIL, appointment=OuterRef("appointment"), pk__lt=OuterRef("pk")
    )
    due = OutboxMessage.objects.filter(_ready(now), ~Exists(older)).order_by("send_after", "pk")
    return list(due.values_list("pk", "attempts")[:AT_ONCE])


def _ready(now: datetime) -> Q:
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    return WAITING & free & Q(channel=Channel.MAIL, send_after__lte=now)


def _send(pks: list[int], clock: Clock, stopping: Callable[[], bool] = lambda: False) -> int:
    """Claim, send, note: how many went out. What somebody else has is theirs."""
    messages = _claimed(pks, clock())
    post, until = Post(clock), clock() + LEASE / 2
    try:
        for number, message in enumerate(messages):
            if number and (stopping() or clock() > until):
                _put_back(messages[number:])
                break
            _send_one(message, post, clock)
    finally:
        post.note()
    return post.count


def _claimed(pks: list[int], now: datetime) -> list[OutboxMessage]:
    """Those of these rows that are ours from now on, in this order, with all that their mails will say."""
    with transaction.atomic():
        free = OutboxMessage.objects.filter(_ready(now), pk__in=pks).select_for_update(skip_locked=True, no_key=True)
        ours = list(free.values_list("pk", flat=True))
        OutboxMessage.objects.filter(pk__in=ours).update(claimed_until=now + LEASE, attempts=F("attempts") + 1)
    rows = OutboxMessage.objects.select_related("appointment__location__organization", "appointment__patient")
    found = rows.prefetch_related("appointment__links").in_bulk(ours)
    return [found[pk] for pk in pks if pk in found]


def _send_one(message: OutboxMessage, post: Post, clock: Clock) -> None:
    now = clock()
    if wait := reminders.not_now(message, now=now):
        return _put_off(message, wait)
    if message.attempts > TRIES:  # every worker that tried it has died
        return _failed(message, "the worker ended", now=now)
    try:
        post.deliver(message.pk, compose(message, now=now))
    except (OperationalError, InterfaceError):
        raise  # not the mail's fault: the claim runs out and it is sent then
    except Exception as error:  # whatever one mail does, the others go out
        return _failed(message, _reason(error), now=clock(), for_good=_is_permanent(error))
    log.info("message sent", message=message.pk, kind=message.kind, attempt=message.attempts)


def _put_off(message: OutboxMessage, wait: reminders.NotNow) -> None:
    if wait.until:
        settle([message.pk], send_after=wait.until, attempts=message.attempts - 1)
    else:
        settle([message.pk], withdrawn_at=wait.since)


def _put_back(messages: list[OutboxMessage]) -> None:
    """Claimed and not tried: somebody else may have them."""
    settle([message.pk for message in messages], attempts=F("attempts") - 1)


def _failed(message: OutboxMessage, reason: str, *, now: datetime, for_good: bool = False) -> None:
    if for_good or message.attempts >= TRIES:
        settle([message.pk], gave_up_at=now, last_error=reason)
    else:
        settle([message.pk], send_after=now + PAUSES[message.attempts - 1], last_error=reason)
    log.warning("message not sent", message=message.pk, kind=message.kind, attempt=message.attempts, reason=reason)


def _reason(error: Exception) -> str:
    """The kind of error and the server's code; its words may hold an address."""
    return " ".join([type(error).__name__, *map(str, _codes(error))])[:200]


def _is_permanent(error: Exception) -> bool:
    """Nobody has this mailbox, says the server: a call is quicker than six hours of trying."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= PERMANENT for code in _codes(error))


def _codes(error: Exception) -> list[int]:
    if isinstance(error, SMTPRecipientsRefused):
        return sorted({code for code, _ in error.recipients.values()})
    return [error.smtp_code] if isinstance(error, SMTPResponseException) else []
