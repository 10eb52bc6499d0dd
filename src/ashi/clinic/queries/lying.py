"""Who lies with needles at this moment, by the charts; and on the board also by the plan where nothing is charted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from ashi.clinic.queries.day import day_sheet
from ashi.clinic.sheet.state import State
from ashi.core.time import instant_of, local_day
from ashi.core.treatment.watch import Stage, Watch, watch
from ashi.records.models import Appointment, EncounterStatus, Location, NeedleSet, OpeningHours

_BY_PLAN = {
    State.IN: Stage.GOING_IN,
    State.RESTING: Stage.RESTING,
    State.OUT: Stage.COMING_OUT,
    State.OVERDUE: Stage.OVERDUE,
}


@dataclass(frozen=True)
class Lying:
    """`charted`: a needle was tapped in; otherwise it is what the plan of the visit says."""

    visit: Appointment
    watch: Watch
    past_closing: bool = False
    charted: bool = True

    @property
    def is_overdue(self) -> bool:
        return self.watch.stage is Stage.OVERDUE

    @property
    def is_alarming(self) -> bool:
        return self.is_overdue or self.past_closing

    @property
    def short_name(self) -> str:
        """What a passer-by may see: Ana Invented is Ana I."""
        first, *others = self.visit.patient.name.split() or [""]
        return f"{first} {others[-1][0]}." if others else first


def lying(*, now: datetime, location: Location | None = None, practitioner: int | None = None) -> list[Lying]:
    """Charts with needles that are not counted out, the most urgent first; one row for each patient."""
    sets = NeedleSet.objects.filter(
        started_at__isnull=False, removed_at__isnull=True, encounter__status=EncounterStatus.OPEN
    ).select_related(*(f"encounter__appointment__{name}" for name in ("patient", "room", "practitioner", "location")))
    if location is not None:
        sets = sets.filter(encounter__appointment__location=location)
    if practitioner is not None:
        sets = sets.filter(encounter__practitioner=practitioner)
    rows = [one for one in sets if one.started_at]
    closing = _closing(rows)
    found: dict[int, Lying] = {}
    for one in rows:
        visit = one.encounter.appointment
        shown = Lying(visit, _watched(one, now), past_closing=now >= closing[one.pk])
        before = found.get(visit.pk)
        if before is None or shown.watch.urgency > before.watch.urgency:
            found[visit.pk] = shown
    return _in_order(found.values())


def everybody_lying(location: Location, *, now: datetime) -> list[Lying]:
    """By the charts, and of visits of today without a needle in a chart, by their plan."""
    charted = lying(now=now, location=location)
    sheet = day_sheet(location, now.astimezone(ZoneInfo(location.zone)).date(), now=now)
    shown = [one for one in sheet.visits if one.doing.state in _BY_PLAN]
    known = charted_visits(one.visit for one in shown)
    planned = [
        Lying(one.visit, Watch(_BY_PLAN[one.doing.state], one.doing.minutes), charted=False)
        for one in shown
        if one.visit.pk not in known
    ]
    return _in_order([*charted, *planned])


def charted_visits(visits: Iterable[Appointment]) -> set[int]:
    """Of these, the visits whose chart knows of needles: it knows better than the plan does."""
    rows = NeedleSet.objects.filter(encounter__appointment__in=list(visits), started_at__isnull=False)
    return set(rows.values_list("encounter__appointment", flat=True))


def _in_order(rows: Iterable[Lying]) -> list[Lying]:
    return sorted(rows, key=lambda one: (one.is_alarming, one.watch.urgency), reverse=True)


def _watched(one: NeedleSet, now: datetime) -> Watch:
    assert one.started_at is not None
    return watch(
        started=one.started_at, inserted=one.inserted_at, rest_until=one.rest_until, removal=one.removal_at, now=now
    )


def _closing(sets: list[NeedleSet]) -> dict[int, datetime]:
    """When the clinic closes on the day each set went in; on a day without hours, at midnight."""
    places = {one.encounter.appointment.location_id for one in sets}
    hours = list(OpeningHours.objects.filter(location__in=places)) if places else []
    found: dict[int, datetime] = {}
    for one in sets:
        location = one.encounter.appointment.location
        zone = ZoneInfo(location.zone)
        assert one.started_at is not None
        day = one.started_at.astimezone(zone).date()
        closes = [row.closes for row in hours if row.location_id == location.pk and row.weekday == day.weekday()]
        if not closes or time(0) in closes:
            found[one.pk] = instant_of(local_day(day, zone).end)
        else:
            found[one.pk] = datetime.combine(day, max(closes), tzinfo=zone)
        if found[one.pk] <= one.started_at:  # treated after hours: an hour is long enough for one visit
            found[one.pk] = one.started_at + timedelta(hours=1)
    return found
