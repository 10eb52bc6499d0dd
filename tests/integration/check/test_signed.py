"""Outside the demo nobody books online before a licensed person has signed the questions in that language."""

import pytest

from ashi.knowledge import safety
from ashi.records import rules
from ashi.records.clearances import booking_is_open
from tests.integration.check.walking import Visitor


@pytest.mark.parametrize("yes", [[], ["CI02"], ["RF18"]])
def test_unsigned_the_result_leads_to_the_telephone(visitor: Visitor, settings, yes: list[str]) -> None:
    settings.DEMO = False
    visitor.begin(onward="/book/")
    page = visitor.walk(*yes).content.decode()
    assert "Visits cannot be booked on this site yet." in page
    assert "/book/" not in page
    assert "305-204-9981" in page


def test_the_demo_needs_no_signature(settings) -> None:
    settings.DEMO = True
    assert booking_is_open(version=safety.the_screen().version, language="en")


@pytest.mark.parametrize(("language", "is_open"), [("en", False), ("es", True)])
def test_a_signature_opens_one_language(settings, monkeypatch, language: str, is_open: bool) -> None:
    settings.DEMO = False
    monkeypatch.setattr(rules, "is_signed", lambda version, language: language == "es")
    assert booking_is_open(version="any", language=language) is is_open
