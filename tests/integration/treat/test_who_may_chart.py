"""Charts are for acupuncturists whose licence is good; Charlie, the desk and an owner who is none see nothing."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from ashi.clinic.treat_urls import urlpatterns
from ashi.records.models import AuditEvent, Encounter, Qualification, Role
from tests import cast
from tests.integration.clinic.conftest import TUESDAY, with_second_factor
from tests.integration.treat.charts import Charting

READ = ("chart", "print", "file", "consent", "adverse", "stricta", "stricta_file", "looks")
ARGUMENTS = {"pk": 1, "number": 1, "position": 0, "needle": 1, "consent": 1, "missing": 1, "event": 1}


def address(pattern: URLPattern, pk: int) -> str:
    wanted = pattern.pattern.converters
    return reverse(f"treat:{pattern.name}", kwargs={name: {**ARGUMENTS, "pk": pk}[name] for name in wanted})


@pytest.mark.parametrize("role", [None, Role.DESK, Role.OWNER])
def test_nobody_else_sees_or_writes_a_chart(
    role: Role | None, charting: Charting, signed_in: Callable[[Role], Client]
) -> None:
    charting.needle_in()
    browser = signed_in(role) if role else Client()
    before = AuditEvent.objects.count()
    for pattern, method in product(urlpatterns, ("get", "post")):
        answer = getattr(browser, method)(address(pattern, charting.visit.pk))
        assert answer.status_code in ((302,) if role is None else (403, 404, 405)), f"{method} {pattern.name}"
        assert "Ana Invented" not in answer.content.decode()
        assert AuditEvent.objects.count() == before, f"{method} {pattern.name}"
    assert charting.encounter.status == "open"


def test_an_owner_who_is_an_acupuncturist_charts(clinic: cast.Clinic, charting: Charting) -> None:
    olga = cast.staff("olga", Role.OWNER, cast.hire("Olga", "Invented", number="AP 0009"))
    browser = Client()
    browser.force_login(with_second_factor(olga))
    assert browser.get(reverse("treat:chart", args=[charting.visit.pk])).status_code == 200


@pytest.mark.parametrize("change", [{"permits_practice": False}, {"expires_at": TUESDAY}, {"jurisdiction": "US-GA"}])
def test_a_licence_that_is_not_good_opens_no_chart(change: dict[str, object], charting: Charting) -> None:
    Qualification.objects.update(**change)
    assert charting.browser.get(reverse("treat:chart", args=[charting.visit.pk])).status_code == 403
    assert charting.press("open").status_code == 403
    assert not Encounter.objects.exists()


def test_no_get_changes_anything(charting: Charting) -> None:
    for pattern in urlpatterns:
        if pattern.name not in READ:
            answer = charting.browser.get(address(pattern, charting.visit.pk))
            assert answer.status_code == 405, pattern.name


def test_ten_idle_minutes_lock_the_chart_too(charting: Charting, clock: object) -> None:
    charting.look()
    clock.shift(timedelta(minutes=11))  # type: ignore[attr-defined]
    page = charting.browser.get(reverse("treat:chart", args=[charting.visit.pk]))
    assert page.status_code == 401
    assert "Ana Invented" not in page.content.decode()
