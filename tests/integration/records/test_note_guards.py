"""A signed chart stays as it was signed, in the tables themselves; each guard has a control without it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from ashi.records import guards, note_guards
from ashi.records.models import Amendment, Beside, BesideKind, CautionAnswer, Encounter, Needle, NeedleSet
from tests import cast
from tests.integration.records import charting
from tests.integration.records.charting import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def encounter() -> Encounter:
    """Open, with a needle in and out again."""
    found = charting.opened(charting.arrived(cast.open_clinic()))
    charting.take_out(charting.resting(found, 2), 2)
    _beside(found)
    _caution(found)
    return found


def _beside(encounter: Encounter) -> Beside:
    return Beside.objects.create(encounter=encounter, kind=BesideKind.MOXA, place="ST36", at=NOW, by="user:1")


def _caution(encounter: Encounter, point: str = "GB21") -> CautionAnswer:
    said = {"rule": "D1", "rules_version": "2026", "reason": "shallow", "by_name": "Bao", "by": "user:1"}
    return CautionAnswer.objects.create(encounter=encounter, point=point, at=NOW, **said)


def _amend(encounter: Encounter) -> Amendment:
    return Amendment.objects.create(encounter=encounter, text="left", reason="slip", by_name="Bao", by="user:1", at=NOW)


def of(encounter: Encounter) -> Any:
    return Encounter.objects.filter(pk=encounter.pk)


def later(encounter: Encounter) -> Any:
    return NeedleSet.objects.filter(encounter=encounter).update(started_at=NOW - timedelta(minutes=9))


Way = Callable[[Encounter], Any]
# The guard, and what it refuses once the chart is signed.
WAYS: list[tuple[str, Way]] = [
    ("note_is_signed", lambda one: of(one).update(reason="something else")),
    ("note_is_signed", lambda one: of(one).update(pain=1)),
    ("note_is_signed", lambda one: of(one).update(prescription=[{"rest": 1}])),
    ("note_is_signed", lambda one: of(one).update(closed_by="user:2")),
    ("needle_is_signed", lambda one: Needle.objects.filter(set__encounter=one).update(depth_mm=5)),
    ("needle_is_signed", lambda one: Needle.objects.filter(set__encounter=one).update(point="BL24")),
    ("taps_are_signed", later),
    ("beside_before_signing", _beside),
    ("beside_is_signed", lambda one: one.beside.update(place="BL23")),
    ("beside_is_not_unwritten", lambda one: one.beside.all()._raw_delete(one._state.db)),
    ("caution_before_signing", lambda one: _caution(one, "GB20")),
    ("caution_is_signed", lambda one: one.cautions.update(reason="never said")),
    ("caution_is_not_unwritten", lambda one: one.cautions.all()._raw_delete(one._state.db)),
]
AMENDMENTS: list[tuple[str, Way]] = [
    ("amendment_stays", lambda one: one.amendments.update(text="other")),
    ("amendment_is_not_taken_away", lambda one: one.amendments.all().delete()),
]
IDS = [f"{name}-{number}" for number, (name, _) in enumerate(WAYS)]


def refused(act: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError, match="ashi: "), transaction.atomic():
        act()


def test_every_guard_of_a_signed_chart_is_missed_when_it_is_gone() -> None:
    for name in note_guards.GUARDS:
        charting.drop(name)
        guards.install(connection)
    assert guards.missing() == []


@pytest.mark.parametrize(("name", "way"), WAYS, ids=IDS)
def test_nothing_of_a_signed_chart_changes(name: str, way: Way, encounter: Encounter) -> None:
    charting.close(encounter)
    refused(lambda: way(encounter))


def test_while_the_chart_is_open_all_of_it_is_written(encounter: Encounter) -> None:
    of(encounter).update(reason="something else", pain=1, prescription=[{"rest": 1}])
    for name, way in WAYS:
        if name != "note_is_signed":
            way(encounter)


@pytest.mark.parametrize(("name", "way"), WAYS, ids=IDS)
def test_without_its_guard_it_would_change(name: str, way: Way, encounter: Encounter) -> None:
    charting.close(encounter)
    charting.drop(name)
    with transaction.atomic():
        way(encounter)
    guards.install(connection)


def test_only_a_signed_chart_is_amended(encounter: Encounter) -> None:
    refused(lambda: _amend(encounter))
    charting.close(encounter)
    assert _amend(encounter).pk


@pytest.mark.parametrize(("name", "way"), AMENDMENTS, ids=[name for name, _ in AMENDMENTS])
def test_an_amendment_stays(name: str, way: Way, encounter: Encounter) -> None:
    charting.close(encounter)
    _amend(encounter)
    refused(lambda: way(encounter))
    charting.drop(name)
    with transaction.atomic():
        way(encounter)
    guards.install(connection)


def test_without_its_guard_an_open_chart_would_be_amended(encounter: Encounter) -> None:
    charting.drop("amendment_of_a_signed_chart")
    assert _amend(encounter).pk
    guards.install(connection)
