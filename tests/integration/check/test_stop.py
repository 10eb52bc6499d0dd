"""An emergency: what to do now, nothing else, and no way round it."""

import re
from datetime import date

import pytest
from django.utils import timezone

from ashi.knowledge.safety import the_screen
from ashi.records.clearances import valid_clearance
from ashi.records.models import AuditEvent, Clearance, StopRecord
from tests.cast import Clinic
from tests.integration.check.walking import Visitor, only_clearance


@pytest.fixture
def stopped(visitor: Visitor) -> Visitor:
    visitor.begin()
    visitor.answer("saddle", "RF01")
    return visitor


def test_it_comes_at_once(visitor: Visitor) -> None:
    visitor.begin()
    assert visitor.answer("saddle", "RF01")["Location"] == "/check/stop/"


def test_it_does_not_wait_for_the_other_answers_of_the_page(visitor: Visitor) -> None:
    visitor.begin()
    assert visitor.post("/check/chest/", **{"RF22.chest": "yes"})["Location"] == "/check/stop/"


def test_a_sign_whose_parts_are_still_open_is_asked_about_first(visitor: Visitor) -> None:
    visitor.begin()
    page = visitor.answer("infection", "RF11", leave=["RF11.unwell"])
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["RF11.unwell"]
    assert only_clearance().result == ""


def test_signs_of_two_pages_make_one_emergency(visitor: Visitor) -> None:
    visitor.begin()
    assert visitor.answer("legs", "RF05")["Location"] == "/check/chest/"
    assert visitor.answer("saddle", "RF01")["Location"] == "/check/stop/"
    assert {reason["rule"] for reason in only_clearance().reasons} == {"RF01", "RF05"}


def test_the_stop_page_says_what_to_do_and_leads_nowhere_else(stopped: Visitor) -> None:
    page = stopped.get("/check/stop/").content.decode()
    advice = the_screen().advice["RF01"]
    assert advice.reason.in_language("en") in page
    assert advice.say.in_language("en") in page
    assert re.findall(r'<a [^>]*href="([^"]+)"', page) == ["#main", "tel:911"]
    assert "<form" not in page


def test_in_spanish_the_words_for_the_hospital_are_given_in_english_too(clinic: Clinic) -> None:
    visitor = Visitor("/es")
    visitor.begin()
    visitor.answer("saddle", "RF01")
    page = visitor.get("/check/stop/").content.decode()
    say = the_screen().advice["RF01"].say
    assert say.in_language("es") in page
    assert f'<q lang="en">{say.in_language("en")}</q>' in page


@pytest.mark.parametrize(("name", "sign", "waits"), [("chest", "RF22.chest", True), ("saddle", "RF01", False)])
def test_who_needs_an_ambulance_is_told_to_wait_for_it(visitor: Visitor, name: str, sign: str, waits: bool) -> None:
    visitor.begin()
    visitor.answer(name, sign)
    assert ("wait for the ambulance" in visitor.get("/check/stop/").content.decode()) is waits


def test_it_lets_nobody_on(stopped: Visitor) -> None:
    assert only_clearance().result == "emergency"
    assert valid_clearance(stopped.key, timezone.now()) is None
    assert stopped.get("/check/result/")["Location"] == "/check/stop/"


def test_it_leaves_the_rule_its_version_and_the_time_and_nothing_else(stopped: Visitor) -> None:
    record = StopRecord.objects.get()
    assert {field.name for field in StopRecord._meta.fields} == {"id", "rule", "rules_version", "at"}
    assert (record.rule, record.rules_version) == ("RF01", the_screen().version)
    assert not AuditEvent.objects.exists()


def test_sending_the_same_page_twice_leaves_one_record(stopped: Visitor) -> None:
    stopped.answer("saddle", "RF01")
    assert StopRecord.objects.count() == 1
    assert only_clearance().earlier_answers == []


def test_the_beginning_reminds_of_it(stopped: Visitor) -> None:
    page = stopped.get("/check/").content.decode()
    assert "One of your answers today called for emergency help." in page
    assert 'href="tel:911"' in page


def test_an_answer_changed_by_going_back_is_urgent_and_both_are_kept(stopped: Visitor) -> None:
    assert stopped.answer("saddle")["Location"] == "/check/control/"
    stopped.walk()
    check = only_clearance()
    assert check.result == "urgent"
    assert [(reason["rule"], reason["text"]) for reason in check.reasons] == [("RF01", "changed")]
    assert check.answers["RF01"] == "no"
    assert [earlier["answers"]["RF01"] for earlier in check.earlier_answers] == ["yes"]


def test_its_result_page_says_that_it_was_changed(stopped: Visitor) -> None:
    stopped.answer("saddle")
    assert "Earlier you gave an answer that called for emergency help" in stopped.walk().content.decode()


@pytest.mark.parametrize("born", [date(1984, 5, 2), date(1990, 1, 1)])
def test_beginning_again_in_the_same_browser_does_not_make_it_clear(stopped: Visitor, born: date) -> None:
    stopped.begin(born)
    stopped.walk()
    assert only_clearance().result == "urgent"
    assert only_clearance().earlier_answers[0]["answers"] == {"RF01": "yes"}


def test_doing_it_a_third_time_does_not_make_it_clear_either(stopped: Visitor) -> None:
    for _time in range(2):
        stopped.begin()
        stopped.walk()
    assert only_clearance().result == "urgent"
    assert len(only_clearance().earlier_answers) == 1


def test_a_second_emergency_is_kept_beside_the_first(stopped: Visitor) -> None:
    stopped.answer("saddle")
    stopped.answer("control", "RF02")
    stopped.answer("control")
    stopped.walk()
    check = only_clearance()
    assert [reason["rule"] for reason in check.reasons] == ["RF01", "RF02"]
    assert sorted(StopRecord.objects.values_list("rule", flat=True)) == ["RF01", "RF02"]


def test_another_browser_knows_nothing_of_it(stopped: Visitor) -> None:
    other = Visitor()
    other.begin()
    other.walk()
    assert Clearance.objects.exclude(result="emergency").get().result == "clear"


def test_nobody_comes_to_the_stop_page_without_a_stop(visitor: Visitor) -> None:
    assert visitor.get("/check/stop/")["Location"] == "/check/"
