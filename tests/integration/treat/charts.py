"""A chart as somebody with a browser and no script uses it, and visits that are ready to be charted."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ashi.records.models import Appointment, Encounter, Needle, NeedleSet, Patient, ScreenResult, User
from tests import cast


def ready(
    clinic: cast.Clinic,
    start: datetime,
    *,
    patient: Patient | None = None,
    result: ScreenResult | None = ScreenResult.CLEAR,
    answers: dict[str, str] | None = None,
    agreed: bool = True,
    **changes: Any,
) -> Appointment:
    """A visit whose patient is here and has `agreed` to everything; `answers` are those of the safety check."""
    visit = cast.booked(clinic, start, patient=patient)
    if agreed and not visit.patient.treatment_consents.exists():
        cast.agreed(visit.patient, clinic)
    clearance = cast.cleared(result, answers=answers or {}, rules_version="2026-11-24") if result else None
    values = {"status": "arrived", "screened": result is not None, "clearance": clearance, **changes}
    Appointment.objects.filter(pk=visit.pk).update(**values)
    visit.refresh_from_db()
    return visit


class Charting:
    """The page of one chart and its buttons."""

    def __init__(self, visit: Appointment, browser: Client) -> None:
        self.visit, self.browser = visit, browser

    @property
    def encounter(self) -> Encounter:
        return Encounter.objects.get(appointment=self.visit)

    def look(self) -> str:
        page = self.browser.get(reverse("treat:chart", args=[self.visit.pk]))
        assert page.status_code == 200
        return page.content.decode()

    def back(self) -> None:
        """After ten idle minutes the clinic asks who it is; after a day, too."""
        self.browser.logout()
        self.browser.force_login(User.objects.get(practitioner=self.visit.practitioner))

    def press(self, name: str, data: dict[str, Any] | None = None, **where: Any) -> HttpResponse:
        return self.browser.post(reverse(f"treat:{name}", kwargs={"pk": self.visit.pk, **where}), data or {})

    def type(self, text: str, number: int = 1) -> HttpResponse:
        return self.press("add", {"typed": text, "number": number})

    def needle_in(self, text: str = "bl23 b, st36 l") -> Needle:
        """Opened, prescribed, inserted and resting; the first needle of it."""
        self.press("open")
        self.type(text)
        self.press("start", number=1)
        assert self.press("all_in", number=1).status_code == 302
        return Needle.objects.filter(set__encounter=self.encounter).order_by("pk")[0]

    def count_out(self, counted: int, number: int = 1) -> HttpResponse:
        return self.press("count", {"counted": counted}, number=number)

    def needle_set(self, number: int = 1) -> NeedleSet:
        return NeedleSet.objects.get(encounter=self.encounter, number=number)


def text_of(page: HttpResponse) -> str:
    return page.content.decode()
