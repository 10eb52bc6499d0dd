"""A visit with needles in, written straight into the tables, for the tests of what the tables refuse."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection

from ashi.records import adverse_guards, audit_guards, chart_guards, consent_guards, guards, note_guards
from ashi.records.models import (
    AdverseEvent,
    Appointment,
    Encounter,
    EncounterStatus,
    MissingNeedles,
    Needle,
    NeedleSet,
    Patient,
    ScreenResult,
)
from tests import cast

NOW = datetime.now(UTC)
EVERY = {
    **chart_guards.GUARDS,
    **note_guards.GUARDS,
    **consent_guards.GUARDS,
    **adverse_guards.GUARDS,
    **audit_guards.GUARDS,
}


def arrived(
    clinic: cast.Clinic,
    result: ScreenResult | None = ScreenResult.CLEAR,
    *,
    agreed: bool = True,
    patient: Patient | None = None,
    **changes: Any,
) -> Appointment:
    """Ana is here; her safety check said this, or was never made; she has `agreed` to everything."""
    visit = cast.booked(clinic, cast.next_weekday(0, time(10), after=NOW), patient=patient)
    if agreed:
        cast.agreed(visit.patient, clinic)
    values = {
        "status": "arrived",
        "screened": result is not None,
        "clearance": cast.cleared(result) if result else None,
        **changes,
    }
    Appointment.objects.filter(pk=visit.pk).update(**values)
    visit.refresh_from_db()
    return visit


def make_another(visit: Appointment) -> Appointment:
    """The same visit under another reference."""
    values = {field.attname: getattr(visit, field.attname) for field in Appointment._meta.concrete_fields}
    return Appointment.objects.create(**{**values, "id": None, "reference": "OTHER"})


def opened(visit: Appointment) -> Encounter:
    return Encounter.objects.create(
        appointment=visit,
        practitioner=visit.practitioner,
        status=EncounterStatus.OPEN,
        opened_at=NOW,
        opened_by="user:1",
    )


def begun(encounter: Encounter, number: int = 1) -> NeedleSet:
    return NeedleSet.objects.create(encounter=encounter, number=number, region="back", started_at=NOW)


def put_in(needles: NeedleSet, inserted: int = 2, **changes: Any) -> Needle:
    values = {"point": "BL23", "side": "both", "inserted": inserted, **changes}
    return Needle.objects.create(set=needles, **values)


def resting(encounter: Encounter, inserted: int = 2) -> Needle:
    """A set whose needles are all in."""
    needle = put_in(begun(encounter, encounter.sets.count() + 1), inserted)
    NeedleSet.objects.filter(pk=needle.set_id).update(inserted_at=NOW, rest_until=NOW + timedelta(minutes=25))
    return needle


def take_out(needle: Needle, removed: int) -> None:
    Needle.objects.filter(pk=needle.pk).update(removed=removed)
    NeedleSet.objects.filter(pk=needle.set_id).update(removal_at=NOW, removed_at=NOW)


def close(encounter: Encounter) -> None:
    later = {"ended_at": NOW, "ended_by": "user:1", "closed_at": NOW, "closed_by": "user:1"}
    Encounter.objects.filter(pk=encounter.pk).update(status=EncounterStatus.CLOSED, **later)


def declare_missing(needle: Needle, count: int = 1, **changes: Any) -> MissingNeedles:
    values = {
        "searched": ["body", "linen", "floor"],
        "reason": "not found",
        "second_person": "Dana",
        "incident": "written down",
        "patient_told_at": NOW,
        "declared_at": NOW,
        "declared_by": "user:1",
        **changes,
    }
    return MissingNeedles.objects.create(needle=needle, count=count, **values)


def incident(missing: MissingNeedles, **changes: Any) -> AdverseEvent:
    return harmed(missing.needle.set.encounter.appointment, category="retained_needle", missing=missing, **changes)


def harmed(visit: Appointment, **changes: Any) -> AdverseEvent:
    """An adverse event that Bao has written down."""
    values = {
        "reporter": "acupuncturist",
        "category": "needle_pain",
        "severity": "mild",
        "relation": "certain",
        "onset": "during",
        "action": "none",
        "outcome": "resolved",
        "recorded_at": NOW,
        "by_name": "Bao",
        "by": "user:1",
        **changes,
    }
    return AdverseEvent.objects.create(appointment=visit, **values)


def leave_in(needle: Needle, count: int) -> None:
    Needle.objects.filter(pk=needle.pk).update(
        left_in=count, left_consent="press needles 1", left_until=date(2030, 1, 1)
    )


def drop(name: str) -> None:
    """Take one guard away, and see that it is gone."""
    table = EVERY[name].table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
        else:
            cursor.execute(f"DROP TRIGGER {name}")
    assert guards.missing() == [name]


def raw(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
