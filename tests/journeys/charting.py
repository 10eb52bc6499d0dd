"""A tablet in Bao's hand: 820 px wide."""

from datetime import datetime

from playwright.sync_api import Page

from ashi.records.models import Appointment, Patient
from tests import cast
from tests.browsing import press
from tests.integration.treat.charts import ready

TABLET = {"width": 820, "height": 1180}


def is_here(
    clinic: cast.Clinic,
    start: datetime,
    *,
    patient: Patient | None = None,
    answers: dict[str, str] | None = None,
    agreed: bool = True,
) -> Appointment:
    """Given a patient in the room whose safety check let them on, and who has signed unless said otherwise."""
    return ready(clinic, start, patient=patient, answers=answers, agreed=agreed)


def bar(page: Page, button: str) -> None:
    """Press the one button at the foot of the page."""
    press(page.locator("#bar").get_by_role("button", name=button))


def chart_of(visit: Appointment) -> str:
    return f"/clinic/visit/{visit.pk}/chart/"
