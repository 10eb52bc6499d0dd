"""My visit: the link once more, and nothing given away to whoever only guesses."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from ashi.messaging.models import OutboxMessage
from ashi.records.models import Appointment, VisitLink
from tests import cast
from tests.integration.book.walking import TYPED, Visitor

BORN = {"birth_month": "5", "birth_day": "2", "birth_year": "1984"}


@pytest.fixture
def visit(clinic: cast.Clinic, ten: datetime) -> Appointment:
    return Visitor().book(ten, **TYPED)


def ask(client: Client, reference: str, **known: str) -> Any:
    return client.post("/visit/", {"reference": reference, **known})


def links_sent() -> int:
    return OutboxMessage.objects.filter(kind="link").count()


@pytest.mark.parametrize(
    "known",
    [
        BORN,
        {"contact": "ANA@example.invalid"},
        {"contact": "(305) 555-0142"},
        {**BORN, "contact": "ana@example.invalid"},
    ],
)
def test_whoever_knows_the_visit_is_sent_its_link(visit: Appointment, client: Client, known: dict[str, str]) -> None:
    for written in (visit.reference, visit.reference.lower().replace("-", " ")):
        assert ask(client, written, **known)["Location"] == "/visit/sent/"
    assert links_sent() == 2
    assert OutboxMessage.objects.filter(kind="link").first().address == "ana@example.invalid"


@pytest.mark.parametrize(
    "known",
    [
        {**BORN, "birth_year": "1985"},
        {"contact": "charlie@example.invalid"},
        {"contact": "305-555-0199"},
        {**BORN, "contact": "charlie@example.invalid"},
        {**BORN, "birth_year": "1985", "contact": "ana@example.invalid"},
    ],
)
def test_whoever_guesses_gets_the_same_answer_and_nothing_is_sent(
    visit: Appointment, client: Client, known: dict[str, str]
) -> None:
    right, wrong = ask(client, visit.reference, **BORN), ask(Client(), visit.reference, **known)
    assert (right.status_code, right["Location"], right.content) == (
        wrong.status_code,
        wrong["Location"],
        wrong.content,
    )
    assert links_sent() == 1
    nobody = ask(Client(), "AAAA-CCCC", **BORN)
    assert (nobody.status_code, nobody["Location"]) == (right.status_code, right["Location"])


def test_a_link_that_was_revoked_is_not_sent_again(visit: Appointment, client: Client) -> None:
    VisitLink.objects.update(revoked_at=datetime.now(UTC))
    ask(client, visit.reference, **BORN)
    assert links_sent() == 0


def test_without_a_mail_address_nothing_is_sent_and_the_answer_is_the_same(
    clinic: cast.Clinic, ten: datetime, client: Client
) -> None:
    visit = Visitor().book(ten, name="Ana", phone="305-555-0142")
    assert ask(client, visit.reference, contact="305-555-0142")["Location"] == "/visit/sent/"
    assert links_sent() == 0


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reference": "", **BORN}, "Write the reference of the visit"),
        ({"reference": "ABC", **BORN}, "A reference has eight letters and numbers"),
        ({"reference": "AAAA-CCCC"}, "Write the date of birth, or the phone number or mail address you gave"),
        (
            {"reference": "AAAA-CCCC", "birth_month": "13", "birth_day": "40", "birth_year": "1984"},
            "There is no such day",
        ),
    ],
)
def test_a_form_that_cannot_be_right_says_so_and_keeps_what_was_typed(
    clinic: cast.Clinic, client: Client, sent: dict[str, str], said: str
) -> None:
    answer = client.post("/visit/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert all(f'value="{value}"' in page for value in sent.values() if value)


@pytest.mark.usefixtures("still")
def test_guessing_is_slow_from_one_address_and_for_one_reference(
    visit: Appointment, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ashi.book.limits.IN_THE_DEMO", 1)
    answers = [ask(client, "AAAA-CCCC", **BORN).status_code for _ in range(7)]
    assert answers == [302] * 6 + [429]
    for n in range(5):
        ask(Client(REMOTE_ADDR=f"8.8.8.{n}"), visit.reference, **BORN)
    assert links_sent() == 3


def test_asking_for_the_page_sends_nothing(visit: Appointment, client: Client) -> None:
    client.get("/visit/", {"reference": visit.reference, **BORN})
    client.get("/visit/sent/")
    assert links_sent() == 0
