"""How often something went wrong at a place, among how many treatments and needles.

Counted are treatments whose needles went in within the stretch and that are over. A treatment in which the same thing
happened twice counts once: the rate is of treatments, not of reports. What was withdrawn counts nowhere.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Sum

from ashi.core.evidence.rates import Rate
from ashi.core.treatment.adverse import Category, Relation, Reporter, Severity, Standing
from ashi.knowledge.treatment.adverse import adverse_words
from ashi.records.models import AdverseEvent, EncounterStatus, Location, Needle
from ashi.treat.adverse import standing_of

OVER = (EncounterStatus.ENDED, EncounterStatus.CLOSED)


@dataclass(frozen=True)
class Counted:
    """`events` reports of it, in how many of all treatments; among all needles where it happens to a needle."""

    what: str
    events: int
    treatments: Rate
    needles: Rate | None = None


@dataclass(frozen=True)
class Rates:
    since: datetime
    until: datetime
    treatments: int
    people: int
    needles: int
    anything: Counted
    categories: tuple[Counted, ...]
    none_of: tuple[Counted, ...]
    severities: tuple[Counted, ...]
    told_by_patients: int
    not_judged: int
    unlikely: int
    elsewhere: int

    @property
    def enough(self) -> bool:
        return self.anything.treatments.enough


@dataclass(frozen=True)
class _Event:
    visit: int
    reporter: str
    now: Standing


def rates(location: Location, *, since: datetime, until: datetime) -> Rates:
    """Of treatments opened from `since` to before `until`."""
    needles = Needle.objects.filter(
        set__encounter__appointment__location=location,
        set__encounter__status__in=OVER,
        set__encounter__opened_at__gte=since,
        set__encounter__opened_at__lt=until,
    )
    total = needles.aggregate(
        treatments=Count("set__encounter", distinct=True),
        people=Count("set__encounter__appointment__patient", distinct=True),
        needles=Sum("inserted"),
    )
    treated = set(needles.values_list("set__encounter__appointment", flat=True).distinct())
    events = [one for one in _events(location, since, until) if not one.now.withdrawn]
    inside = [one for one in events if one.visit in treated]
    count = _counting(inside, total["treatments"], total["needles"] or 0)
    kinds = [count(str(one), _of(category=one), per_needle=_per_needle(one)) for one in Category]
    return Rates(
        since=since,
        until=until,
        treatments=total["treatments"],
        people=total["people"],
        needles=total["needles"] or 0,
        anything=count("", lambda _: True),
        categories=tuple(sorted((one for one in kinds if one.events), key=lambda one: (-one.events, one.what))),
        none_of=tuple(one for one in kinds if not one.events),
        severities=tuple(count(str(one), _of(severity=one)) for one in Severity),
        told_by_patients=sum(one.reporter == Reporter.PATIENT for one in inside),
        not_judged=sum(one.now.relation is None for one in inside),
        unlikely=sum(one.now.relation is Relation.UNLIKELY for one in inside),
        elsewhere=len(events) - len(inside),
    )


def _events(location: Location, since: datetime, until: datetime) -> list[_Event]:
    """By the time of the visit, so that they are of the same stretch as what they are counted among."""
    rows: QuerySet[AdverseEvent] = AdverseEvent.objects.filter(
        appointment__location=location, appointment__start__gte=since, appointment__start__lt=until
    ) | AdverseEvent.objects.filter(
        appointment__location=location,
        appointment__encounter__opened_at__gte=since,
        appointment__encounter__opened_at__lt=until,
    )
    found = rows.distinct().prefetch_related("amendments")
    return [_Event(row.appointment_id, row.reporter, standing_of(row)) for row in found]


def _of(**wanted: object) -> Callable[[_Event], bool]:
    return lambda event: all(getattr(event.now, name) == value for name, value in wanted.items())


def _per_needle(category: Category) -> bool:
    return adverse_words().kinds[category].per_needle


def _counting(events: Iterable[_Event], treatments: int, needles: int) -> Callable[..., Counted]:
    known = list(events)

    def count(what: str, fits: Callable[[_Event], bool], *, per_needle: bool = False) -> Counted:
        found = [one for one in known if fits(one)]
        among = Rate(min(len(found), needles), needles) if per_needle and needles else None
        return Counted(what, len(found), Rate(len({one.visit for one in found}), treatments), among)

    return count
