"""Sentences of the public pages whose review is out of date: listed for the clinic, and marked where they stand."""

from datetime import date

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from ashi.clinic.queries import todo
from ashi.core.evidence.claims import Claim, Signature
from ashi.core.evidence.register import Register
from ashi.knowledge.claims import overdue_claims
from ashi.web.templatetags import claims as tags
from tests.unit.core.evidence.builders import claim, source

OVERDUE = claim(signature=Signature("A. Reviewer", "AP 0000", date(2025, 1, 2), date(2026, 1, 2)))


def overdue(today: date) -> tuple[Claim, ...]:
    return Register((OVERDUE,), (source(),)).overdue(today)


def test_nothing_is_overdue_that_nobody_signed() -> None:
    assert overdue_claims(date(2999, 1, 1)) == ()


def test_an_overdue_sentence_is_listed_with_its_day_and_who_signed_it(
    dana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "out of date" not in dana.get("/clinic/to-do/").text
    monkeypatch.setattr(todo, "overdue_claims", overdue)
    said = dana.get("/clinic/to-do/").text
    assert "Sentences whose review is out of date" in said
    assert f'href="/learn/evidence/#{OVERDUE.id}"' in said
    assert "due January 2, 2026, last signed by A. Reviewer" in said.replace("\u00a0", " ")


def test_it_is_marked_beside_the_sentence_itself(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "the_register", lambda: Register((OVERDUE,), (source(),)))
    template = Template(f"{{% load claims %}}{{% claim '{OVERDUE.id}' %}}{{% review_state '{OVERDUE.id}' %}}")
    with override("en"):
        said = template.render(Context()).replace("\u00a0", " ")
    assert "<strong>review out of date</strong>" in said
    assert "The review of this sentence is out of date since January 2, 2026." in said
