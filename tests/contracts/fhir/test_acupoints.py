"""GET /fhir/CodeSystem/acupoints: the atlas for programs."""

import pytest
from django.test import Client

from ashi.knowledge.atlas import points

ADDRESS = "/fhir/CodeSystem/acupoints"


@pytest.mark.once
@pytest.mark.django_db
def test_every_point_is_a_concept_with_its_names_and_both_sentences() -> None:
    response = Client().get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/fhir+json")
    body = response.json()
    assert (body["resourceType"], body["content"], body["count"]) == ("CodeSystem", "complete", 409)
    assert [concept["code"] for concept in body["concept"]] == list(points())
    for concept in body["concept"]:
        assert concept["definition"].endswith(".")
        assert {each["language"] for each in concept["designation"]} == {"zh-Hans", "zh-Hant", "zh-Latn", "es"}
        assert all(each["value"].strip() for each in concept["designation"])


@pytest.mark.django_db
def test_another_code_in_use_is_a_property_of_its_point() -> None:
    concept = next(each for each in Client().get(ADDRESS).json()["concept"] if each["code"] == "EX-HN3")
    aliases = [each["valueString"] for each in concept["property"] if each["code"] == "alias"]
    assert aliases == ["GV24+", "GV29"]


@pytest.mark.django_db
def test_the_server_says_that_it_has_it() -> None:
    resources = Client().get("/fhir/metadata").json()["rest"][0]["resource"]
    assert {"type": "CodeSystem", "interaction": [{"code": "read"}]} in resources


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "address"), [("post", ADDRESS), ("get", "/fhir/CodeSystem/other")])
def test_what_is_not_there_is_an_outcome(method: str, address: str) -> None:
    response = getattr(Client(), method)(address)
    assert 400 <= response.status_code < 500
    assert response.json()["resourceType"] == "OperationOutcome"
