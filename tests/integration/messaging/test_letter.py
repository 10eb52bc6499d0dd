"""What is kept of a letter is what many have in common; what is one visit's own stays its own."""

import pytest
from django.core import mail

from ashi.messaging import letter
from ashi.records.tokens import token_of
from tests.integration.messaging.office import Office, html_of


def test_two_visits_of_one_kind_share_a_form_and_nothing_else(office: Office) -> None:
    first = office.book(office.at(2, 9, 0))
    second = office.book(office.at(3, 14, 30))
    letter._form.cache_clear()
    office.send()
    assert letter._form.cache_info().misses == 1
    own = [
        (visit.reference, token_of(visit.links.get()), hour)
        for visit, hour in ((first, "9:00 am"), (second, "2:30 pm"))
    ]
    for sent, (mine, others) in zip(mail.outbox, (own, own[::-1]), strict=True):
        for said in (sent.subject + sent.body, html_of(sent)):
            said = said.replace("\u00a0", " ")
            assert [word in said for word in mine] == [True] * 3
            assert [word in said for word in others] == [False] * 3


CHANGES = {
    "name": "New House",
    "address": "2 Other Road",
    "city": "Hialeah",
    "phone": "+13052049982",
    "directions_en": "Ring twice.",
    "late_cancel_hours": 31,
}


def test_what_the_clinic_changes_is_said_in_the_next_mail(office: Office) -> None:
    """One thing at a time, so that each of them by itself makes another letter of it."""
    place, said = office.clinic.location, {"phone": "305-204-9982", "late_cancel_hours": "31 hours"}
    for hour, (name, value) in enumerate(CHANGES.items(), 9):
        setattr(place, name, value)
        place.save()
        office.book(office.at(2, hour))
        office.send()
        for text in (office.last().body, html_of(office.last())):
            assert said.get(name, str(value)) in text, name
    place.organization.name = "New Name"
    place.organization.save()
    office.book(office.at(3, 10))
    office.send()
    assert office.last().subject.startswith("New Name: ")


def test_what_is_kept_and_what_stands_in_a_gap_is_escaped_in_the_html_alone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letter, "private_link", lambda *_, **__: 'https://example.invalid/?a=1&b="2"')
    office.clinic.location.city = "<b>Miami & co"
    office.clinic.location.save()
    office.book()
    office.send()
    text, html = office.last().body, html_of(office.last())
    assert "<b>Miami & co time" in text
    assert "&lt;b&gt;Miami &amp; co time" in html
    assert '?a=1&b="2"' in text
    assert "?a=1&amp;b=&quot;2&quot;" in html


def test_no_gap_is_left_open(office: Office) -> None:
    visit = office.book()
    office.send()
    office.cancel(office.move(visit, office.at(4, 14)))
    office.send()
    assert len(mail.outbox) == 3
    for sent in mail.outbox:
        assert not {"\x02", "\x03"} & set(sent.subject + sent.body + html_of(sent))
