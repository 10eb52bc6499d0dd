"""Who may do what; every page, tried by everybody, is in test_every_page_by_every_role.py."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from ashi.clinic.urls import urlpatterns
from ashi.records.models import Absence, Appointment, Closure, Qualification, Role
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

PATTERNS = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)]


def roles_of(pattern: URLPattern) -> tuple[Role, ...]:
    """Of the view itself, which is loaded for it."""
    return tuple(getattr(pattern.callback.leads_to(), "roles", ()))


def test_every_page_of_the_clinic_says_who_may_use_it() -> None:
    assert PATTERNS
    assert [pattern.name for pattern in PATTERNS if not roles_of(pattern)] == []


@pytest.mark.parametrize("role", Role)
def test_everybody_who_works_here_sees_the_day(role: Role, signed_in: Callable[[Role], Client]) -> None:
    assert signed_in(role).get(reverse("clinic:day")).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "arrive",
        "finish",
        "late",
        "no_show",
        "cancel",
        "clear",
        "undo",
        "unlock",
        "here",
        "called",
        "waiting_no_more",
        "waiting_yes",
        "waiting_no",
    ],
)
def test_no_get_changes_anything(name: str, dana: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TUESDAY + timedelta(hours=2))
    wanted = {} if name in ("unlock", "here") else {"pk": visit.pk}
    assert dana.get(reverse(f"clinic:{name}", kwargs=wanted)).status_code == 405
    assert Appointment.objects.get().status == "booked"


def provisional(clinic: cast.Clinic) -> Appointment:
    visit = cast.booked(clinic, TUESDAY + timedelta(hours=8))
    Appointment.objects.filter(pk=visit.pk).update(status="pending", clear_by=TUESDAY + timedelta(hours=4))
    return visit


def clear(browser: Client, visit: Appointment) -> int:
    return browser.post(reverse("clinic:clear", args=[visit.pk]), {"note": "Dr. Invented says yes."}).status_code


def test_only_somebody_with_a_licence_clears_a_visit(dana: Client, olga: Client, clinic: cast.Clinic) -> None:
    visit = provisional(clinic)
    assert clear(dana, visit) == clear(olga, visit) == 403
    assert Appointment.objects.get(pk=visit.pk).status == "pending"


def test_an_acupuncturist_clears_under_their_own_licence(bao: Client, clinic: cast.Clinic) -> None:
    visit = provisional(clinic)
    assert clear(bao, visit) == 302
    cleared = Appointment.objects.get(pk=visit.pk)
    assert cleared.status == "booked"
    assert cleared.cleared_by.endswith("US-FL AP 0000")
    assert cleared.clearing_note == "Dr. Invented says yes."


@pytest.mark.parametrize("change", [{"permits_practice": False}, {"expires_at": TUESDAY}, {"jurisdiction": "US-GA"}])
def test_a_licence_that_is_not_good_here_and_now_clears_nothing(
    change: dict[str, object], bao: Client, clinic: cast.Clinic
) -> None:
    visit = provisional(clinic)
    Qualification.objects.update(**change)
    assert clear(bao, visit) == 403


def test_clearing_takes_a_reason(bao: Client, clinic: cast.Clinic) -> None:
    visit = provisional(clinic)
    page = bao.post(reverse("clinic:clear", args=[visit.pk]), {"note": "  "})
    assert page.status_code == 422
    assert "Write the doctor" in page.content.decode()


def test_an_acupuncturist_writes_down_their_own_leave_and_nobody_elses(bao: Client, clinic: cast.Clinic) -> None:
    other = cast.hire("Cleo", "Invented", number="AP 0001")
    cast.give_role(other, clinic.location, [clinic.again])
    sent = {"first": "2026-12-10"}
    assert bao.post(reverse("clinic:leave"), {**sent, "about": other.resource_id}).status_code == 422
    assert bao.post(reverse("clinic:leave"), {**sent, "about": "clinic"}).status_code == 422
    assert bao.post(reverse("clinic:leave"), {**sent, "about": clinic.bao.resource_id}).status_code == 302
    assert list(Absence.objects.values_list("resource", flat=True)) == [clinic.bao.resource_id]
    assert not Closure.objects.exists()


def test_an_acupuncturist_takes_back_no_leave_but_their_own(bao: Client, clinic: cast.Clinic) -> None:
    other = cast.hire("Cleo", "Invented", number="AP 0001")
    leave = Absence.objects.create(resource=other.resource, start=TUESDAY, end=TUESDAY + timedelta(days=1))
    assert bao.post(reverse("clinic:back_absence", args=[leave.pk])).status_code == 404
    assert Absence.objects.exists()
