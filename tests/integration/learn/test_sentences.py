"""No sentence about health on a public page without a claim: what says nothing about health is in a reviewed list."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

from ashi.knowledge.claims import the_register
from ashi.web import clinic as facts
from ashi.web.templatetags.claims import claim_text
from tests.cast import Clinic, open_clinic
from tests.integration.learn.sentences import patterns, pieces_of, unlisted

EVIDENCE = ("/learn/evidence/", "/learn/evidence/trials/", "/learn/evidence/sources/")
PAGES = ("/", "/learn/back-pain/", *EVIDENCE, "/check/", "/privacy/", "/accessibility/", "/no-such-page/")
LANGUAGES = {"en": "", "es": "/es"}
HERE = Path(__file__).parent


def reviewed(language: str) -> Path:
    return HERE / f"not_about_health.{language}.txt"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_a_claim_or_reviewed_and_no_line_of_the_list_is_left_over(
    client: Client, db: None, language: str
) -> None:
    """A line that no page says any more would let a sentence back in unseen."""
    known = patterns(reviewed(language))
    said = _outside_claims(client, LANGUAGES[language] + "/")  # a clinic that is not set up
    facts.forget()
    open_clinic()
    for address in PAGES:
        said |= _outside_claims(client, LANGUAGES[language] + address)
    assert [text for text in said if not any(each.fullmatch(text) for each in known)] == []
    forgotten = [each.pattern for each in known if not any(map(each.fullmatch, said))]
    assert forgotten == [], "take them out of the list, or put the page that says them into this test"


def _outside_claims(client: Client, address: str) -> set[str]:
    html = client.get(address).content.decode()
    pieces = pieces_of(html)
    assert pieces, f"{address} has a main part"
    named = {name for names in re.findall(r'data-claim="([^"]*)"', html) for name in names.split()}
    # A sentence could otherwise hide behind an id that nobody knows.
    assert named <= {claim.id for claim in the_register().claims}, address
    assert re.findall(r'data-claim="\s*"', html) == [], address
    return {piece.text for piece in pieces if not piece.in_claim}


def test_a_sentence_outside_a_claim_is_found() -> None:
    html = "<main><p>Pick a time. Needles make you strong.</p></main>"
    assert list(unlisted(html, reviewed("en"))) == ["Needles make you strong."]


def test_a_sentence_beside_a_claim_in_the_same_line_is_found() -> None:
    html = f"<main><p>{claim_text('go-now')} Needles make you strong.</p></main>"
    assert list(unlisted(html, reviewed("en"))) == ["Needles make you strong."]


def test_a_sentence_in_the_description_of_a_picture_is_found() -> None:
    html = '<main><svg aria-label="Needles make you strong."></svg></main>'
    assert list(unlisted(html, reviewed("en"))) == ["Needles make you strong."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_the_claim_word_for_word(client: Client, clinic: Clinic, language: str) -> None:
    with override(language):
        html = client.get(LANGUAGES[language] + "/").content.decode()
    said = " ".join(piece.text for piece in pieces_of(html) if piece.in_claim)
    assert the_register().claim("small-against-sham").sentence.in_language(language) in said


def test_every_part_of_the_article_is_there_in_its_order(client: Client, clinic: Clinic) -> None:
    said = [piece.text for piece in pieces_of(client.get("/learn/back-pain/").content.decode())]
    parts = [
        "What is back pain?",
        "What is acupuncture?",
        "Does it help?",
        "Compared with what?",
        "For whom?",
        "For how long?",
        "What happened to people in two trials",
        "How might it work?",
        "Seen in people",
        "Seen in animals",
        "What can go wrong?",
        "What is a visit like?",
        "What do guidelines say?",
        "What else helps?",
        "Questions to ask an acupuncturist",
        "Next: is it safe for you?",
    ]
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
