"""Whatever a program sends: never a 5xx, and every refusal is an OperationOutcome that says something.

Sixty requests a route by default; ASHI_TEST_FUZZ=20000 sends more.
"""

import copy
import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ashi.exchange.fhir import urls
from ashi.exchange.fhir.directory import KINDS
from ashi.exchange.fhir.keys import make_key
from ashi.records.models import Appointment, MachineKey, PractitionerRole
from tests import cast
from tests.contracts.fhir.odd import STEPS, Sent
from tests.contracts.fhir.people import in_parameters, nothing, response

EXAMPLES = int(os.environ.get("ASHI_TEST_FUZZ", "60"))
NOW = datetime.now(UTC)
TEN = cast.next_weekday(1, time(10), after=NOW + timedelta(days=2))
# FHIR R4's IssueType.
# fmt: off
ISSUE_TYPES = {
    "invalid", "structure", "required", "value", "invariant", "security", "login", "unknown", "expired",
    "forbidden", "suppressed", "processing", "not-supported", "duplicate", "multiple-matches", "not-found",
    "deleted", "too-long", "code-invalid", "extension", "too-costly", "business-rule", "conflict", "transient",
    "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled", "informational",
}
# fmt: on
ANA = {
    "resourceType": "Patient",
    "identifier": [{"system": "urn:oid:1.2.3", "value": "A-1"}],
    "name": [{"given": ["Ana"], "family": "Invented"}],
    "telecom": [{"system": "phone", "value": "+13055550100"}, {"system": "email", "value": "ana@example.invalid"}],
    "birthDate": "1984-05-02",
    "communication": [{"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "es"}]}}],
}


@pytest.fixture
def requests(db: None) -> dict[str, list[Sent]]:
    """One good request or more for each route, by its name here."""
    clinic = cast.open_clinic()
    visit = cast.booked(clinic, TEN)
    key = make_key(name="fuzzer", scopes=["find", "hold", "book", "search"], now=NOW)
    Appointment.objects.update(machine_key=MachineKey.objects.get())
    bao, cell = clinic.bao.pk, int(TEN.timestamp()) // 300 + 24
    slot = f"p-{clinic.location.pk}-{bao}-{clinic.again.pk}-{cell}"
    change = {
        "resourceType": "Appointment",
        "id": str(visit.pk),
        "status": "booked",
        "start": (TEN + timedelta(hours=3)).isoformat(),
        "serviceType": [{"coding": [{"code": "return"}]}],
        "participant": [
            {"actor": {"reference": f"Practitioner/{bao}"}, "status": "accepted"},
            {"actor": {"reference": f"Location/{clinic.location.pk}"}, "status": "accepted"},
        ],
    }
    days = [("start", f"ge{TEN.date()}"), ("start", f"lt{TEN.date() + timedelta(days=2)}")]
    find = [("start", str(TEN.date())), ("end", str(TEN.date() + timedelta(days=2))), ("visit-type", "return")]
    role = PractitionerRole.objects.get().pk
    found = {
        "metadata": [Sent("GET", "/fhir/metadata")],
        "Slot": [
            Sent("GET", "/fhir/Slot", [("schedule", f"Schedule/{role}"), ("status", "free,busy"), *days]),
            Sent("POST", "/fhir/Slot/_search", list(days)),
            Sent("GET", f"/fhir/Slot/{role}-{clinic.again.pk}-{cell}"),
        ],
        "$find": [
            Sent("GET", "/fhir/Appointment/$find", [*find, ("practitioner", f"Practitioner/{bao}"), ("_count", "3")]),
            Sent("POST", "/fhir/Appointment/$find", body=_find_body(bao)),
        ],
        "$hold": [Sent("POST", "/fhir/Appointment/$hold", body=_parameters(reference=slot))],
        "$book": [
            Sent("POST", "/fhir/Appointment/$book", body=_parameters(reference=slot, patient=ANA)),
            Sent("POST", "/fhir/Appointment/$book", body=_parameters(resource=change, patient=ANA)),
            Sent("POST", "/fhir/Appointment/$book", body=_parameters(resource={**change, "status": "cancelled"})),
            Sent(
                "POST",
                "/fhir/Appointment/$book",
                body=_parameters(resource={**change, "status": "pending"}, patient=ANA),
            ),
        ],
        "Appointment": [
            Sent(
                "GET", "/fhir/Appointment", [("patient.identifier", "urn:oid:1.2.3|A-1"), ("date", f"ge{TEN.date()}")]
            ),
            Sent("POST", "/fhir/Appointment/_search", [("status", "booked"), ("practitioner", str(bao))]),
            Sent("GET", f"/fhir/Appointment/{visit.pk}"),
        ],
        "Questionnaire": [Sent("GET", "/fhir/Questionnaire/safety-screen")],
        "$assess": [
            Sent("POST", "/fhir/QuestionnaireResponse/$assess", body=response(nothing(), nested=True)),
            Sent("POST", "/fhir/QuestionnaireResponse/$assess", body=in_parameters(response({"RF01": True}))),
        ],
        "CodeSystem": [Sent("GET", "/fhir/CodeSystem/acupoints")],
        "ServiceRequest": [
            Sent("GET", "/fhir/ServiceRequest", [("patient", "Patient/1"), ("status", "active")]),
            Sent("POST", "/fhir/ServiceRequest/_search", [("identifier", "x|1")]),
            Sent("GET", "/fhir/ServiceRequest/1"),
        ],
        "OperationDefinition": [Sent("GET", "/fhir/OperationDefinition/QuestionnaireResponse-assess")],
    }
    for kind, known in KINDS.items():
        names = [(name, "1") for name in known.filters]
        found[kind] = [Sent("GET", f"/fhir/{kind}", names[:2]), Sent("GET", f"/fhir/{kind}/1")]
    found["others"] = list(_others([sent for many in found.values() for sent in many])) or found["metadata"]
    for sent in [sent for many in found.values() for sent in many]:
        sent.headers["Authorization"] = f"Bearer {key}"
    return found


ROUTES = [
    *("metadata", "Slot", "$find", "$hold", "$book", "Appointment", "Questionnaire", "$assess", "CodeSystem"),
    *("ServiceRequest", "OperationDefinition", *KINDS, "others"),
]


def route_of(path: str) -> str:
    return str(resolve(path, urlconf="ashi.exchange.fhir.urls").route)


def _others(known: list[Sent]) -> Iterator[Sent]:
    """What is served and has no good request above: asked for by GET and by POST, with something for each blank."""
    reached = {route_of(sent.path) for sent in known}
    for pattern in urls.urlpatterns:
        if str(pattern.pattern) not in reached:
            path = re.sub(r"<(int|str|slug):[^>]+>", "1", f"/{pattern.pattern}")
            yield Sent("GET", path)
            yield Sent("POST", path, body={"resourceType": "Parameters", "parameter": []})


def _find_body(bao: int) -> dict[str, object]:
    rows = [
        {"name": "start", "valueDateTime": TEN.isoformat()},
        {"name": "end", "valueDateTime": (TEN + timedelta(days=1)).isoformat()},
        {"name": "practitioner", "valueReference": {"reference": f"Practitioner/{bao}"}},
        {"name": "visit-type", "valueCoding": {"code": "return"}},
    ]
    return {"resourceType": "Parameters", "parameter": rows}


def _parameters(
    *, reference: str = "", resource: dict[str, object] | None = None, patient: dict[str, object] | None = None
) -> dict[str, object]:
    rows: list[dict[str, object]] = []
    if reference:
        rows.append({"name": "appointment-reference", "valueReference": {"reference": f"Appointment/{reference}"}})
    if resource:
        rows.append({"name": "appointment-resource", "resource": resource})
    if patient:
        rows.append({"name": "patient-resource", "resource": patient})
    return {"resourceType": "Parameters", "parameter": rows}


def answer_to(sent: Sent) -> HttpResponse:
    """Nothing of it stays: the next request finds the clinic as it was."""
    with transaction.atomic():
        answer = Client(raise_request_exception=False).generic(
            sent.method, sent.address, sent.content, sent.content_type, headers=sent.headers
        )
        transaction.set_rollback(True)
    return answer


def faults(sent: Sent, answer: HttpResponse) -> Iterator[str]:
    if answer.status_code >= 500:
        yield f"{answer.status_code}"
    if not sent.path.startswith("/fhir/"):
        return
    if not answer["Content-Type"].startswith("application/fhir+json"):
        yield f"it is {answer['Content-Type']}"
    if sent.method == "HEAD" or (answer.status_code < 400 and not answer.content):
        return
    body = json.loads(answer.content)
    if answer.status_code >= 400:
        yield from _faults_of_outcome(body)


def _faults_of_outcome(body: dict[str, object]) -> Iterator[str]:
    issues = body.get("issue")
    if body.get("resourceType") != "OperationOutcome" or not isinstance(issues, list) or not issues:
        yield "no OperationOutcome with an issue"
        return
    for issue in issues:
        if issue.get("severity") not in ("fatal", "error", "warning", "information"):
            yield f"severity {issue.get('severity')}"
        if issue.get("code") not in ISSUE_TYPES:
            yield f"code {issue.get('code')}"
        if not issue.get("diagnostics") or "database refused" in issue["diagnostics"]:
            yield f"nothing is said: {issue}"
        if not all(isinstance(place, str) and place for place in issue.get("expression", [])):
            yield f"an expression is empty: {issue}"


def test_there_is_a_good_request_for_every_route(requests: dict[str, list[Sent]]) -> None:
    assert list(requests) == ROUTES
    reached = set()
    for sent in [sent for name, many in requests.items() for sent in many if name != "others"]:
        reached.add(route_of(sent.path))
        answer = answer_to(sent)
        assert answer.status_code == 200 or (sent.path.endswith("/1") and answer.status_code == 404), answer.content
    reached |= {route_of(sent.path) for sent in requests["others"]}
    assert reached == {str(pattern.pattern) for pattern in urls.urlpatterns}


@pytest.mark.parametrize("route", ROUTES)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_that_is_sent_makes_it_fail(route: str, requests: dict[str, list[Sent]], data: st.DataObject) -> None:
    sent = copy.deepcopy(data.draw(st.sampled_from(requests[route])))
    for step in data.draw(st.lists(st.sampled_from(STEPS), min_size=1, max_size=3)):
        sent = step(sent, data)
    answer = answer_to(sent)
    assert list(faults(sent, answer)) == [], (sent, answer.content[:600])


def test_control_a_view_that_fails_is_found(requests: dict[str, list[Sent]], monkeypatch: pytest.MonkeyPatch) -> None:
    (sent,) = requests["$hold"]
    assert list(faults(sent, answer_to(sent))) == []
    monkeypatch.setattr("ashi.exchange.fhir.booking.actions.hold_time", lambda **_: 1 / 0)
    assert "500" in list(faults(sent, answer_to(sent)))


def test_control_an_answer_that_says_nothing_is_found() -> None:
    assert list(_faults_of_outcome({"resourceType": "OperationOutcome", "issue": []}))
    silent = {"severity": "error", "code": "value"}
    assert list(_faults_of_outcome({"resourceType": "OperationOutcome", "issue": [silent]}))
    assert (
        list(_faults_of_outcome({"resourceType": "OperationOutcome", "issue": [silent | {"diagnostics": "x"}]})) == []
    )
    assert list(_faults_of_outcome({"issue": [{"severity": "bad", "code": "x", "diagnostics": "x"}]}))


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"--x", "multipart/form-data", 415),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
        (b"{}", "application/fhir+json", 415),
        (b"start=2027-01-01", "application/x-www-form-urlencoded; charset=no-such", 200),
        (b"start=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=1" for _ in range(2_000)), "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * 300_000, "application/x-www-form-urlencoded", 413),
        (b"", "multipart/form-data", 200),
    ],
)
def test_a_search_by_post_is_a_form_of_some_size(
    requests: dict[str, list[Sent]], content: bytes, content_type: str, status: int
) -> None:
    sent = Sent("POST", "/fhir/Slot/_search", body=content, content_type=content_type)
    answer = answer_to(sent)
    assert (answer.status_code, list(faults(sent, answer))) == (status, [])


