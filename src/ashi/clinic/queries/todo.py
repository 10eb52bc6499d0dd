"""What needs a person: patients to ask after; visits without a licence or outside of the hours, uncleared, not asked
about, unfinished; calls; doubles; reviews."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from ashi.clinic.queries.charts import Charts, waiting_charts
from ashi.clinic.queries.duplicates import Pair, likely_pairs
from ashi.clinic.queries.licences import without_licence
from ashi.clinic.queries.outside import outside
from ashi.clinic.queries.told_after import ToldAfter, told_after
from ashi.clinic.queries.unfinished import unfinished
from ashi.clinic.queries.visits import with_everything
from ashi.core.evidence.claims import Claim
from ashi.knowledge.claims import overdue_claims
from ashi.messaging.calls import Call, waiting_calls
from ashi.records.models import Appointment, AppointmentStatus, Location
from ashi.records.unanswered import UNANSWERED

ASK_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class ToDo:
    told_after: tuple[ToldAfter, ...]
    unlicensed: tuple[Appointment, ...]
    pending: tuple[Appointment, ...]
    not_asked: tuple[Appointment, ...]
    calls: tuple[Call, ...]
    pairs: tuple[Pair, ...]
    unfinished: tuple[Appointment, ...]
    outside: tuple[Appointment, ...]
    overdue: tuple[Claim, ...]
    charts: Charts

    @property
    def count(self) -> int:
        lists = (self.unlicensed, self.pending, self.not_asked, self.calls, self.pairs, self.unfinished, self.outside)
        return sum(len(one) for one in (*lists, self.overdue, self.charts, self.told_after))


def to_do(location: Location, *, now: datetime) -> ToDo:
    visits = with_everything().filter(location=location)
    not_asked = visits.filter(UNANSWERED, start__gt=now, start__lt=now + ASK_AHEAD)
    return ToDo(
        told_after=tuple(told_after(location)),
        unlicensed=tuple(without_licence(location, now=now)),
        pending=tuple(visits.filter(status=AppointmentStatus.PENDING, clear_by__gt=now).order_by("clear_by")),
        not_asked=tuple(not_asked.order_by("start")),
        calls=tuple(waiting_calls(location, now=now)),
        pairs=tuple(likely_pairs()),
        unfinished=tuple(unfinished(location, now=now)),
        outside=tuple(outside(location, now=now)),
        overdue=overdue_claims(timezone.localdate(now)),
        charts=waiting_charts(location, now=now),
    )
