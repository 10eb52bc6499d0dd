"""Every caution speaks where its row says, and no caution is without a row."""

import pytest

from ashi.core.treatment import Level
from ashi.knowledge.safety import the_screen
from ashi.knowledge.treatment import the_cautions
from tests.spec.cautions import NEEDLES, Needle


@pytest.mark.parametrize("needle", NEEDLES, ids=str)
def test_what_speaks_at_this_needle(needle: Needle) -> None:
    assert " ".join(caution.rule for caution in needle.spoken()) == needle.says


def test_every_caution_has_a_row_in_which_it_speaks() -> None:
    assert {name for needle in NEEDLES for name in needle.says.split()} == set(the_cautions().spoken)


def test_a_caution_asks_for_conditions_and_names_sources_that_the_safety_check_knows() -> None:
    asked = {question.id for question in the_screen().rules.questions}
    for spoken in the_cautions().spoken.values():
        assert spoken.rule.conditions <= asked, spoken.rule.id
        assert set(spoken.sources) <= set(the_screen().sources), spoken.rule.id


def test_exactly_these_are_overridden_by_nobody() -> None:
    """Pacemaker, implant in its region, current across chest or head, infected skin, a lymphoedema limb."""
    forbidden = {name for name, spoken in the_cautions().spoken.items() if spoken.rule.level is Level.FORBIDS}
    assert forbidden == {"CI03", "CI04", "CI05", "CI08", "CI11"}


def test_every_precaution_about_a_place_or_technique_speaks_in_the_chart() -> None:
    """All but what only somebody in the room can see."""
    clinical = {"CI09", "CI17", "CI22", "CI23", "CI07b"}
    named = {name.partition(".")[0] for name in the_cautions().spoken} | clinical | {"CI06"}
    assert named == {f"CI{number:02}" for number in range(1, 29)} | {"CI07b"}
