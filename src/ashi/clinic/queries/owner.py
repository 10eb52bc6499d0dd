"""What the owner has to know: how full, which licences lapse, which messages failed, what nobody finished."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from ashi.clinic.queries.accounts import Account, accounts
from ashi.clinic.queries.fullness import Fullness, fullness, week_before
from ashi.clinic.queries.unfinished import unfinished
from ashi.clinic.queries.week import monday_of
from ashi.messaging.models import OutboxMessage
from ashi.records.models import Location, Qualification

LAPSES_WITHIN = timedelta(days=90)
MOST = 20


@dataclass(frozen=True)
class Lapsing:
    """A licence that has lapsed, lapses soon, or does not permit practice."""

    licence: Qualification
    now: datetime

    @property
    def has_lapsed(self) -> bool:
        return self.licence.expires_at <= self.now

    @property
    def days(self) -> int:
        """Whole days left."""
        return max((self.licence.expires_at - self.now).days, 0)

    @property
    def last_day(self) -> datetime:
        """Expiry is the end of the last day."""
        return self.licence.expires_at - timedelta(minutes=1)


@dataclass(frozen=True)
class Report:
    location: Location
    monday: date
    this_week: list[Fullness]
    last_week: list[Fullness]
    lapsing: list[Lapsing]
    failed: list[OutboxMessage]
    unfinished: int
    accounts: list[Account]

    @property
    def without_second_factor(self) -> int:
        return sum(1 for one in self.open_accounts if not one.second_factor)

    @property
    def open_accounts(self) -> list[Account]:
        return [one for one in self.accounts if one.user.is_active]

    @property
    def week_before(self) -> date:
        return week_before(self.monday)


def report(location: Location, *, now: datetime) -> Report:
    monday = monday_of(now.astimezone(ZoneInfo(location.zone)).date())
    return Report(
        location=location,
        monday=monday,
        this_week=fullness(location, monday),
        last_week=fullness(location, week_before(monday)),
        lapsing=lapsing(now=now),
        failed=_failed(location),
        unfinished=unfinished(location, now=now).count(),
        accounts=accounts(),
    )


def lapsing(*, now: datetime) -> list[Lapsing]:
    """The soonest first."""
    rows = Qualification.objects.filter(
        Q(expires_at__lt=now + LAPSES_WITHIN) | Q(permits_practice=False), practitioner__active=True
    )
    return [Lapsing(one, now) for one in rows.select_related("practitioner").order_by("expires_at", "pk")]


def _failed(location: Location) -> list[OutboxMessage]:
    """Given up, and nobody has told the patient by telephone since; the latest first."""
    rows = OutboxMessage.objects.filter(
        gave_up_at__isnull=False, called_at=None, withdrawn_at=None, appointment__location=location
    )
    return list(rows.select_related("appointment__patient").order_by("-gave_up_at")[:MOST])