@pytest.mark.parametrize("text", ['"\\ud800"', '"x\\udfffx"', '"\\u0000"'])
@pytest.mark.parametrize("path", ["Appointment/$hold", "Appointment/$book", "QuestionnaireResponse/$assess"])
def test_half_a_character_is_refused_before_it_is_said_back(
    requests: dict[str, list[Sent]], path: str, text: str
) -> None:
    (key,) = {requests["$hold"][0].headers["Authorization"]}
    body = (
        '{"resourceType":"Parameters","parameter":[{"name":"appointment-reference","valueReference":{"reference":%s}}]}'
    )
    sent = Sent("POST", f"/fhir/{path}", body=(body % text).encode(), headers={"Authorization": key})
    answer = answer_to(sent)
    assert (answer.status_code, list(faults(sent, answer))) == (400, [])


@pytest.mark.parametrize(
    ("method", "path", "form"),
    [
        ("GET", "/fhir/Organization?name=a%00b", b""),
        ("GET", "/fhir/Practitioner?name=%00&family=Bao", b""),
        ("GET", "/fhir/Appointment/$find?start=2026-12-08&end=2026-12-10&visit-type=%00", b""),
        ("POST", "/fhir/HealthcareService/_search", b"name=a%00b"),
    ],
)
def test_a_nul_in_a_search_is_named_before_the_database_is_asked(
    requests: dict[str, list[Sent]], method: str, path: str, form: bytes
) -> None:
    kind = {"content_type": "application/x-www-form-urlencoded", "body": form} if form else {}
    answer = answer_to(Sent(method, path, **kind))
    (issue,) = json.loads(answer.content)["issue"]
    assert (answer.status_code, issue["code"]) == (400, "invalid")
    assert issue["expression"][0] in ("name", "visit-type")


