"""The chain that is measured, in small: every rule is kept, and distances and languages are as they should be."""

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from django.db.models import Count

from ashi.core.places import Point
from ashi.core.time import floor_cell
from ashi.project.demo import chain
from ashi.project.demo.chain import patterns
from ashi.project.demo.chain.cities import CITIES
from ashi.records.calendar import fresh
from ashi.records.calendar.wide import Order, Wide
from ashi.records.models import Appointment, Location, Occupancy, Practitioner, Qualification

pytestmark = pytest.mark.django_db


def test_a_chain_keeps_every_rule_and_is_found_from_afar(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guards of the tables are in place while it is written, so that no two visits can overlap."""
    monkeypatch.setattr(patterns, "TRIES", ((7, 6), (patterns.DAYS, 0)))
    monkeypatch.setattr(patterns, "HOW_MANY", 1)
    monkeypatch.setattr(patterns, "FULL_WEEKS", 2)
    now = datetime.now(UTC)
    chain.fill(now=now, seed=1, places=len(CITIES))
    assert Location.objects.count() == len(CITIES)
    assert Practitioner.objects.count() == Qualification.objects.count() == 10 * len(CITIES)
    assert len({place.zone for place in Location.objects.all()}) == 7
    visits = Appointment.objects.filter(location__city="Santa Fe")
    assert visits.count() > 100
    assert all(visit.start < now + timedelta(days=16) for visit in visits)
    assert Occupancy.objects.filter(appointment__isnull=False).count() >= 3 * Appointment.objects.count()
    twice = Appointment.objects.values("patient", "start__date").annotate(visits=Count("pk")).filter(visits__gt=1)
    assert not twice.exists()
    nearby = fresh.near(Point(35.687, -105.938), 40)
    assert [place.location.city for place in nearby] == ["Santa Fe"]
    bounds = {place.location.zone: (now, now + timedelta(days=60)) for place in nearby}
    question = Wide(nearby, lambda service: service.slug == "first-visit", now, bounds)
    (soonest,) = islice(question.offers(Order.SOONEST), 1)
    assert soonest.offer.start > floor_cell(now + timedelta(days=12))
    bounds = {"America/New_York": (now, now + timedelta(days=60))}
    spanish = Wide(fresh.near(Point(25.76, -80.19), 40), question.kinds, now, bounds, language="es")
    for one in islice(spanish.offers(Order.SOONEST), 9):
        assert "es" in one.facts.practitioners[one.offer.practitioner].languages
