"""Free times as the desk needs them: in any room or in this one, for this patient, for a visit that is to move."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from ashi.clinic.queries.beside import beside_visits, free_of, taken_by_patient
from ashi.core.scheduling.bitset import Stretches
from ashi.core.scheduling.search import Diary, Offer, Wanted, any_starts, nearest, offers
from ashi.core.scheduling.spread import spread, starts_by_gaps
from ashi.core.time import ceil_cell, cell_of, instant_of, local_day
from ashi.records.calendar.offers import Search
from ashi.records.models import Appointment, Location, Patient, Practitioner
from ashi.records.plans import Plan, visit_of

LOOK_AHEAD = timedelta(days=21)
DAYS, TIMES = 3, 8


@dataclass(frozen=True)
class Asked:
    """What the desk looks for. `room_id`: only there; `moving`: its own time counts as free; `lane` 1: squeezed in;
    `also`: a start that is offered though it is off the grid, because somebody has pointed at it."""

    location: Location
    service_id: int
    now: datetime
    practitioner_id: int | None = None
    room_id: int | None = None
    patient: Patient | None = None
    moving: Appointment | None = None
    lane: int = 0
    also: int | None = None


@dataclass(frozen=True)
class DayTimes:
    day: date
    times: tuple[Offer, ...]


class DeskTimes:
    """`first` and `last`: the days looked at."""

    def __init__(self, asked: Asked, first: date, last: date | None = None) -> None:
        self.asked, self.first, self.last = asked, first, last or first + LOOK_AHEAD
        self.zone = ZoneInfo(asked.location.zone)

    @cached_property
    def search(self) -> Search:
        begins, ends = (datetime.combine(day, time(), self.zone) for day in (self.first, self.last + timedelta(days=1)))
        return Search(
            self.asked.location,
            self.asked.service_id,
            now=self.asked.now,
            practitioner_id=self.asked.practitioner_id,
            earliest=begins,
            latest=ends,
            by_desk=True,
        )

    @cached_property
    def diary(self) -> Diary:
        diary = self.search.diary.for_service(self.search.service, self.search.people)
        if self.asked.lane:
            people = {pk: Stretches(beside_visits(self.search.diary, pk)) for pk in diary.practitioners}
            diary = replace(diary, practitioners=people)
        if self.asked.moving:
            diary = free_of(self.asked.moving, diary, self.search.diary.facts)
        if self.asked.room_id is not None:
            rooms = {pk: free for pk, free in diary.rooms.items() if pk == self.asked.room_id}
            diary = replace(diary, rooms=rooms)
        return diary

    @cached_property
    def bounds(self) -> int:
        """Starts that are not past, within the days looked at."""
        first = max(self.asked.now, self._instant(self.first))
        return self._between(first, self._instant(self.last + timedelta(days=1)))

    @cached_property
    def wanted(self) -> Wanted:
        window = self.search.diary.facts.window
        wanted = self.search.diary.wanted(self.search.service)
        if self.asked.moving:
            wanted = replace(wanted, variants=(visit_of(self.asked.moving),))
        busy = 0
        if self.asked.patient:
            busy = taken_by_patient(self.asked.patient, window, leaving_out=self.asked.moving)
        allowed = self.bounds & (self._also | (window.every if wanted.allowed is None else wanted.allowed))
        return replace(wanted, allowed=allowed & ~self._own, patient=window.every & ~busy)

    @property
    def _own(self) -> int:
        """Where a visit is already is nowhere to move to, unless somebody or somewhere else is asked for."""
        moving, begin = self.asked.moving, self.search.diary.facts.window.start
        if moving is None or self.asked.practitioner_id not in (None, moving.practitioner_id) or self.asked.room_id:
            return 0
        position = cell_of(moving.start) - begin
        return 1 << position if position >= 0 else 0

    @property
    def _also(self) -> int:
        window, also = self.search.diary.facts.window, self.asked.also
        return 1 << also - window.start if also is not None and window.start <= also < window.end else 0

    @property
    def names(self) -> dict[int, str]:
        """Given names, by the acupuncturist's id."""
        return dict(Practitioner.objects.filter(pk__in=self.diary.practitioners).values_list("pk", "given_name"))

    def days(self) -> list[DayTimes]:
        """The next days with free times, a few well chosen times of each; the one pointed at among them if free."""
        begin = self.search.diary.facts.window.start
        classes = starts_by_gaps(self.wanted, self.diary)
        found, chosen = [], 0
        for day in self._days():
            mask = self._bits_of(day)
            bits = sum(1 << at for at in spread([one & mask for one in classes], TIMES, always=self._also))
            if bits:
                found.append((day, bits))
                chosen |= bits
            if len(found) == DAYS:
                break
        best = self._best(chosen)
        return [DayTimes(day, self._of_day(bits, begin, best)) for day, bits in found]

    def _best(self, starts: int) -> dict[int, Offer]:
        """The first offer of each start."""
        best: dict[int, Offer] = {}
        for offer in offers(replace(self.wanted, allowed=starts), self.diary):
            best.setdefault(offer.start, offer)
        return best

    def _of_day(self, bits: int, begin: int, best: dict[int, Offer]) -> tuple[Offer, ...]:
        return tuple(offer for start, offer in sorted(best.items()) if bits >> start - begin & 1)

    def nearest(self, cell: int, count: int = 3) -> list[Offer]:
        window = self.search.diary.facts.window
        starts = nearest(any_starts(self.wanted, self.diary), cell, count, window=window)
        best = self._best(sum(1 << start - window.start for start in starts))
        return [best[start] for start in sorted(starts)]

    def plan_at(self, cell: int, *, off_grid: bool = False) -> Plan | None:
        """The best plan that begins at this cell. `off_grid`: any five minutes, because a person has placed it."""
        window = self.search.diary.facts.window
        if not window.start <= cell < window.end:
            return None
        allowed = 1 << cell - window.start & (self.bounds if off_grid else self.wanted.allowed or 0)
        offer = next(offers(replace(self.wanted, allowed=allowed), self.diary), None)
        return self.search.plan_of(offer) if offer else None

    def _days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def _bits_of(self, day: date) -> int:
        span = local_day(day, self.zone)
        return self._between(instant_of(span.start), instant_of(span.end))

    def _between(self, earliest: datetime, latest: datetime) -> int:
        return self.search.diary.facts.window.between(ceil_cell(earliest), ceil_cell(latest))

    def _instant(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone)