def test_the_door_without_its_slash_answers_programs_too(client: Client) -> None:
    answer = client.get("/fhir")
    assert (answer.status_code, answer.json()["resourceType"]) == (404, "OperationOutcome")


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [
        ("?_format=xml", {}, 406),
        ("?_format=application/fhir%2Bxml", {"Accept": "*/*"}, 406),
        ("?_format=json", {"Accept": "application/fhir+xml"}, 200),
        ("", {"Accept": "application/fhir+xml"}, 406),
        ("", {"Accept": "text/turtle"}, 406),
        ("", {"Accept": "application/fhir+xml, application/fhir+json;q=0.5"}, 200),
        ("", {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}, 200),
        ("", {}, 200),
    ],
)
def test_who_insists_on_another_format_is_told(
    requests: dict[str, list[Sent]], query: str, headers: dict[str, str], status: int
) -> None:
    sent = Sent("GET", f"/fhir/metadata{query}", headers=headers)
    answer = answer_to(sent)
    assert (answer.status_code, list(faults(sent, answer))) == (status, [])


def test_a_body_in_another_format_is_refused_as_such(requests: dict[str, list[Sent]]) -> None:
    sent = Sent("POST", "/fhir/Appointment/$find", body=b"<Parameters/>", content_type="application/fhir+xml")
    assert answer_to(sent).status_code == 415
