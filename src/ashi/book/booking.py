"""From a kept time and a filled form to a visit: what the booking form does when it is sent."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from ashi.book.actions import HoldGone, Terms, book_held
from ashi.book.choice import Choice
from ashi.book.forms import PersonForm
from ashi.book.keeping import TimeGone, live_hold, plan_held
from ashi.book.once import Once
from ashi.book.people import Person
from ashi.book.taking import Closed
from ashi.records.by import VISITOR
from ashi.records.models import Appointment, Clearance, IdempotencyKey
from ashi.records.reservations import Taken, Unlicensed


class HoldOver(Exception):
    """The five minutes are over, or another time was chosen in another window."""


@dataclass(frozen=True)
class Sent:
    """A form as it was sent. `key` is that of the hold it was shown for."""

    choice: Choice
    clearance: Clearance
    form: PersonForm
    key: str
    holder: str
    now: datetime

    def once(self) -> Once:
        """Each hold becomes one visit, however often the button is pressed."""
        asked: list[Any] = [self.choice.address(), sorted(self.form.cleaned_data.items())]
        fingerprint = hashlib.sha256(json.dumps(asked, default=str).encode()).hexdigest()
        return Once(holder=f"web:{self.holder}", key=self.key, fingerprint=fingerprint)

    def booked_before(self) -> Appointment:
        """What this hold became already, whatever this form says now."""
        once = self.once()
        return Appointment.objects.get(
            pk__in=IdempotencyKey.objects.filter(holder=once.holder, key=once.key).values("appointment")
        )


def book(sent: Sent) -> Appointment:
    """Raises HoldOver, TimeGone, NotCleared, KeyReused; nothing is half booked."""
    once = sent.once()
    if done := once.find():
        return done
    hold = live_hold(sent.holder, sent.choice, now=sent.now)
    if hold is None or str(hold.key) != sent.key:
        raise HoldOver
    try:
        return book_held(
            hold=hold,
            plan=plan_held(hold, sent.choice, now=sent.now),
            person=_person(sent),
            terms=Terms(source="web", clearance=sent.clearance, screened=True),
            consents=sent.form.consents(_language()),
            by=VISITOR,
            once=once,
        )
    except HoldGone as error:
        raise HoldOver from error
    except (Taken, Closed, Unlicensed) as error:
        raise TimeGone from error


def _person(sent: Sent) -> Person:
    typed, clearance = sent.form.cleaned_data, sent.clearance
    return Person(
        name=typed["name"],
        phone=typed["phone"],
        email=typed["email"],
        language=_language(),
        birth_date=clearance.birth_date,
        guardian_name=clearance.guardian_name,
        guardian_phone=clearance.guardian_phone,
        invented=sent.choice.location.organization.invented,
    )


def _language() -> str:
    return get_language() or "en"
