"""Bao charts Ana's visit on a Tuesday morning."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from ashi.records.models import Appointment, Encounter, Role
from tests import cast
from tests.integration.clinic.conftest import TUESDAY, with_second_factor
from tests.integration.treat.charts import Charting, ready


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TUESDAY, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def clinic(db: None, clock: time_machine.Traveller) -> cast.Clinic:
    return cast.open_clinic()


@pytest.fixture
def signed_in(clinic: cast.Clinic) -> Callable[[Role], Client]:
    def sign_in(role: Role) -> Client:
        bao = clinic.bao if role == Role.ACUPUNCTURIST else None
        browser = Client()
        browser.force_login(with_second_factor(cast.staff(f"a-{role}", role, bao)))
        return browser

    return sign_in


@pytest.fixture
def bao(signed_in: Callable[[Role], Client]) -> Client:
    return signed_in(Role.ACUPUNCTURIST)


@pytest.fixture
def visit(clinic: cast.Clinic, clock: time_machine.Traveller) -> Appointment:
    """Ana is here, her safety check was clear."""
    return ready(clinic, TUESDAY + timedelta(hours=2))


@pytest.fixture
def charting(visit: Appointment, bao: Client) -> Charting:
    return Charting(visit, bao)


@pytest.fixture
def open_chart(charting: Charting) -> Encounter:
    charting.press("open")
    return charting.encounter
