"""The evidence for programs: everything that the pages have, under ids that stay."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ashi.core.evidence.claims import Signature
from ashi.core.evidence.register import Register
from ashi.knowledge.claims import the_register
from ashi.knowledge.hundreds import the_hundreds
from ashi.knowledge.trials import the_questions
from ashi.learn import export
from tests.cast import Clinic
from tests.unit.core.evidence.builders import claim, source


@pytest.fixture
def data(client: Client, clinic: Clinic) -> dict[str, Any]:
    response = client.get("/learn/evidence.json")
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def test_every_claim_result_and_source_is_there_once(data: dict[str, Any]) -> None:
    register = the_register()
    assert [row["id"] for row in data["claims"]] == [each.id for each in register.claims]
    assert [row["id"] for row in data["results"]] == [each.id for each in register.results]
    assert [row["id"] for row in data["sources"]] == [each.id for each in register.sources]
    assert [row["id"] for row in data["hundreds"]] == [each.id for each in the_hundreds()]
    assert [row["id"] for row in data["answers"]] == [each.id for each in the_questions().questions]


def test_no_id_that_was_given_out_is_gone(data: dict[str, Any]) -> None:
    lines = (Path(__file__).parent / "ids_given_out.txt").read_text(encoding="utf-8").splitlines()
    given = {line for line in lines if not line.startswith("#")}
    parts = ("claims", "results", "sources", "hundreds", "answers")
    assert given
    assert given - {f"{part} {row['id']}" for part in parts for row in data[part]} == set()


def test_whatever_is_named_is_there(data: dict[str, Any]) -> None:
    known = {kind: {row["id"] for row in data[kind]} for kind in ("claims", "results", "sources")}
    for row in data["claims"]:
        assert set(row["results"]) <= known["results"]
        assert set(row["sources"]) <= known["sources"]
    assert {row["source"] for row in data["results"]} <= known["sources"]
    assert {row["claim"] for row in (*data["hundreds"], *data["answers"])} <= known["claims"]


def test_numbers_are_those_of_the_register(data: dict[str, Any]) -> None:
    for row, result in zip(data["results"], the_register().results, strict=True):
        assert (row["estimate"], row["low"], row["high"]) == (result.estimate, result.low, result.high)


def test_texts_come_in_both_languages(data: dict[str, Any]) -> None:
    for row in data["claims"]:
        assert set(row["sentence"]) == {"en", "es"}


def test_nobody_is_said_to_have_reviewed_what_nobody_signed(data: dict[str, Any]) -> None:
    assert {row["review"] for row in data["claims"]} == {"not reviewed"}
    assert {row["signature"] for row in data["claims"]} == {None}


def test_a_review_is_told_with_its_day_and_as_overdue_from_that_day_on(monkeypatch: pytest.MonkeyPatch) -> None:
    signature = Signature("A. Reviewer", "AP 0000", date(2026, 11, 9), date(2027, 5, 9))
    monkeypatch.setattr(export, "the_register", lambda: Register((claim(signature=signature),), (source(),)))
    (before,) = export.whole(date(2027, 5, 8))["claims"]
    (after,) = export.whole(date(2027, 5, 9))["claims"]
    assert before["signature"]["review_due"] == "2027-05-09"
    assert (before["review"], after["review"]) == ("reviewed", "overdue")


def test_the_page_links_to_the_file_and_the_file_to_the_page(
    client: Client, clinic: Clinic, data: dict[str, Any]
) -> None:
    html = client.get("/learn/evidence/").content.decode()
    assert '<link rel="alternate" type="application/json" href="/learn/evidence.json">' in html
    for row in data["claims"]:
        address, _, anchor = row["page"].partition("#")
        assert address == "/learn/evidence/"
        assert f'<li id="{anchor}" ' in html


def test_only_reading_is_answered(client: Client, clinic: Clinic) -> None:
    assert client.post("/learn/evidence.json").status_code == 405


def test_the_description_names_every_part(data: dict[str, Any]) -> None:
    assert set(data) - {"version", "description", "page"} <= set(data["description"])
