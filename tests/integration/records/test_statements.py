"""Rows written by statements.py are the rows that Django would have written."""

from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

import pytest
from django.db import models

from ashi.records import statements
from ashi.records.models import AuditEvent, Occupancy, OccupancyKind, Patient, Resource, ResourceKind
from tests import cast

AT = datetime(2026, 11, 29, 14, 5, 7, 123456, tzinfo=UTC)
PERSON = {"name": "Niño (invented)", "language": "es", "created_at": AT, "invented": True}


def kept(row: models.Model) -> dict[str, Any]:
    """The row as the tables have it."""
    values = type(row)._base_manager.filter(pk=row.pk).values().get()
    return {name: value for name, value in values.items() if name != "id"}


def both(make: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is kept of one row written here, and of one written by Django."""
    ours, theirs = make(), make()
    statements.insert(ours)
    theirs.save(force_insert=True)
    assert ours.pk
    assert not ours._state.adding
    return kept(ours), kept(theirs)


@pytest.mark.django_db
@pytest.mark.parametrize("at", [AT, AT.astimezone(timezone(timedelta(hours=-5))), AT.replace(microsecond=0)])
@pytest.mark.parametrize("detail", [{}, {"late": True, "from": None, "words": "año"}])
def test_instants_of_any_zone_and_details(at: datetime, detail: dict[str, Any]) -> None:
    ours, theirs = both(lambda: AuditEvent(at=at, by="client:1", action="x", entity="Patient/1", detail=detail))
    assert ours == theirs
    assert (ours["at"], ours["detail"]) == (AT.replace(microsecond=at.microsecond), detail)


@pytest.mark.django_db
def test_a_person_with_everything_and_one_with_little() -> None:
    little = both(lambda: Patient(resource=Resource.objects.create(kind=ResourceKind.PATIENT), **PERSON))
    much = both(
        lambda: Patient(
            resource=Resource.objects.create(kind=ResourceKind.PATIENT), birth_date=AT.date(), email="a@b.c", **PERSON
        )
    )
    for ours, theirs in (little, much):
        assert ours | {"resource_id": 0} == theirs | {"resource_id": 0}
    assert much[0]["birth_date"] == AT.date()


@pytest.mark.django_db
def test_several_at_once() -> None:
    clinic = cast.open_clinic()
    visit = cast.booked(clinic, cast.next_weekday(1, time(10), after=datetime.now(UTC)))
    resource, n = clinic.bao.resource, 50
    times = [Occupancy(resource=resource, start=at, end=at + 1, kind="booked", appointment=visit) for at in (n, n + 2)]
    statements.insert_all(times)
    Occupancy(resource=resource, start=n + 4, end=n + 5, kind=OccupancyKind.BOOKED, appointment=visit).save()
    found = [kept(row) for row in Occupancy.objects.filter(end__lt=n + 9).order_by("start")]
    assert [(row["start"], row["end"]) for row in found] == [(n, n + 1), (n + 2, n + 3), (n + 4, n + 5)]
    assert all(row | {"start": 0, "end": 0} == found[2] | {"start": 0, "end": 0} for row in found)


def test_what_fills_itself_in_is_refused() -> None:
    with pytest.raises(TypeError, match="fills itself in"):
        statements._column(models.DateTimeField(auto_now_add=True))
