"""The clinic on one Tuesday morning, with people who sign in: Dana at the desk, Bao, who treats, Olga, who owns it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import translation

from ashi.records.models import Role, User
from tests import cast

TUESDAY = cast.next_weekday(1, time(8), after=datetime.now(UTC) + timedelta(days=2))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Eight in the morning in Miami; tests move it with `clock.shift`."""
    with time_machine.travel(TUESDAY, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def clinic(db: None, clock: time_machine.Traveller) -> cast.Clinic:
    return cast.open_clinic()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """A request leaves its language behind in the thread of the test."""
    yield
    translation.deactivate()


def with_second_factor(user: User) -> User:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "NOBODYKNOWS"})
    return user


@pytest.fixture
def signed_in(clinic: cast.Clinic) -> Callable[[Role], Client]:
    """A browser of somebody in this role, past their second factor."""

    def sign_in(role: Role) -> Client:
        bao = clinic.bao if role == Role.ACUPUNCTURIST else None
        browser = Client()
        browser.force_login(with_second_factor(cast.staff(f"a-{role}", role, bao)))
        return browser

    return sign_in


@pytest.fixture
def dana(signed_in: Callable[[Role], Client]) -> Client:
    return signed_in(Role.DESK)


@pytest.fixture
def bao(signed_in: Callable[[Role], Client]) -> Client:
    return signed_in(Role.ACUPUNCTURIST)


@pytest.fixture
def olga(signed_in: Callable[[Role], Client]) -> Client:
    return signed_in(Role.OWNER)
