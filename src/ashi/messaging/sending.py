"""Sending what is in the outbox. Any number of workers may do this at once; any of them may be killed at any moment.

A worker claims a row by a conditional UPDATE, sends outside any transaction, and notes that it is sent. One that dies
in between leaves a claim that runs out, and another sends again: at least once, never lost. A repeat has the same
Message-ID, UID and SEQUENCE, so it replaces.

The messages of one visit go out in the order of their events, each of them: who moves a visit twice gets both changes,
the last one last. Skipping what is already superseded would save a mail, and would leave an answer to "what were you
told, and when?" with holes in it. What is older holds back what is newer until it is sent or given up.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

import structlog
from django.db import InterfaceError, OperationalError
from django.db.models import Exists, F, OuterRef, Q

from ashi.messaging import reminders
from ashi.messaging.mail import compose
from ashi.messaging.models import WAITING, Channel, OutboxMessage

LEASE = timedelta(seconds=60)  # longer than a mail server takes; a worker that died is made good after this
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 360)]
TRIES = len(PAUSES) + 1
AT_ONCE = 100
PERMANENT = 500  # SMTP reply codes from here on say that trying again is of no use (RFC 5321 section 4.2.1)

Clock = Callable[[], datetime]
log = structlog.get_logger(__name__)


def send_due(*, now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Send every mail that is due; how many went out. Between two mails it may be told to stop."""
    begun = time.monotonic()
    total = 0
    while sent := _send_round(lambda: now + timedelta(seconds=int(time.monotonic() - begun)), stopping):
        total += sent  # what has gone may have held back the next message of the same visit
    return total


def _send_round(clock: Clock, stopping: Callable[[], bool]) -> int:
    return sum(_send(pk, clock) for pk in _due(clock()) if not stopping())


def _due(now: datetime) -> list[int]:
    """Mails to send now, oldest first; of each visit only the first that is not settled."""
    older = OutboxMessage.objects.filter(
        WAITING, channel=Channel.MAIL, appointment=OuterRef("appointment"), pk__lt=OuterRef("pk")
    )
    due = OutboxMessage.objects.filter(_ready(now), ~Exists(older)).order_by("send_after", "pk")
    return list(due.values_list("pk", flat=True)[:AT_ONCE])


def _ready(now: datetime) -> Q:
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    return WAITING & free & Q(channel=Channel.MAIL, send_after__lte=now)


def _send(pk: int, clock: Clock) -> bool:
    """Claim, send, note. False when somebody else has it, or it did not go."""
    now = clock()
    if not OutboxMessage.objects.filter(_ready(now), pk=pk).update(
        claimed_until=now + LEASE, attempts=F("attempts") + 1
    ):
        return False
    message = OutboxMessage.objects.select_related("appointment__location").get(pk=pk)
    if wait := reminders.not_now(message, now=now):
        return _put_off(message, wait)
    if message.attempts > TRIES:  # every worker that tried it has died
        return _failed(message, "the worker ended", now=now)
    try:
        compose(message, now=now).send()
    except (OperationalError, InterfaceError):
        raise  # not the mail's fault: the claim runs out and it is sent then
    except Exception as error:  # whatever one mail does, the others go out
        return _failed(message, _reason(error), now=clock(), for_good=_is_permanent(error))
    _settle(message, sent_at=clock(), last_error="")
    log.info("message sent", message=pk, kind=message.kind, attempt=message.attempts)
    return True


def _put_off(message: OutboxMessage, wait: reminders.NotNow) -> bool:
    if wait.until:
        _settle(message, send_after=wait.until, attempts=message.attempts - 1)
    else:
        _settle(message, withdrawn_at=wait.since)
    return False


def _failed(message: OutboxMessage, reason: str, *, now: datetime, for_good: bool = False) -> bool:
    if for_good or message.attempts >= TRIES:
        _settle(message, gave_up_at=now, last_error=reason)
    else:
        _settle(message, send_after=now + PAUSES[message.attempts - 1], last_error=reason)
    log.warning("message not sent", message=message.pk, kind=message.kind, attempt=message.attempts, reason=reason)
    return False


def _settle(message: OutboxMessage, **changes: object) -> None:
    """Write down how it went, unless it was settled otherwise while the mail server took its time."""
    OutboxMessage.objects.filter(WAITING, pk=message.pk).update(claimed_until=None, **changes)


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
