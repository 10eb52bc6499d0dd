"""A pacemaker, a pregnancy, a lymphoedema arm and a blood thinner, each taken through a visit."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from ashi.records.models import Appointment, CautionAnswer, Needle, ScreenResult
from tests import cast
from tests.integration.clinic.conftest import TUESDAY
from tests.integration.treat.charts import Charting, ready, text_of


@pytest.fixture
def with_answers(clinic: cast.Clinic, bao: Client) -> Any:
    """Ana, whose safety check said this; a hold was cleared by a licensed person."""

    def make(*yes: str, **changes: Any) -> Charting:
        start = TUESDAY + timedelta(hours=2)
        answers = dict.fromkeys(yes, "yes")
        charting = Charting(ready(clinic, start, result=ScreenResult.CAUTION, answers=answers, **changes), bao)
        charting.press("open")
        return charting

    return make


def started(charting: Charting) -> bool:
    return charting.press("start", number=1).status_code == 302


def answer(charting: Charting, rule: str, point: str, **said: str) -> int:
    return charting.press("caution", {"rule": rule, "point": point, **said}).status_code


def test_a_pacemaker_allows_needles_by_hand_and_no_current_whoever_says_so(with_answers: Any) -> None:
    charting = with_answers("CI03")
    charting.type("st36 b 2hz")
    assert "no electrical needle anywhere" in charting.look()
    assert not started(charting)
    assert answer(charting, "CI03", "ST36", reason="I want to") == 409
    assert not CautionAnswer.objects.exists()
    assert not Needle.objects.exists()
    charting.type("st36 b")
    assert "no electrical needle anywhere" not in charting.look()
    assert started(charting)


def test_in_pregnancy_a_point_asks_says_both_and_goes_on_with_a_reason_and_a_name(with_answers: Any) -> None:
    charting = with_answers("CI06")
    charting.type("li4 b, pc6 b")
    page = charting.look()
    assert "Tradition forbids this point" in page
    assert "found no objective harm" in page
    assert not started(charting)
    assert answer(charting, "CI07", "LI4", reason="") == 422
    assert answer(charting, "CI07", "LI4", heed="1") == 422  # this one is not answered with a tap
    assert answer(charting, "CI07", "LI4", reason="Week 30, nausea, she wishes it") == 302
    assert "Tradition forbids this point" not in charting.look()
    assert "Week 30, nausea, she wishes it" in charting.look()
    assert started(charting)
    said = CautionAnswer.objects.get()
    assert (said.rule, said.point, said.by_name) == ("CI07", "LI4", "Bao Tran, A.P.")


def test_a_caution_that_was_answered_is_silent_and_the_next_point_speaks(with_answers: Any) -> None:
    charting = with_answers("CI06")
    charting.type("li4 b")
    answer(charting, "CI07", "LI4", reason="why not")
    assert answer(charting, "CI07", "LI4", reason="again") == 409
    charting.type("sp6 b")
    assert not started(charting)
    answer(charting, "CI07", "SP6", reason="why not")
    assert started(charting)


def test_a_lymphoedema_arm_is_asked_for_and_then_left_alone(with_answers: Any) -> None:
    charting = with_answers("CI11")
    charting.type("li11 r, bl23 b")
    page = charting.look()
    assert "Where is it?" in page
    assert "Say first where it is." in page
    assert not started(charting)
    assert charting.press("condition", {"condition": "CI11", "areas": ["arm:left"]}).status_code == 302
    assert started(charting)
    assert charting.type("li11 l").status_code == 409  # into a set that is in already
    assert answer(charting, "CI11", "LI11", reason="careful") == 409
    assert {needle.side for needle in Needle.objects.filter(point="LI11")} == {"right"}


def test_where_it_is_is_known_at_the_next_visit(with_answers: Any, clinic: cast.Clinic, bao: Client) -> None:
    charting = with_answers("CI11")
    charting.press("condition", {"condition": "CI11", "areas": ["arm:left"]})
    charting.press("close")
    start = TUESDAY + timedelta(hours=4)
    again = Charting(ready(clinic, start, patient=charting.visit.patient, answers={"CI11": "yes"}), bao)
    again.type("li11 l")
    assert again.encounter.precautions == {"CI11": ["arm:left"]}
    assert "no needle in it" in again.look()


@pytest.mark.parametrize("areas", [[], ["tail:left"], ["head:both"]])
def test_a_place_that_cannot_be_is_refused(with_answers: Any, areas: list[str]) -> None:
    charting = with_answers("CI11")
    assert charting.press("condition", {"condition": "CI11", "areas": areas}).status_code == 422
    assert charting.press("condition", {"condition": "CI02", "areas": ["arm:left"]}).status_code == 422


def test_a_blood_thinner_speaks_once_for_the_visit_and_one_tap_answers(with_answers: Any) -> None:
    charting = with_answers("CI02")
    charting.type("bl23 b, st36 l")
    assert charting.look().count("never into a joint") == 1
    assert not started(charting)
    assert answer(charting, "CI02", "*", heed="1") == 302
    assert started(charting)
    assert CautionAnswer.objects.get().reason == "Done as advised"


def test_infected_skin_is_left_alone(with_answers: Any) -> None:
    charting = with_answers("CI08")
    charting.press("condition", {"condition": "CI08", "areas": ["low-back:both"]})
    charting.type("bl23 b")
    assert not started(charting)
    assert answer(charting, "CI08", "BL23", reason="small") == 409


def test_another_implant_forbids_current_in_its_region_only(with_answers: Any) -> None:
    charting = with_answers("CI04")
    charting.press("condition", {"condition": "CI04", "areas": ["low-back:both"]})
    charting.type("bl23 b 2hz")
    assert not started(charting)
    charting.press("line", {"off": "1"}, number=1, position=0)
    charting.type("st36 b 2hz")
    assert started(charting)


@pytest.mark.parametrize("typed", ["gv20 2hz", "cv17 5mm flat 2hz"])
def test_current_never_crosses_chest_or_head(with_answers: Any, typed: str) -> None:
    charting = with_answers()
    charting.type(typed)
    assert "Current must never go across the chest or the head." in charting.look()
    assert not started(charting)


def test_near_the_lung_depth_and_angle_come_first(with_answers: Any) -> None:
    charting = with_answers()
    charting.type("bl13 b")
    assert "The lung is near." in charting.look()
    assert not started(charting)
    assert answer(charting, "CI26", "BL13", reason="I know") == 409
    charting.type("bl13 b 10mm ob")
    assert started(charting)
    assert Needle.objects.get().depth_mm == 10
    assert "A needle was near the lung." in charting.look()


@pytest.mark.parametrize(
    ("visit", "said"),
    [
        ({"result": None}, "before the safety questions of this visit are answered"),
        ({"result": None, "screened": True}, "before the safety questions of this visit are answered"),
        ({"result": ScreenResult.URGENT}, "a licensed person has to clear the visit first"),
    ],
    ids=["not asked", "asked by nobody", "urgent and not cleared"],
)
def test_without_safety_answers_no_needle_goes_in(
    visit: dict[str, Any], said: str, clinic: cast.Clinic, bao: Client
) -> None:
    charting = Charting(ready(clinic, TUESDAY + timedelta(hours=2), **visit), bao)
    charting.press("open")
    charting.type("bl23 b")
    refused = charting.press("start", number=1)
    assert refused.status_code == 409
    assert said in text_of(refused)
    assert not Needle.objects.exists()
    assert not charting.encounter.sets.exists()


def test_a_later_answer_counts_at_the_needle(charting: Charting) -> None:
    charting.press("open")
    charting.visit.rechecks.create(
        rules_version="2026-11-24",
        language="en",
        answers={"CI03": "yes"},
        result="caution",
        at=TUESDAY,
        by="patient:1",
    )
    charting.type("st36 b 2hz")
    assert "no electrical needle anywhere" in charting.look()


def test_a_visit_that_waits_for_clearance_is_not_opened(charting: Charting) -> None:
    Appointment.objects.update(status="pending", clear_by=TUESDAY + timedelta(hours=1))
    assert charting.press("open").status_code == 409
