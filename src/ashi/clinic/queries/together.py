"""Several patients at the same time: who they are, what each comes for, and when all can begin at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import islice
from zoneinfo import ZoneInfo

from django.http import QueryDict

from ashi.clinic.queries.visits import name_of
from ashi.core.scheduling.together import MOST
from ashi.core.time import instant_of
from ashi.records.calendar.together import TogetherSearch
from ashi.records.models import HealthcareService, Location, Patient
from ashi.records.plans import Plan

DAYS, TIMES = 21, 60


@dataclass(frozen=True)
class Comer:
    """One of those who come, and the kind of visit."""

    patient: Patient
    service: HealthcareService


@dataclass(frozen=True)
class Together:
    """What an address or a form asks for: `sent` has with (ids), kind-ID of each, and first."""

    location: Location
    patient: Patient
    sent: QueryDict
    now: datetime
    zone: ZoneInfo = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "zone", ZoneInfo(self.location.zone))

    @cached_property
    def kinds(self) -> list[tuple[int, str]]:
        return [(one.pk, name_of(one)) for one in self._services]

    @cached_property
    def comers(self) -> list[Comer]:
        asked = [int(pk) for pk in self.sent.getlist("with") if pk.isascii() and pk.isdecimal() and len(pk) < 12]
        found = Patient.objects.filter(pk__in=asked, merged_into=None).exclude(pk=self.patient.pk).in_bulk()
        others = [found[pk] for pk in dict.fromkeys(asked) if pk in found]
        people = [self.patient, *others[: MOST - 1]]
        return [Comer(one, self._kind_of(one)) for one in people] if self._services else []

    @property
    def is_full(self) -> bool:
        return len(self.comers) >= MOST

    @cached_property
    def first(self) -> date:
        today = self.now.astimezone(self.zone).date()
        try:
            asked = date.fromisoformat(self.sent.get("first", ""))
        except ValueError:
            return today
        return min(max(asked, today), today + timedelta(days=400))

    def days(self) -> list[tuple[date, list[int]]]:
        """Each day with the starts on it, in cells."""
        found: dict[date, list[int]] = {}
        for start, _ in islice(self._search(self.first, self.first + timedelta(days=DAYS)).times(), TIMES):
            found.setdefault(instant_of(start).astimezone(self.zone).date(), []).append(start)
        return list(found.items())

    def plans_at(self, cell: int) -> Sequence[Plan] | None:
        """A plan for each, in their order; None when it is not free for all of them."""
        day = instant_of(cell).astimezone(self.zone).date()
        times = self._search(day, day + timedelta(days=1)).times()
        return next((plans for start, plans in times if start == cell), None)

    def _search(self, first: date, last: date) -> TogetherSearch:
        wanted = [(one.patient, one.service.pk) for one in self.comers]
        begins = datetime.combine(first, time(0), tzinfo=self.zone)
        return TogetherSearch(
            self.location,
            wanted,
            now=self.now,
            earliest=max(begins, self.now),
            latest=datetime.combine(last, time(0), tzinfo=self.zone),
        )

    @cached_property
    def _services(self) -> list[HealthcareService]:
        here = HealthcareService.objects.filter(roles__location=self.location, roles__active=True)
        return list(here.distinct().order_by("position", "pk"))

    def _kind_of(self, patient: Patient) -> HealthcareService:
        """What was chosen; else what they had last; else the first kind of new or returning patients."""
        chosen = self.sent.get(f"kind-{patient.pk}", "")
        last = patient.appointments.order_by("-start").values_list("service", flat=True).first()
        by_id = {str(one.pk): one for one in self._services}
        usual = next((one for one in self._services if (one.audience == "new") == (last is None)), self._services[0])
        return by_id.get(chosen) or by_id.get(str(last)) or usual
