"""Finding, holding and booking through /fhir/, as a program does it."""

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from ashi.exchange.fhir import booking
from ashi.exchange.fhir.keys import make_key
from ashi.records.models import Appointment, AuditEvent, MachineKey, Occupancy, Patient
from tests import cast

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
NINE = cast.next_weekday(1, time(9), after=NOW + timedelta(days=2))
ANA = {
    "resourceType": "Patient",
    "name": [{"given": ["Ana"], "family": "Invented"}],
    "telecom": [{"system": "phone", "value": "305-555-0100"}, {"system": "email", "value": "ana@example.invalid"}],
    "birthDate": "1984-05-02",
}


@pytest.fixture
def clinic() -> cast.Clinic:
    return cast.open_clinic()


class Program:
    """A client with a key."""

    def __init__(self, key: str) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {key}"} if key else {})

    def get(self, path: str, **query: Any) -> tuple[int, dict[str, Any]]:
        response = self.client.get(f"/fhir/{path}", query)
        return response.status_code, response.json()

    def post(self, path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
        content = body if isinstance(body, str) else json.dumps(body)
        response = self.client.post(f"/fhir/{path}", content, content_type="application/fhir+json", headers=headers)
        return response.status_code, response.json()

    def find(self, **query: Any) -> dict[str, Any]:
        asked = {"start": NINE.isoformat(), "end": (NINE + timedelta(hours=8)).isoformat(), "visit-type": "return"}
        status, bundle = self.get("Appointment/$find", **{**asked, **query})
        assert status == 200, bundle
        return bundle

    def first(self) -> str:
        entry = min(self.find(_count=1000)["entry"], key=lambda one: one["resource"]["start"])
        return f"Appointment/{entry['resource']['id']}"

    def hold(self, reference: str) -> tuple[int, dict[str, Any]]:
        return self.post("Appointment/$hold", parameters(("appointment-reference", reference)))

    def book(self, reference: str, patient: dict[str, Any] | None = None, **headers: str) -> tuple[int, dict[str, Any]]:
        body = parameters(("appointment-reference", reference), ("patient-resource", patient or ANA))
        return self.post("Appointment/$book", body, **headers)


def parameters(*rows: tuple[str, Any]) -> dict[str, Any]:
    def part(value: Any) -> dict[str, Any]:
        return {"valueReference": {"reference": value}} if isinstance(value, str) else {"resource": value}

    return {"resourceType": "Parameters", "parameter": [{"name": name, **part(value)} for name, value in rows]}


def appointment(bundle: dict[str, Any]) -> dict[str, Any]:
    assert bundle["type"] == "searchset"
    (entry,) = bundle["entry"]
    return entry["resource"]


@pytest.fixture
def program(clinic: cast.Clinic) -> Program:
    return Program(make_key(name="tests", scopes=["find", "hold", "book", "search"], now=NOW))


def test_a_free_slot_is_a_time_that_can_be_booked(program: Program, clinic: cast.Clinic) -> None:
    schedule = program.get("Schedule")[1]["entry"][0]["resource"]["id"]
    day = NINE.date()
    asked = {"schedule": f"Schedule/{schedule}", "status": "free", "service-type": "return"}
    status, bundle = program.get("Slot", start=[f"ge{day}", f"lt{day + timedelta(days=1)}"], _count=1000, **asked)
    assert status == 200
    starts = [entry["resource"]["start"] for entry in bundle["entry"]]
    assert bundle["total"] == len(starts) == 44  # every ten minutes from 9:00 to 16:10, when a short rest still fits
    assert datetime.fromisoformat(starts[0]) == NINE
    slot = bundle["entry"][0]["resource"]
    assert slot["schedule"] == {"reference": f"Schedule/{schedule}"}
    assert datetime.fromisoformat(slot["end"]) - datetime.fromisoformat(slot["start"]) == timedelta(minutes=50)
    assert program.get(f"Slot/{slot['id']}") == (200, slot)


def test_slots_are_paged_without_a_gap_or_a_repeat(program: Program) -> None:
    day = {"start": [f"ge{NINE.date()}", f"lt{NINE.date() + timedelta(days=1)}"]}
    whole = [entry["fullUrl"] for entry in program.get("Slot", _count=1000, **day)[1]["entry"]]
    paged: list[str] = []
    bundle = program.get("Slot", _count=7, **day)[1]
    while True:
        paged += [entry["fullUrl"] for entry in bundle["entry"]]
        following = [link["url"] for link in bundle["link"] if link["relation"] == "next"]
        if not following:
            break
        bundle = program.client.get(following[0]).json()
    assert paged == whole


def test_find_proposes_and_counts_and_each_actor_has_their_part(program: Program, clinic: cast.Clinic) -> None:
    bundle = program.find(_count=3)
    assert (bundle["total"], len(bundle["entry"])) == (44, 3)
    proposal = bundle["entry"][0]["resource"]
    assert proposal["status"] == "proposed"
    periods = [part["period"] for part in proposal["participant"] if "Practitioner" in part["actor"]["reference"]]
    assert len(periods) == 2  # needles in, and needles out: between them Bao is with somebody else
    codes = [coding["code"] for coding in proposal["serviceType"][0]["coding"]]
    assert codes == ["return", "13"]


def test_find_as_post_is_the_same_question(program: Program) -> None:
    body = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "start", "valueDateTime": NINE.isoformat()},
            {"name": "end", "valueDateTime": (NINE + timedelta(hours=8)).isoformat()},
            {"name": "visit-type", "valueCoding": {"code": "return"}},
            {"name": "practitioner", "valueReference": {"identifier": {"value": "AP 0000"}}},
        ],
    }
    assert program.post("Appointment/$find", body)[1]["total"] == program.find()["total"] == 44


