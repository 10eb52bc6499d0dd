"""docs/rules/ says what the rules say today."""

import pytest

from tests.spec.writing import FOLDER, pages

AGAIN = "write it again: PYTHONPATH=src .venv/bin/python -m tests.spec.writing"


@pytest.mark.parametrize(("name", "text"), pages().items(), ids=list(pages()))
def test_the_page_is_in_step_with_the_rules(name: str, text: str) -> None:
    file = FOLDER / name
    assert file.exists(), f"{name} is missing; {AGAIN}"
    assert file.read_text(encoding="utf-8") == text, f"{name} is out of step; {AGAIN}"


def test_there_is_no_page_of_a_rule_that_is_gone() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(pages())
