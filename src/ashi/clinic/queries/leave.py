"""What is laid over the diary from now on, and the visits it hits."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from ashi.clinic.queries.shut import reason_of
from ashi.clinic.queries.visits import with_everything
from ashi.core.time import ceil_cell, floor_cell
from ashi.records.models import EXPECTED, Absence, Appointment, Closure, Location, Occupancy


@dataclass(frozen=True)
class LaidOver:
    """`kind` is absence or closure; `hit` the visits that still stand in it."""

    location: Location
    kind: str
    pk: int
    what: str
    reason: str
    start: datetime
    end: datetime
    hit: tuple[Appointment, ...]
    resource_id: int | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.location.zone)

    @property
    def begins(self) -> datetime:
        """As the wall shows it."""
        return self.start.astimezone(self.zone)

    @property
    def ends(self) -> datetime:
        return self.end.astimezone(self.zone)


def laid_over(location: Location, *, now: datetime) -> list[LaidOver]:
    closures = [
        _closure(one) for one in Closure.objects.filter(location=location, end__gt=now).select_related("location")
    ]
    absences = [_absence(one, location) for one in _absences(location).filter(end__gt=now)]
    return sorted([*closures, *absences], key=lambda one: (one.start, one.kind, one.pk))


def one_laid_over(location: Location, kind: str, pk: int) -> LaidOver | None:
    """The absence or the closure of this number, if it is of this location."""
    if kind == "closure":
        closure = Closure.objects.filter(location=location, pk=pk).select_related("location").first()
        return _closure(closure) if closure else None
    absence = _absences(location).filter(pk=pk).first()
    return _absence(absence, location) if absence else None


def _absences(location: Location) -> QuerySet[Absence]:
    here = (
        Q(resource__practitioner__roles__location=location, resource__practitioner__roles__active=True)
        | Q(resource__room__location=location)
        | Q(resource__device__location=location)
    )
    return (
        Absence.objects.filter(here)
        .select_related("resource__practitioner", "resource__room", "resource__device")
        .distinct()
    )


def _closure(closure: Closure) -> LaidOver:
    expected = with_everything().filter(
        location=closure.location_id, status__in=EXPECTED, start__lt=closure.end, end__gt=closure.start
    )
    hit = tuple(expected.order_by("start"))
    what = gettext("The clinic is closed")
    return LaidOver(closure.location, "closure", closure.pk, what, reason_of(closure), closure.start, closure.end, hit)


def _absence(absence: Absence, location: Location) -> LaidOver:
    """A visit is hit when it needs the resource just then: an acupuncturist is not needed while the patient rests."""
    needed = Occupancy.objects.filter(
        resource=absence.resource_id,
        start__lt=ceil_cell(absence.end),
        end__gt=floor_cell(absence.start),
        appointment__isnull=False,
    )
    hit = with_everything().filter(pk__in=needed.values("appointment"), status__in=EXPECTED, location=location)
    return LaidOver(
        location,
        "absence",
        absence.pk,
        _name_of(absence),
        absence.reason,
        absence.start,
        absence.end,
        tuple(hit.order_by("start")),
        absence.resource_id,
    )


def _name_of(absence: Absence) -> str:
    for kind in ("practitioner", "room", "device"):
        if found := getattr(absence.resource, kind, None):
            return str(found)
    return ""
