"""A telephone booking that is being put together: what has been typed and chosen so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext

from ashi.clinic.forms.looking import ANYONE, workers_at
from ashi.clinic.forms.phone import NEW, Choices
from ashi.clinic.instants import cell_at, day_at, key_of
from ashi.clinic.queries.people import CAME, Found, find_people, with_visits
from ashi.clinic.queries.times import Asked, DayTimes, DeskTimes
from ashi.clinic.queries.visits import name_of
from ashi.clinic.reading import read
from ashi.clinic.screening import Read, read_aloud
from ashi.core.time import instant_of
from ashi.knowledge.safety.emergencies import emergency_signs
from ashi.records import rules
from ashi.records.models import Audience, HealthcareService, Location, Patient
from ashi.web import wording
from ashi.web.forms import with_hint


@dataclass(frozen=True)
class Draft:
    """`sent`: the fields as they stand in the address or the form."""

    location: Location
    sent: Mapping[str, Any]
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.location.zone)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    @property
    def text(self) -> str:
        return str(self.sent.get("q", "")).strip()

    @cached_property
    def patient(self) -> Patient | None:
        """Whoever was chosen; merged records lead to the one they became."""
        asked = str(self.sent.get("who") or self.sent.get("patient") or "")
        if not asked.isdecimal():
            return None
        return Patient.objects.filter(pk=int(asked), merged_into=None).first()

    @cached_property
    def found(self) -> list[Found]:
        people = find_people(self.text, today=self.today, now=self.now) if self.text else []
        if self.patient and all(one.patient.pk != self.patient.pk for one in people):
            people = [*with_visits([self.patient], now=self.now), *people]
        return people

    @property
    def who(self) -> str:
        """Chosen before, or the only one there can be."""
        if self.patient:
            return str(self.patient.pk)
        if self.sent.get("who") == NEW or (self.text and not self.found):
            return NEW
        return ""

    @cached_property
    def services(self) -> list[HealthcareService]:
        """Those that suit the person first."""
        every = HealthcareService.objects.filter(phases__isnull=False, roles__location=self.location).distinct()
        return sorted(every, key=lambda one: (one.audience != self.audience, one.position, one.pk))

    @property
    def audience(self) -> str:
        been_here = self.patient and self.patient.appointments.filter(status__in=CAME).exists()
        return Audience.RETURNING if been_here else Audience.NEW

    def service(self, *, fitting: bool = False) -> HealthcareService | None:
        """The one chosen, unless `fitting` and it is for the other sort of patient."""
        asked = str(self.sent.get("service") or "")
        chosen = next((one for one in self.services if str(one.pk) == asked), None)
        if chosen and not (fitting and chosen.audience != self.audience):
            return chosen
        return self.services[0] if self.services else None

    @property
    def no_longer_fits(self) -> bool:
        """The person was chosen after the kind of visit had been proposed, and nobody chose that kind on purpose."""
        proposed = str(self.sent.get("proposed") or "")
        kind, _, audience = proposed.partition(":")
        unchanged = kind == str(self.sent.get("service") or "") and audience != self.audience
        chosen = self.service()
        return bool(proposed) and unchanged and chosen is not None and chosen.audience != self.audience

    @property
    def practitioner_id(self) -> int | None:
        asked = str(self.sent.get("practitioner") or "")
        return int(asked) if asked in dict(workers_at(self.location)) else None

    @property
    def at(self) -> int | None:
        return cell_at(str(self.sent.get("at") or ""))

    @property
    def first(self) -> date:
        try:
            asked = day_at(str(self.sent.get("first") or ""))
        except ValueError:
            asked = instant_of(self.at).astimezone(self.zone).date() if self.at is not None else self.today
        return max(asked, self.today)

    @property
    def room_id(self) -> int | None:
        """The room whose free stretch was pressed, as long as that time is the one wanted."""
        room, its_time = str(self.sent.get("room") or ""), self.sent.get("room_at") or self.sent.get("at")
        return int(room) if room.isdecimal() and its_time == self.sent.get("at") else None

    @property
    def squeeze(self) -> bool:
        return bool(self.sent.get("squeeze"))

    def times(self, service: HealthcareService, *, room_id: int | None = None) -> DeskTimes:
        asked = Asked(
            Location.objects.get(pk=self.location.pk),
            service.pk,
            self.now,
            practitioner_id=self.practitioner_id,
            room_id=room_id,
            patient=self.patient,
            lane=1 if self.squeeze else 0,
            also=self.at,
        )
        return DeskTimes(asked, self.first)

    def missed(self, days: list[DayTimes]) -> bool:
        """Was a time pointed at that cannot be had?"""
        return self.at is not None and all(offer.start != self.at for day in days for offer in day.times)

    def typed(self) -> dict[str, Any]:
        """What the search box already says of somebody new."""
        typed = read(self.text, day_first=get_language() != "en", today=self.today)
        if typed.words:
            return {"name": self.text}
        if typed.dates:
            return {"birth": typed.dates[0]}
        return {"phone": self.text} if typed.digits else {}

    def choices(self, days: list[DayTimes], names: Mapping[int, str]) -> dict[str, Choices]:
        return {
            "who": [*((str(one.patient.pk), self._person(one)) for one in self.found), (NEW, gettext("Somebody new"))],
            "service": [(str(one.pk), name_of(one)) for one in self.services],
            "practitioner": [(ANYONE, gettext("Anybody")), *workers_at(self.location)],
            "at": [(key_of(offer.start), self._time(offer.start)) for day in days for offer in day.times],
            "yes": question_choices(),
        }

    def _person(self, one: Found) -> Any:
        patient = one.patient
        facts = [
            wording.day_of_year(patient.birth_date) if patient.birth_date else "",
            wording.phone_number(patient.phone) if patient.phone else patient.email,
            self._visit_words(one),
        ]
        return with_hint(patient.name, " · ".join(fact for fact in facts if fact))

    def _visit_words(self, one: Found) -> str:
        if one.coming:
            return gettext("next visit %(day)s") % {"day": wording.short_day(one.coming.astimezone(self.zone))}
        return (
            gettext("last here %(day)s") % {"day": wording.short_day(one.last.astimezone(self.zone))}
            if one.last
            else ""
        )

    def _time(self, cell: int) -> str:
        return wording.clock_exact(instant_of(cell).astimezone(self.zone).time())


def questions() -> tuple[Read, ...]:
    return read_aloud(rules.in_force())


def question_choices() -> Choices:
    names = [name for sign in emergency_signs(rules.in_force()) for name in (sign.id, *sign.follow)]
    return [(name, name) for name in names]
