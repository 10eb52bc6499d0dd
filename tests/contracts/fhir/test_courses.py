"""ServiceRequest and Appointment.basedOn: a course as a program sees it."""

from datetime import UTC, datetime, time, timedelta

import pytest

from ashi.book.actions import Terms
from ashi.exchange.fhir.keys import make_key
from ashi.records.models import AuditEvent, MachineKey
from tests import cast
from tests.contracts.fhir.test_scheduling import Program
from tests.integration.book.coursing import booked_course, visits

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def clinic() -> cast.Clinic:
    return cast.open_clinic()


def program(name: str) -> tuple[Program, MachineKey]:
    secret = f"secret-{name}-long-enough"
    key = make_key(name=name, scopes=["search"], now=NOW, key=secret)
    row = key if isinstance(key, MachineKey) else MachineKey.objects.get(name=name)
    return Program(secret), row


def test_a_course_is_a_service_request_and_its_visits_are_based_on_it(clinic: cast.Clinic) -> None:
    asking, key = program("referrals")
    course = booked_course(clinic, cast.ana(), terms=Terms(source="fhir", screened=True, machine_key_id=key.pk))
    status, found = asking.get(f"ServiceRequest/{course.pk}")
    assert status == 200
    assert found["status"] == "active"
    assert found["intent"] == "plan"
    assert found["quantityQuantity"]["value"] == 6
    assert found["subject"] == {"reference": f"Patient/{course.patient_id}"}
    assert found["identifier"][0]["value"] == course.reference
    assert found["occurrencePeriod"]["start"] < found["occurrencePeriod"]["end"]
    assert found["performer"] == [{"reference": f"Practitioner/{clinic.bao.pk}"}]
    assert "13" in str(found["code"])
    _, bundle = asking.get("Appointment", **{"based-on": f"ServiceRequest/{course.pk}"})
    assert bundle["total"] == 6
    assert {str(one["resource"]["basedOn"]) for one in bundle["entry"]} == {
        str([{"reference": f"ServiceRequest/{course.pk}"}])
    }
    _, single = asking.get(f"Appointment/{visits(course)[0].pk}")
    assert single["basedOn"]
    assert AuditEvent.objects.filter(action="read", entity=f"CarePlan/{course.pk}", by=f"client:{key.pk}").exists()


@pytest.mark.parametrize(
    ("name", "value", "total"),
    [
        ("status", "active", 1),
        ("status", "revoked", 0),
        ("status", "on-hold,active", 1),
        ("identifier", "AAAA-0000", 0),
        ("identifier", "urn:other|x", 0),
        ("patient", "Patient/999999", 0),
        ("_id", "999999", 0),
    ],
)
def test_service_requests_are_searched(clinic: cast.Clinic, name: str, value: str, total: int) -> None:
    asking, key = program("referrals")
    booked_course(clinic, cast.ana(), terms=Terms(source="fhir", screened=True, machine_key_id=key.pk))
    status, bundle = asking.get("ServiceRequest", **{name: value})
    assert (status, bundle["total"]) == (200, total)


def test_charlies_key_sees_nothing_of_it_and_no_key_sees_anything(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    charlie, _ = program("charlie")
    assert charlie.get(f"ServiceRequest/{course.pk}")[0] == 404
    assert charlie.get("ServiceRequest")[1]["total"] == 0
    assert charlie.get("Appointment", **{"based-on": str(course.pk)})[1]["total"] == 0
    assert Program("").get(f"ServiceRequest/{course.pk}")[0] == 401
    assert Program("").get("ServiceRequest")[0] == 401


def test_who_booked_a_patients_first_visit_sees_that_a_course_follows_but_not_its_visits(clinic: cast.Clinic) -> None:
    asking, key = program("referrals")
    ana = cast.ana()
    first = cast.booked(clinic, cast.next_weekday(1, time(15), after=NOW + timedelta(days=60 - 40)), patient=ana)
    first.machine_key = key
    first.save()
    course = booked_course(clinic, ana)
    assert asking.get(f"ServiceRequest/{course.pk}")[0] == 200
    assert asking.get("Appointment")[1]["total"] == 1


@pytest.mark.parametrize("path", ["ServiceRequest/99999999999999999999999", "ServiceRequest/x", "ServiceRequest/0"])
def test_an_address_that_leads_nowhere_says_so(clinic: cast.Clinic, path: str) -> None:
    asking, _ = program("referrals")
    status, outcome = asking.get(path)
    assert (status, outcome["resourceType"]) == (404, "OperationOutcome")


def test_wrong_parameters_are_named(clinic: cast.Clinic) -> None:
    asking, _ = program("referrals")
    for path, query in (("ServiceRequest", {"patient": "x"}), ("Appointment", {"based-on": "Patient/1x"})):
        status, outcome = asking.get(path, **query)
        assert status == 400
        assert outcome["issue"][0]["expression"]


def test_the_capability_statement_names_it() -> None:
    _, statement = Program("").get("metadata")
    found = {one["type"]: one for one in statement["rest"][0]["resource"]}
    assert {"patient", "status", "identifier"} <= {one["name"] for one in found["ServiceRequest"]["searchParam"]}
    assert "based-on" in {one["name"] for one in found["Appointment"]["searchParam"]}
