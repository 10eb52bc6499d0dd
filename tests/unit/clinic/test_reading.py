import re
from datetime import date

import pytest

from ashi.clinic.reading import name_pattern, read

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text", ["5/2/1984", "05/02/1984", "05021984", "5-2-1984", "5.2.84", " 5 2 1984 ", "1984-05-02"]
)
def test_a_birth_date_is_read_however_it_is_typed(text: str) -> None:
    assert read(text, today=TODAY).dates[0] == date(1984, 5, 2)


def test_where_the_day_comes_first_it_is_read_first() -> None:
    assert read("5/2/1984", today=TODAY).dates == (date(1984, 5, 2), date(1984, 2, 5))
    assert read("5/2/1984", day_first=True, today=TODAY).dates == (date(1984, 2, 5), date(1984, 5, 2))
    assert read("23/2/1984", today=TODAY).dates == (date(1984, 2, 23),)


@pytest.mark.parametrize("text", ["13/32/1984", "1/1/2030", "1/1/1850", "305-555", "Ana"])
def test_what_is_no_birth_date_is_not_read_as_one(text: str) -> None:
    assert read(text, today=TODAY).dates == ()


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("305-555-0100", "3055550100"),
        ("+1 (305) 555 0100", "3055550100"),
        ("0100", "0100"),
        ("100", ""),
        ("Ana 5550", ""),
    ],
)
def test_a_number_may_be_whole_or_only_its_end(text: str, digits: str) -> None:
    assert read(text, today=TODAY).digits == digits


def test_a_name_may_come_in_any_order_and_with_a_comma() -> None:
    assert read("Pérez, Ana", today=TODAY).words == ("Pérez", "Ana")


@pytest.mark.parametrize(
    ("typed", "name", "found"),
    [
        ("perez", "Ana Pérez", True),
        ("Pérez", "Ana Perez", True),
        ("nunez", "Luis Núñez", True),
        ("o.", "Ana Osorio", False),
        ("pera", "Ana Pérez", False),
        ("ana", "Juliana Soto", False),
    ],
)
def test_accents_do_not_matter(typed: str, name: str, found: bool) -> None:
    assert bool(re.search(name_pattern(typed), name, re.IGNORECASE)) is found


def test_an_empty_box_means_nobody() -> None:
    assert read("  ", today=TODAY).is_empty
