"""Which consent holds: for these words, this course, this patient, now."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ashi.core.treatment import (
    Asked,
    Given,
    Lack,
    Placed,
    Side,
    Signer,
    Technique,
    good_until,
    is_minor,
    of_age_on,
    techniques_of,
    why_lacking,
)

NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
MIAMI = ZoneInfo("America/New_York")
SIGNED = Given(Technique.NEEDLING, "v2", Signer.PATIENT, NOW - timedelta(days=7), NOW + timedelta(days=358))
ASKED = Asked(Technique.NEEDLING, "v2", plan=None, born=date(1984, 5, 2), today=NOW.date(), now=NOW)


def placed(**changes: object) -> Placed:
    return Placed(**{"point": "BL23", "side": Side.BOTH, "needles": 2, "region": "lumbar", **changes})


@pytest.mark.parametrize(
    ("given", "asked", "lack"),
    [
        ({}, {}, None),
        ({"technique": Technique.MOXA}, {}, Lack.NEVER),
        ({"withdrawn": True}, {}, Lack.WITHDRAWN),
        ({"version": "v1"}, {}, Lack.NEW_WORDS),
        ({"good_until": NOW}, {}, Lack.RAN_OUT),
        ({"good_until": NOW + timedelta(seconds=1)}, {}, None),
        ({"plan": 1}, {"plan": 2}, Lack.NEW_PLAN),
        ({"plan": 1}, {"plan": 1}, None),
        ({"plan": 1}, {}, None),
        ({}, {"plan": 2}, None),
        ({}, {"born": date(2010, 5, 2)}, Lack.OF_A_MINOR),
        ({"signer": Signer.GUARDIAN}, {"born": date(2010, 5, 2)}, None),
        ({}, {"born": None}, None),
    ],
)
def test_a_consent_holds_or_says_why_not(given: dict[str, object], asked: dict[str, object], lack: Lack | None) -> None:
    assert why_lacking(replace(ASKED, **asked), [replace(SIGNED, **given)]) is lack


def test_without_any_nothing_holds() -> None:
    assert why_lacking(ASKED, []) is Lack.NEVER


def test_one_that_holds_is_enough_and_otherwise_the_newest_says_why() -> None:
    old = replace(SIGNED, version="v1", signed=NOW - timedelta(days=99))
    assert why_lacking(ASKED, [SIGNED, old]) is None
    assert why_lacking(ASKED, [replace(SIGNED, withdrawn=True), old]) is Lack.WITHDRAWN


def test_each_technique_of_a_plan_is_asked_for_by_itself() -> None:
    assert techniques_of([]) == frozenset()
    assert techniques_of([placed()]) == {Technique.NEEDLING}
    assert techniques_of([placed(hertz=2.0), placed(stays=True)]) == {
        Technique.NEEDLING,
        Technique.ELECTRICAL,
        Technique.STAYS,
    }


def test_a_child_comes_of_age_on_the_eighteenth_birthday() -> None:
    born = date(2008, 12, 1)
    assert is_minor(born, today=date(2026, 11, 30))
    assert not is_minor(born, today=date(2026, 12, 1))
    assert not is_minor(None, today=date(2026, 12, 1))
    assert of_age_on(date(2008, 2, 29)) == date(2026, 3, 1)


def test_a_guardians_signature_ends_when_the_child_is_of_age() -> None:
    until = good_until(signed=NOW, signer=Signer.GUARDIAN, born=date(2009, 3, 1), zone=MIAMI)
    assert until == datetime(2027, 3, 1, tzinfo=MIAMI)
    young = good_until(signed=NOW, signer=Signer.GUARDIAN, born=date(2015, 3, 1), zone=MIAMI)
    grown = good_until(signed=NOW, signer=Signer.GUARDIAN, born=date(1950, 3, 1), zone=MIAMI)
    own = good_until(signed=NOW, signer=Signer.PATIENT, born=date(2009, 3, 1), zone=MIAMI)
    assert young == grown == own == NOW + timedelta(days=365)
