from datetime import date
from typing import Any

import pytest

from ashi.core.evidence.certainty import Level
from ashi.core.evidence.claims import Kind, Signature
from tests.unit.core.evidence.builders import certainty, claim

SIGNED = Signature("A. Reviewer", "AP 0000", date(2026, 11, 9), date(2027, 5, 9))


def test_the_least_certain_comparison_stands_beside_the_sentence() -> None:
    both = claim(certainties=(certainty(Level.MODERATE), certainty(Level.VERY_LOW, Level.LOW)))
    assert both.certainty is not None
    assert both.certainty.points == 1


@pytest.mark.parametrize("kind", [Kind.POSITION, Kind.PRACTICE])
def test_what_is_not_a_finding_has_no_certainty(kind: Kind) -> None:
    assert claim(kind=kind, certainties=()).certainty is None
    with pytest.raises(ValueError, match="how certain"):
        claim(kind=kind)


@pytest.mark.parametrize(
    "changes",
    [{"certainties": ()}, {"sources": ()}, {"sources": ("vickers-2018", "vickers-2018")}, {"id": "Less pain"}],
)
def test_a_claim_without_its_grounds_cannot_be_built(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="claim"):
        claim(**changes)


def test_a_claim_is_reviewed_from_the_signature_until_the_next_review() -> None:
    signed = claim(signature=SIGNED)
    assert signed.is_reviewed(date(2027, 5, 8))
    assert not signed.is_reviewed(date(2027, 5, 9))
    assert not claim().is_reviewed(date(2026, 11, 10))


@pytest.mark.parametrize(("name", "licence"), [("", "AP 0000"), ("A. Reviewer", " ")])
def test_nobody_signs_without_name_and_licence(name: str, licence: str) -> None:
    with pytest.raises(ValueError, match="name and a licence"):
        Signature(name, licence, date(2026, 11, 9), date(2027, 5, 9))


def test_the_next_review_lies_after_the_signature() -> None:
    with pytest.raises(ValueError, match="after the signature"):
        Signature("A. Reviewer", "AP 0000", date(2026, 11, 9), date(2026, 11, 9))