def test_a_held_time_is_not_found_again_and_cannot_be_held_twice(program: Program) -> None:
    first = program.first()
    status, bundle = program.hold(first)
    assert (status, appointment(bundle)["status"]) == (200, "pending")
    assert first not in {f"Appointment/{one['resource']['id']}" for one in program.find(_count=1000)["entry"]}
    status, outcome = program.hold(first)
    assert status == 409
    assert next((issue["severity"], issue["code"]) for issue in outcome["issue"]) == ("fatal", "not-found")
    assert "Practitioner/" in outcome["issue"][1]["diagnostics"]


def test_a_hold_becomes_a_visit_that_is_marked_as_not_screened(program: Program) -> None:
    held = appointment(program.hold(program.first())[1])
    status, bundle = program.book(f"Appointment/{held['id']}")
    booked = appointment(bundle)
    assert (status, booked["status"]) == (200, "booked")
    assert "safety questions" in booked["patientInstruction"]
    assert [tag["code"] for tag in booked["meta"]["tag"]] == ["not-asked"]
    visit = Appointment.objects.get()
    assert (visit.source, visit.screened, visit.patient.phone) == ("fhir", False, "+13055550100")


def test_a_proposal_is_booked_at_once_and_the_second_is_told_what_is_taken(program: Program) -> None:
    first = program.first()
    assert program.book(first)[0] == 200
    status, outcome = program.book(first)
    assert status == 409
    assert {issue["code"] for issue in outcome["issue"]} == {"not-found", "conflict"}
    assert Appointment.objects.count() == 1


