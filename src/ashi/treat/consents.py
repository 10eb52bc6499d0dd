"""What this patient has agreed to, and what is still to be signed before it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from ashi.core.treatment import Asked, Given, Lack, Signer, Technique, is_minor, why_lacking
from ashi.records.models import Appointment, ConsentText, TreatmentConsent

BESIDE_ASKS = (Technique.MOXA, Technique.CUPPING, Technique.LAMP)


@dataclass(frozen=True)
class Agreement:
    """How it stands with one technique. `consent` is the newest that was signed, in force or not; None if never."""

    technique: Technique
    consent: TreatmentConsent | None
    lack: Lack | None

    @property
    def in_force(self) -> bool:
        return self.lack is None


@dataclass(frozen=True)
class Consents:
    """All of one patient's, as they stand for one visit."""

    visit: Appointment
    signed: tuple[TreatmentConsent, ...]
    versions: dict[str, str]
    now: datetime

    def of(self, technique: Technique) -> Agreement:
        asked = Asked(
            technique=technique,
            version=self.versions.get(technique, ""),
            plan=self.visit.care_plan_id,
            born=born_on(self.visit),
            today=self.today,
            now=self.now,
        )
        about = [one for one in self.signed if one.text.technique == technique]
        return Agreement(technique, self._best(about, asked), why_lacking(asked, map(_given, about)))

    @cached_property
    def all(self) -> tuple[Agreement, ...]:
        return tuple(self.of(technique) for technique in Technique)

    def lacking(self, techniques: Iterable[Technique]) -> tuple[Agreement, ...]:
        wanted = frozenset(techniques)
        return tuple(one for one in self.all if one.technique in wanted and not one.in_force)

    @property
    def by_guardian(self) -> bool:
        """Only a guardian may sign today."""
        return is_minor(born_on(self.visit), today=self.today)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.visit.location.zone)).date()

    def _best(self, about: list[TreatmentConsent], asked: Asked) -> TreatmentConsent | None:
        """The newest in force, else the newest."""
        good = [one for one in about if why_lacking(asked, [_given(one)]) is None]
        return next(reversed(good or about), None)


def born_on(visit: Appointment) -> date | None:
    """As the clinic knows it, or as it was said in the safety check."""
    return visit.patient.birth_date or (visit.clearance.birth_date if visit.clearance else None)


def consents_of(visit: Appointment, *, now: datetime) -> Consents:
    rows = TreatmentConsent.objects.filter(patient=visit.patient_id).select_related("text", "practitioner")
    versions = dict(ConsentText.objects.filter(in_force=True).values_list("technique", "version"))
    return Consents(visit, tuple(rows.order_by("signed_at", "pk")), versions, now)


def _given(row: TreatmentConsent) -> Given:
    return Given(
        technique=Technique(row.text.technique),
        version=row.text.version,
        signer=Signer(row.signer),
        signed=row.signed_at,
        good_until=row.good_until,
        plan=row.care_plan_id,
        withdrawn=row.withdrawn_at is not None,
    )
