"""What IHE ITI Scheduling 1.0.0 asks of a server (ITI-115 to ITI-118), in JSON. Where we differ stands in docs/adr."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from ashi.exchange.fhir.keys import make_key
from ashi.records.models import Location, Organization, Practitioner, PractitionerRole
from tests import cast

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
NINE = cast.next_weekday(1, time(9), after=NOW + timedelta(days=2))
WHEN = {"start": NINE.isoformat(), "end": (NINE + timedelta(hours=8)).isoformat()}
PATIENT = {
    "resourceType": "Patient",
    "identifier": [{"system": "urn:oid:1.2.3", "value": "A-1"}],
    "name": [{"text": "Ana Invented"}],
    "telecom": [{"system": "email", "value": "ana@example.invalid"}],
}


@pytest.fixture
def clinic() -> cast.Clinic:
    return cast.open_clinic()


@pytest.fixture
def client(clinic: cast.Clinic) -> Client:
    key = make_key(name="tests", scopes=["find", "hold", "book", "search"], now=NOW)
    return Client(headers={"Authorization": f"Bearer {key}"})


def find(client: Client, **query: Any) -> dict[str, Any]:
    answer = client.get("/fhir/Appointment/$find", {**WHEN, "visit-type": "return", **query})
    assert answer.status_code == 200, answer.text
    return answer.json()


def post(client: Client, name: str, *rows: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"resourceType": "Parameters", "parameter": rows})
    answer = client.post(f"/fhir/Appointment/{name}", body, content_type="application/fhir+json")
    return answer.status_code, answer.json()


def reference(pk: str) -> dict[str, Any]:
    return {"name": "appointment-reference", "valueReference": {"reference": f"Appointment/{pk}"}}


def resource(name: str, what: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "resource": what}


def only(bundle: dict[str, Any]) -> dict[str, Any]:
    """The one Appointment of a bundle, which is as the profiles say."""
    assert (bundle["resourceType"], bundle["type"], bundle["total"]) == ("Bundle", "searchset", 1)
    ((entry),) = bundle["entry"]
    assert entry["search"] == {"mode": "match"}
    assert list(profile_faults(entry["resource"])) == []
    return entry["resource"]


def profile_faults(one: dict[str, Any]) -> Iterator[str]:
    for name in ("status", "start", "end", "requestedPeriod", "participant"):
        if not one.get(name):
            yield f"no {name}"
    if len(one.get("requestedPeriod", [])) != 1:
        yield "requestedPeriod is there exactly once"
    for part in one.get("participant", []):
        if not part.get("actor") or not part.get("status"):
            yield "a participant without an actor or a status"


def test_proposals_say_what_was_asked_for_and_all_that_the_profile_wants(client: Client) -> None:
    bundle = find(client, _count=7)
    assert bundle["total"] > len(bundle["entry"]) == 7
    for entry in bundle["entry"]:
        assert list(profile_faults(entry["resource"])) == []
        assert entry["resource"]["status"] == "proposed"
        (asked,) = entry["resource"]["requestedPeriod"]
        assert (datetime.fromisoformat(asked["start"]), datetime.fromisoformat(asked["end"])) == (
            NINE,
            NINE + timedelta(hours=8),
        )


def test_a_proposal_is_held_booked_changed_and_cancelled(client: Client) -> None:
    first, *others = [entry["resource"] for entry in find(client, _count=1000)["entry"]]
    held = only(post(client, "$hold", reference(first["id"]))[1])
    assert held["status"] == "pending"
    assert first["id"] not in [entry["resource"]["id"] for entry in find(client, _count=1000)["entry"]]
    booked = only(post(client, "$book", reference(held["id"]), resource("patient-resource", PATIENT))[1])
    assert booked["status"] == "booked"
    later = max(others, key=lambda one: one["start"])
    changed = only(post(client, "$book", resource("appointment-resource", {**booked, "start": later["start"]}))[1])
    assert (changed["status"], changed["start"], changed["id"]) == ("booked", later["start"], booked["id"])
    cancelled = only(post(client, "$book", resource("appointment-resource", {**changed, "status": "cancelled"}))[1])
    assert cancelled["status"] == "cancelled"


def test_a_whole_appointment_that_is_pending_is_booked_as_new(client: Client) -> None:
    proposal = find(client, _count=1)["entry"][0]["resource"]
    wanted = {key: value for key, value in proposal.items() if key != "id"} | {"status": "pending"}
    status, bundle = post(
        client, "$book", resource("appointment-resource", wanted), resource("patient-resource", PATIENT)
    )
    assert (status, only(bundle)["start"]) == (200, proposal["start"])


@pytest.mark.parametrize("name", ["$hold", "$book"])
def test_what_is_gone_is_only_an_outcome_that_is_fatal_and_not_found(client: Client, name: str) -> None:
    proposal = find(client, _count=1)["entry"][0]["resource"]
    rows = [reference(proposal["id"]), resource("patient-resource", PATIENT)]
    post(client, "$book", *rows)
    status, outcome = post(client, name, *rows)
    assert (status, outcome["resourceType"]) == (409, "OperationOutcome")
    assert ("fatal", "not-found") in [(issue["severity"], issue["code"]) for issue in outcome["issue"]]


def test_find_by_post_takes_what_ihe_lets_a_client_say(client: Client, clinic: cast.Clinic) -> None:
    rows = [
        {"name": "start", "valueDateTime": WHEN["start"]},
        {"name": "end", "valueDateTime": WHEN["end"]},
        {"name": "visit-type", "valueString": "return"},
        {"name": "specialty", "valueString": "http://nucc.org/provider-taxonomy|171100000X"},
        {"name": "organization", "valueReference": {"reference": f"Organization/{clinic.organization.pk}"}},
        {"name": "location-reference", "valueReference": {"reference": f"Location/{clinic.location.pk}"}},
        {"name": "location-string", "valueString": "miami"},
        {"name": "practitioner", "valueReference": {"identifier": {"system": "x", "value": "AP 0000"}}},
        resource("patient-resource", PATIENT),
        {"name": "patient-reference", "valueReference": {"reference": "Patient/1"}},
        {"name": "referral-identifier", "valueIdentifier": {"value": "7"}},
        {"name": "timing", "valueTiming": {"repeat": {"dayOfWeek": ["mon"]}}},
        {"name": "reason", "valueString": "http://snomed.info/sct|161891005"},
        {"name": "insurance-reference", "valueReference": {"reference": "InsurancePlan/1"}},
    ]
    status, bundle = post(client, "$find", *rows)
    assert (status, bundle["total"]) == (200, find(client)["total"])


@pytest.mark.parametrize(
    ("name", "here", "elsewhere"),
    [
        ("specialty", "171100000X", "207R00000X"),
        ("location-string", "331", "Tampa"),
        ("organization", "Organization/{organization}", "Organization/999"),
        ("location-reference", "Location/{location}", "Location/999"),
        ("practitioner", "x|AP 0000", "x|AP 9999"),
    ],
)
def test_a_question_about_somewhere_else_finds_nothing(
    client: Client, clinic: cast.Clinic, name: str, here: str, elsewhere: str
) -> None:
    known = {"organization": clinic.organization.pk, "location": clinic.location.pk}
    assert find(client, **{name: here.format(**known)})["total"] > 0
    assert find(client, **{name: elsewhere})["total"] == 0


@pytest.fixture
def booked(client: Client) -> dict[str, Any]:
    proposal = find(client, _count=1)["entry"][0]["resource"]
    return only(post(client, "$book", reference(proposal["id"]), resource("patient-resource", PATIENT))[1])


def existing(client: Client, **query: Any) -> dict[str, Any]:
    answer = client.get("/fhir/Appointment", query)
    assert answer.status_code == 200, answer.text
    form = urlencode(query)
    by_post = client.post("/fhir/Appointment/_search", form, content_type="application/x-www-form-urlencoded")
    assert by_post.json()["total"] == answer.json()["total"]
    return answer.json()


def test_an_existing_visit_is_found_by_what_the_profile_names(client: Client, booked: dict[str, Any]) -> None:
    number = booked["identifier"][0]
    found = {
        "patient.identifier": "urn:oid:1.2.3|A-1",
        "practitioner.identifier": "x|AP 0000",
        "identifier": f"{number['system']}|{number['value']}",
        "_id": booked["id"],
        "specialty": "171100000X",
        "date": f"ge{NINE.date()}",
    }
    for name, value in found.items():
        assert only(existing(client, **{name: value}))["id"] == booked["id"], name
    assert only(existing(client, **found))["id"] == booked["id"]
    for name, value in {**dict.fromkeys(found, "urn:oid:9|9"), "_id": "999", "date": "lt2020-01-01"}.items():
        assert existing(client, **{name: value})["total"] == 0, name


def test_who_takes_part_comes_along_when_asked_for(client: Client, booked: dict[str, Any]) -> None:
    bundle = existing(client, _include="Appointment:actor")
    assert bundle["total"] == 1
    modes = [(entry["resource"]["resourceType"], entry["search"]["mode"]) for entry in bundle["entry"]]
    assert modes == [("Appointment", "match"), ("Practitioner", "include"), ("Location", "include")]
    one = existing(client, _include="Appointment:practitioner:Practitioner")
    assert [entry["resource"]["resourceType"] for entry in one["entry"]] == ["Appointment", "Practitioner"]
    assert len(existing(client, _include="Appointment:patient")["entry"]) == 1


def test_the_statement_names_the_operations_where_ihe_defines_them(client: Client) -> None:
    statement = client.get("/fhir/metadata").json()
    (known,) = [row for row in statement["rest"][0]["resource"] if row["type"] == "Appointment"]
    profile = "https://profiles.ihe.net/ITI/Scheduling/OperationDefinition/appointment-"
    assert {row["definition"] for row in known["operation"]} == {profile + name for name in ("find", "hold", "book")}
    assert {"patient", "date", "_id", "identifier"} <= {row["name"] for row in known["searchParam"]}


def empties(value: Any, place: str) -> Iterator[str]:
    """FHIR knows no empty texts, lists and objects, and no nulls."""
    if value in ("", [], {}, None):
        yield place
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in rows:
        yield from empties(below, f"{place}.{key}")


def test_a_clinic_that_has_told_little_of_itself_emits_no_empty_values(client: Client, booked: dict[str, Any]) -> None:
    Organization.objects.update(phone="")
    Location.objects.update(phone="", address="", state="", postal_code="")
    role = PractitionerRole.objects.get()
    role.weekly_hours.all().delete()
    role.location.opening_hours.all().delete()
    role.services.clear()
    role.practitioner.qualifications.exclude(number="AP 0000").delete()
    Practitioner.objects.update(title="")
    assert list(empties(booked, "Appointment")) == []
    for kind in ("Organization", "Location", "Practitioner", "PractitionerRole", "HealthcareService", "Schedule"):
        bundle = client.get(f"/fhir/{kind}").json()
        assert bundle["entry"]
        assert list(empties(bundle, kind)) == []
    for path in ("metadata", "Questionnaire/safety-screen", "OperationDefinition/QuestionnaireResponse-assess"):
        assert list(empties(client.get(f"/fhir/{path}").json(), path)) == []