def test_a_repeat_with_the_same_key_and_body_gets_the_same_visit(program: Program) -> None:
    first = program.first()
    answers = [program.book(first, **{"Idempotency-Key": "one"}) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert Appointment.objects.count() == 1
    other = {**ANA, "birthDate": "1990-01-01"}
    assert program.book(first, other, **{"Idempotency-Key": "one"})[0] == 422


@pytest.mark.parametrize("held", [False, True])
def test_a_twin_that_is_slower_by_a_moment_gets_the_same_visit(
    program: Program, monkeypatch: pytest.MonkeyPatch, held: bool
) -> None:
    """It has looked at the key before the other booked, and looks at the time after that."""
    wanted = program.first()
    if held:
        wanted = appointment(program.hold(wanted)[1])["id"]
    status, first = program.book(wanted, **{"Idempotency-Key": "one"})
    look, looks = booking._done, []
    monkeypatch.setattr(booking, "_done", lambda once: look(once) if looks else looks.append("nothing yet"))
    assert program.book(wanted, **{"Idempotency-Key": "one"}) == (status, first)
    assert status == 200
    assert looks
    assert Appointment.objects.count() == 1


def test_a_change_moves_and_a_cancellation_gives_back(program: Program) -> None:
    booked = appointment(program.book(program.first())[1])
    later = (datetime.fromisoformat(booked["start"]) + timedelta(hours=3)).isoformat()
    status, bundle = program.post(
        "Appointment/$book", parameters(("appointment-resource", {**booked, "start": later, "end": later}))
    )
    moved = appointment(bundle)
    assert (status, moved["id"], moved["start"]) == (200, booked["id"], later)
    cancelled = program.post(
        "Appointment/$book", parameters(("appointment-resource", {**moved, "status": "cancelled"}))
    )
    assert appointment(cancelled[1])["status"] == "cancelled"
    assert not Occupancy.objects.exists()
    assert (
        program.post("Appointment/$book", parameters(("appointment-resource", {**moved, "status": "cancelled"})))[0]
        == 409
    )


def test_a_code_that_is_no_text_is_a_400_that_says_where(program: Program) -> None:
    booked = appointment(program.book(program.first())[1])
    for code in ([], {}, 7):
        wrong = {**booked, "serviceType": [{"coding": [{"code": code}]}]}
        status, outcome = program.post("Appointment/$book", parameters(("appointment-resource", wrong)))
        assert (status, outcome["issue"][0]["expression"]) == (400, ["Appointment.serviceType[0].coding[0].code"])


def test_the_same_identifier_is_the_same_patient_and_nobody_is_in_two_places(program: Program) -> None:
    known = {**ANA, "identifier": [{"system": "urn:example", "value": "17"}]}
    assert program.book(program.first(), known)[0] == 200
    again = [one["resource"] for one in program.find(_count=1000)["entry"]]
    overlapping = next(one for one in again if datetime.fromisoformat(one["start"]) == NINE + timedelta(minutes=20))
    status, outcome = program.book(f"Appointment/{overlapping['id']}", known)
    assert (status, "patient" in outcome["issue"][1]["diagnostics"]) == (409, True)
    assert Patient.objects.count() == 1
    found = program.get("Appointment", **{"patient.identifier": "urn:example|17", "date": f"ge{NINE.date()}"})[1]
    assert found["total"] == 1
    assert AuditEvent.objects.filter(action="read").count() == 1


def test_a_key_sees_its_own_visits_only(program: Program) -> None:
    booked = appointment(program.book(program.first())[1])
    other = Program(make_key(name="other", scopes=["search", "book"], now=NOW))
    assert program.get(f"Appointment/{booked['id']}")[0] == 200
    assert other.get(f"Appointment/{booked['id']}")[0] == 404
    assert other.get("Appointment")[1]["total"] == 0
    assert (
        other.post("Appointment/$book", parameters(("appointment-resource", {**booked, "status": "cancelled"})))[0]
        == 404
    )


@pytest.mark.parametrize(("scopes", "status"), [([], 403), (["find"], 403)])
def test_a_key_does_what_its_scopes_say(clinic: cast.Clinic, scopes: list[str], status: int) -> None:
    reference = Program("").first()
    assert Program("").book(reference)[0] == 401
    assert Program("ashi_wrong").book(reference)[0] == 401
    key = make_key(name="little", scopes=scopes, now=NOW)
    assert Program(key).book(reference)[0] == status
    MachineKey.objects.update(scopes=["book"], revoked_at=NOW)
    assert Program(key).book(reference)[0] == 401
    assert not Appointment.objects.exists()


def test_what_is_wrong_with_a_patient_is_told_all_at_once_and_where(program: Program) -> None:
    broken = {
        "resourceType": "Patient",
        "telecom": [{"system": "phone", "value": "12"}, {"system": "email", "value": "ana"}],
        "birthDate": "84",
    }
    status, outcome = program.book(program.first(), broken)
    assert status == 400
    assert {issue["expression"][0] for issue in outcome["issue"]} == {
        "Patient.name",
        "Patient.telecom[0].value",
        "Patient.telecom[1].value",
        "Patient.birthDate",
    }


BROKEN = [
    "",
    "[]",
    "nonsense",
    "{",
    '{"resourceType": "Patient"}',
    '{"resourceType": "Parameters", "parameter": 3}',
    '{"resourceType": "Parameters", "parameter": [3]}',
    '{"resourceType": "Parameters", "parameter": [{"name": "appointment-reference", "valueReference": 1}]}',
    '{"resourceType": "Parameters", "parameter": [{"name": "appointment-resource", "resource": {}}]}',
    '{"resourceType": "Parameters", "parameter": [{"name": "start", "valueDateTime": "\\u0000"}]}',
    '{"a": NaN}',
    "[" * 100_000,
    '{"resourceType": "Parameters", "parameter": [{"name": "start", "valueQuantity": {}}]}',
]


@pytest.mark.parametrize("body", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("operation", ["$find", "$hold", "$book"])
def test_a_broken_body_is_a_400_that_says_where(program: Program, operation: str, body: str) -> None:
    status, outcome = program.post(f"Appointment/{operation}", body)
    assert (status, outcome["resourceType"]) == (400, "OperationOutcome")
    assert outcome["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("Slot?start=ge2026-13-01", 400),
        ("Slot?start=ge9999-12-30", 200),
        ("Slot?start=ge0000", 400),
        ("Slot?start=lt0001", 200),
        ("Slot?start=ge9999-12-31T23:59:59-12:00", 400),
        ("Slot?start=ne2027-01-01", 400),
        ("Slot?schedule=Schedule/x", 400),
        ("Slot?schedule=Schedule/999999999999999999", 200),
        ("Slot?status=sleepy", 400),
        ("Slot?_count=-1", 400),
        ("Slot?_count=0", 200),
        ("Slot?_count=99999999999", 400),
        ("Slot/1-1-99999999999999999999", 404),
        ("Slot/x", 404),
        ("Practitioner/999999999999999999999", 404),
        ("Practitioner/99", 404),
        ("Practitioner?identifier=AP%200000", 200),
        ("Appointment/$find", 400),
        ("Appointment/$find?start=2027-01-02&end=2027-01-01", 400),
        ("Appointment/$hold", 405),
        ("Nonsense", 404),
        ("", 404),
        ("metadata", 200),
    ],
)
def test_nothing_that_is_asked_makes_a_server_error(program: Program, path: str, status: int) -> None:
    response = program.client.get(f"/fhir/{path}")
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("application/fhir+json")
    assert (response.json()["resourceType"] == "OperationOutcome") == (status >= 400)


@pytest.mark.parametrize(
    "kind", ["Organization", "Location", "Practitioner", "PractitionerRole", "HealthcareService", "Schedule"]
)
def test_public_resources_are_read_and_searched_without_a_key(clinic: cast.Clinic, kind: str) -> None:
    program = Program("")
    status, bundle = program.get(kind)
    assert (status, bundle["total"] > 0) == (200, True)
    resource = bundle["entry"][0]["resource"]
    assert program.get(f"{kind}/{resource['id']}") == (200, resource)
    assert program.get(kind, _id=resource["id"])[1]["total"] == 1
    assert program.get(kind, _id="999")[1]["total"] == 0


def test_an_instant_carries_the_offset_of_its_place(program: Program) -> None:
    start = program.find(_count=1)["entry"][0]["resource"]["start"]
    assert start.endswith(("-05:00", "-04:00"))


def test_an_unknown_parameter_is_refused_only_when_strictness_is_preferred(program: Program) -> None:
    assert program.client.get("/fhir/Slot?colour=blue").status_code == 200
    strict = program.client.get("/fhir/Slot?colour=blue", headers={"Prefer": "handling=strict"})
    assert (strict.status_code, strict.json()["issue"][0]["expression"]) == (400, ["colour"])


def around(program: Program, near: str, **more: Any) -> tuple[int, dict[str, Any]]:
    asked = {"start": NINE.isoformat(), "end": (NINE + timedelta(hours=8)).isoformat(), "visit-type": "return"}
    return program.get("Appointment/$find", **{**asked, "near": near, **more})


def where(bundle: dict[str, Any]) -> list[str]:
    """The locations of the proposals, each once, in their order."""
    found = [
        one["actor"]["reference"]
        for entry in bundle.get("entry", [])
        for one in entry["resource"]["participant"]
        if one["actor"]["reference"].startswith("Location/")
    ]
    return list(dict.fromkeys(found))


def test_anybody_anywhere_within_so_many_miles_in_spanish(program: Program, clinic: cast.Clinic) -> None:
    place = cast.open_place(clinic, "North", latitude=25.90, longitude=-80.24)
    cast.give_role(cast.hire("Mei", "Invented", number="AP 0009"), place, [clinic.again], ["en", "es"])
    here, north = f"Location/{clinic.location.pk}", f"Location/{place.pk}"
    _, wide = around(program, "25.75|-80.24|20|km", _sort="near", _count=1000)
    assert where(wide) == [here, north]
    assert "total" not in wide
    assert where(around(program, "25.75|-80.24|10|[mi_i]")[1]) == [here]
    assert where(around(program, "25.75|-80.24|11|mi", _count=100)[1]) in ([here, north], [north, here])
    status, spanish = around(program, "25.75|-80.24|20|km", language="es-US")
    assert (status, where(spanish)) == (200, [north])
    (extension,) = spanish["entry"][0]["search"]["extension"]
    assert extension["valueDistance"]["value"] == pytest.approx(16.7, abs=0.1)
    assert [one["relation"] for one in spanish["link"]] == ["self", "next"]
    assert where(around(program, "48.85|2.35|20|km")[1]) == []
    assert program.get("Location", near="25.90|-80.24|5|km")[1]["total"] == 1
    reference = f"Appointment/{spanish['entry'][0]['resource']['id']}"
    assert program.book(reference)[0] == 200


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"near": "Miami"}, "latitude|longitude"),
        ({"near": "95|0|5|km"}, "latitude|longitude"),
        ({"near": "25|-80|5|furlong"}, "unit"),
        ({"near": "25|-80|99999|km"}, "distance"),
        ({"near": "25|nan|5|km"}, "latitude|longitude"),
        ({"near": "25|-80|5|km", "language": "<b>"}, "language"),
        ({"near": "25|-80|5|km", "_sort": "price"}, "_sort"),
    ],
)
def test_a_place_that_is_none_is_named(program: Program, wrong: dict[str, str], said: str) -> None:
    status, outcome = around(program, **wrong)
    assert (status, outcome["resourceType"]) == (400, "OperationOutcome")
    assert said in outcome["issue"][0]["diagnostics"]
