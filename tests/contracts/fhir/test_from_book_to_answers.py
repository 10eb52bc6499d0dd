"""A program books; the patient follows the link in the mail, says who they are and answers; everybody sees it."""

import json
import re
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from ashi.exchange.fhir.keys import make_key
from ashi.messaging import sending
from ashi.records.models import Appointment, Recheck
from tests import cast

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
NINE = cast.next_weekday(1, time(9), after=NOW + timedelta(days=9))
BORN = {"birth_month": "5", "birth_day": "2", "birth_year": "1984"}


@pytest.fixture
def program(settings: Any) -> Client:
    settings.DEMO = True
    cast.open_clinic()
    key = make_key(name="tests", scopes=["find", "book", "search"], now=NOW)
    return Client(headers={"Authorization": f"Bearer {key}"})


def booked(program: Client, **changes: Any) -> dict[str, Any]:
    asked = {"start": NINE.isoformat(), "end": (NINE + timedelta(hours=3)).isoformat(), "visit-type": "return"}
    proposal = program.get("/fhir/Appointment/$find", asked).json()["entry"][0]["resource"]
    patient = {
        "resourceType": "Patient",
        "name": [{"text": "Ana Invented"}],
        "telecom": [{"system": "email", "value": "ana@example.invalid"}],
        "birthDate": "1984-05-02",
        **changes,
    }
    rows = [
        {"name": "appointment-reference", "valueReference": {"reference": f"Appointment/{proposal['id']}"}},
        {"name": "patient-resource", "resource": {name: value for name, value in patient.items() if value}},
    ]
    body = json.dumps({"resourceType": "Parameters", "parameter": rows})
    answer = program.post("/fhir/Appointment/$book", body, content_type="application/fhir+json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["entry"][0]["resource"]
    return found


def marks(program: Client, visit: dict[str, Any]) -> list[str]:
    read = program.get(f"/fhir/Appointment/{visit['id']}").json()
    return [tag["code"] for tag in read.get("meta", {}).get("tag", [])]


def linked_page() -> str:
    """The address in the mail under which the questions are answered."""
    sending.send_due(now=datetime.now(UTC))
    (address,) = set(re.findall(r"http://[^/\s]+(/visit/[^\s]+/again/)", str(mail.outbox[-1].body)))
    return address


def answer(browser: Client, page: str, *yes: str) -> Any:
    assert browser.get(page).status_code == 302  # who are you?
    assert browser.post(page.replace("again/", "birth-date/?to=check:again"), BORN).status_code == 302
    fields = browser.get(page).context["form"].fields
    return browser.post(page, {name: "yes" if name in yes else "no" for name in fields}, follow=True)


def test_the_mark_goes_when_the_patient_has_answered(program: Client) -> None:
    visit = booked(program)
    assert marks(program, visit) == ["not-asked"]
    assert answer(Client(), linked_page()).status_code == 200
    assert marks(program, visit) == []
    assert Appointment.objects.get().screened
    assert Recheck.objects.get().result == "clear"


def test_an_emergency_gives_the_time_back_and_the_program_sees_that_and_no_more(program: Client) -> None:
    visit = booked(program)
    page = answer(Client(), linked_page(), "RF01")
    assert "911" in page.text
    read = program.get(f"/fhir/Appointment/{visit['id']}").text
    assert json.loads(read)["status"] == "cancelled"
    assert "RF01" not in read
    assert "emergency" not in read


def test_without_a_birth_date_the_mail_asks_for_a_call_and_names_no_page(program: Client) -> None:
    booked(program, birthDate=None)
    sending.send_due(now=datetime.now(UTC))
    assert "/again/" not in mail.outbox[-1].body
    assert "please call us" in " ".join(str(mail.outbox[-1].body).split())
