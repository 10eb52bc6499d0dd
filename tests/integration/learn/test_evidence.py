"""Every claim is on the evidence page, with what it rests on; every link to it from a sentence arrives."""

import re
from datetime import date

import pytest
import time_machine
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from ashi.core.evidence.claims import Signature
from ashi.core.evidence.register import Register
from ashi.knowledge.claims import the_register
from ashi.learn.structured import page_data
from ashi.web.templatetags import claims as tags
from tests.cast import Clinic
from tests.unit.core.evidence.builders import claim, source

SIGNED = Signature("A. Reviewer", "AP 0000", date(2026, 11, 9), date(2027, 5, 9))


def test_every_claim_of_the_register_is_listed(client: Client, clinic: Clinic) -> None:
    html = client.get("/learn/evidence/").content.decode()
    listed = re.findall(r'<li id="([a-z0-9-]+)" data-claim', html)
    assert sorted(listed) == sorted(claim.id for claim in the_register().claims)


def test_every_source_is_linked_and_says_how_much_was_read(client: Client, clinic: Clinic) -> None:
    html = client.get("/learn/evidence/").content.decode()
    for each in the_register().sources:
        assert each.address.replace("&", "&amp;") in html, each.id
    assert html.count("Read:") == sum(len(claim.sources) for claim in the_register().claims)


@pytest.mark.parametrize("address", ["/", "/learn/back-pain/", "/es/learn/back-pain/"])
def test_every_certainty_leads_to_its_claim(client: Client, clinic: Clinic, address: str) -> None:
    html = client.get(address).content.decode()
    prefix = "/es" if address.startswith("/es") else ""
    links = re.findall(r'class="certainty" href="([^"]+)"', html)
    assert links
    assert {link.split("#")[0] for link in links} == {f"{prefix}/learn/evidence/"}
    assert {link.split("#")[1] for link in links} <= {claim.id for claim in the_register().claims}


def test_numbers_stand_as_they_were_printed(client: Client, clinic: Clinic) -> None:
    html = client.get("/learn/evidence/").content.decode()
    assert "0.23 (0.13 to 0.33)" in html
    assert "20,827" in html


def test_nobody_is_named_as_reviewer_while_nobody_signed(client: Client, clinic: Clinic) -> None:
    for page in ("/", "/learn/back-pain/", "/learn/evidence/"):
        html = client.get(page).content.decode()
        assert "Not yet reviewed by a clinician." in html
        assert "reviewedBy" not in html
        assert "lastReviewed" not in html


def shown(register: Register, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(tags, "the_register", lambda: register)
    with override("en"):
        said = Template("{% load claims %}{% review_state %}").render(Context())
    return said.replace("\u00a0", " ")


def test_a_signature_is_shown_with_name_licence_and_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    register = Register((claim(signature=SIGNED),), (source(),))
    with time_machine.travel(date(2027, 1, 1)):
        said = shown(register, monkeypatch)
        assert "Reviewed by A. Reviewer, license AP 0000, on November 9, 2026. Next review by May 9, 2027." in said
        assert page_data(register)["reviewedBy"]["name"] == "A. Reviewer"


def test_a_signature_past_its_day_counts_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    register = Register((claim(signature=SIGNED),), (source(),))
    with time_machine.travel(date(2027, 5, 9)):
        assert "out of date" in shown(register, monkeypatch)
        assert "reviewedBy" not in page_data(register)


def test_one_unsigned_claim_leaves_the_page_unreviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    register = Register((claim(signature=SIGNED), claim(id="other")), (source(),))
    with time_machine.travel(date(2027, 1, 1)):
        assert "Not yet reviewed" in shown(register, monkeypatch)
        assert "reviewedBy" not in page_data(register)
