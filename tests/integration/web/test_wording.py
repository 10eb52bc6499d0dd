"""Dates, times, money and numbers as people say them, in both languages and in the zone of the place."""

from datetime import UTC, date, datetime, time

import pytest
from django.template import Context, Template
from django.utils.translation import override

from ashi.web import wording

# 19:30 in London's winter time is 2:30 pm in Miami.
AFTERNOON = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
ONE = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
MIAMI = "America/New_York"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def shown(template: str, language: str, **context: object) -> str:
    with override(language):
        return plain(Template("{% load wording %}" + template).render(Context(context)))


@pytest.mark.parametrize(
    ("template", "english", "spanish"),
    [
        ("{{ at|moment:zone }}", "Monday, November 23, 2:30 pm", "lunes, 23 de noviembre, 2:30 p. m."),
        (
            "{{ at|moment_in_sentence:zone }}",
            "Monday, November 23 at 2:30 pm",
            "lunes, 23 de noviembre a las 2:30 p. m.",
        ),
        ("{{ at|day:zone }}", "Monday, November 23", "lunes, 23 de noviembre"),
        ("{{ at|day_of_year:zone }}", "November 23, 2026", "23 de noviembre de 2026"),
        ("{{ at|short_day:zone }}", "Nov 23", "23 nov"),
        ("{{ at|clock:zone }}", "2:30 pm", "2:30 p. m."),
        ("{{ 50|minutes_long }}", "50 minutes", "50 minutos"),
        ("{{ 1|minutes_long }}", "1 minute", "1 minuto"),
        ("{{ codes|spoken }}", "English, Spanish and Haitian Creole", "inglés, español y criollo haitiano"),
    ],
)
def test_it_is_said_in_both_languages(template: str, english: str, spanish: str) -> None:
    context = {"at": AFTERNOON, "zone": MIAMI, "codes": ["en", "es", "ht"]}
    assert shown(template, "en", **context) == english
    assert shown(template, "es", **context) == spanish


def test_one_o_clock_is_singular_in_spanish() -> None:
    assert shown("{{ at|moment_in_sentence:zone }}", "es", at=ONE, zone=MIAMI).endswith(" a la 1:00 p. m.")


def test_the_zone_decides_the_day() -> None:
    late = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    assert shown("{{ at|moment:zone }}", "en", at=late, zone=MIAMI) == "Monday, November 23, 10:00 pm"
    assert shown("{{ at|day:zone }}", "en", at=late, zone="Asia/Kathmandu") == "Tuesday, November 24"


def test_a_plain_date_stays_the_day_it_is() -> None:
    assert shown("{{ on|day }}", "en", on=date(2026, 11, 23)) == "Monday, November 23"


@pytest.mark.parametrize(
    ("wall", "said"),
    [
        (time(0, 0), "12 am"),
        (time(9, 0), "9 am"),
        (time(12, 0), "12 pm"),
        (time(12, 5), "12:05 pm"),
        (time(18), "6 pm"),
    ],
)
def test_midnight_and_noon_are_twelve(wall: time, said: str) -> None:
    with override("en"):
        assert plain(wording.clock(wall)) == said


@pytest.mark.parametrize(
    ("cents", "currency", "said"),
    [
        (12_000, "USD", "$120"),
        (8_550, "USD", "$85.50"),
        (123_456_00, "USD", "$123,456"),
        (0, "USD", "$0"),
        (9_000, "EUR", "90 EUR"),
    ],
)
def test_cents_are_said_only_where_there_are_any(cents: int, currency: str, said: str) -> None:
    assert plain(wording.money(cents, currency)) == said


@pytest.mark.parametrize(
    ("number", "said", "link"),
    [
        ("+13052049981", "305-204-9981", "tel:+13052049981"),
        ("(305) 204-9981", "305-204-9981", "tel:+13052049981"),
        ("+442079460018", "+44 20 7946 0018", "tel:+442079460018"),
        ("ask at the desk", "ask at the desk", "tel:askatthedesk"),
    ],
)
def test_a_number_is_said_as_at_home_and_dialled_from_anywhere(number: str, said: str, link: str) -> None:
    assert wording.phone_number(number) == said
    assert wording.phone_link(number) == link


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Monday, November_23, 2:30_pm"), ("es", "lunes, 23_de noviembre, 2:30_p._m.")],
)
def test_a_day_and_a_time_break_only_where_a_reader_pauses(language: str, said: str) -> None:
    with override(language):
        words = wording.moment(wording.local(AFTERNOON, MIAMI))
    assert words.replace("\u00a0", "_").lower() == said.lower()
