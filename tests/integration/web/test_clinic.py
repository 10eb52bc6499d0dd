"""The clinic's facts: grouped as people say them, kept for moments only, and never the reason a page fails."""

from datetime import time
from typing import Any

import pytest
from django.db import OperationalError
from django.template import Context, Template
from django.utils.translation import override

from ashi.records.models import OpeningHours, Organization
from ashi.web import clinic as facts
from ashi.web.clinic import Hours, grouped
from tests.cast import Clinic

DAY = ((time(9), time(18)),)
SPLIT = ((time(9), time(12)), (time(14), time(18, 30)))


def said(hours: Hours, language: str = "en") -> str:
    with override(language):
        text = Template("{% load wording %}{{ hours|opening_hours }}").render(Context({"hours": hours}))
    return text.replace("\u00a0", " ")


def test_days_that_are_alike_become_one_line() -> None:
    lines = grouped({0: DAY, 1: DAY, 2: DAY, 4: DAY, 5: SPLIT})
    assert [said(line) for line in lines] == [
        "Monday to Wednesday 9 am to 6 pm",
        "Friday 9 am to 6 pm",
        "Saturday 9 am to 12 pm and 2 pm to 6:30 pm",
    ]


def test_spanish_opening_hours_begin_with_a_capital() -> None:
    assert said(Hours(5, 5, DAY), "es") == "Sábado de 9 a. m. a 6 p. m."


def test_a_change_is_seen_at_once_where_it_was_made(clinic: Clinic) -> None:
    assert facts.current().name == "ACUMD"
    clinic.organization.name = "Another name"
    clinic.organization.save()
    assert facts.current().name == "Another name"


def test_a_change_made_elsewhere_is_seen_after_moments(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    facts.current()
    Organization.objects.update(name="Another name")  # no signal, as from another process
    assert facts.current().name == "ACUMD"
    monkeypatch.setattr(facts, "FRESH_SECONDS", 0.0)
    assert facts.current().name == "Another name"


def test_a_page_asks_the_database_once_in_a_while(clinic: Clinic, django_assert_num_queries: Any) -> None:
    facts.current()
    with django_assert_num_queries(0):
        facts.current()


def test_a_database_that_is_gone_leaves_what_was_known(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    facts.current()
    monkeypatch.setattr(facts, "FRESH_SECONDS", 0.0)
    monkeypatch.setattr(facts, "read", _gone)
    assert facts.current().name == "ACUMD"
    facts.forget()
    assert not facts.current().is_set_up


def _gone() -> facts.Clinic:
    raise OperationalError("gone")


def test_a_licensee_whose_licence_permits_nothing_is_not_named(clinic: Clinic) -> None:
    clinic.bao.qualifications.update(permits_practice=False)
    assert facts.read().licensee is None


def test_hours_are_read_in_the_order_of_the_day(clinic: Clinic) -> None:
    OpeningHours.objects.all().delete()
    for opens, closes in reversed(SPLIT):
        OpeningHours.objects.create(location=clinic.location, weekday=0, opens=opens, closes=closes)
    place = facts.read().place
    assert place is not None
    assert place.hours == (Hours(0, 0, SPLIT),)
