"""What is missing or wrong is said by field, and nothing that was answered is lost."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ashi.knowledge.safety import the_screen
from ashi.records.models import Clearance
from tests.integration.check.walking import PAGES, Visitor, only_clearance


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_chosen_beforehand(visitor: Visitor, name: str) -> None:
    visitor.begin()
    page = visitor.get(f"/check/{name}/").content.decode()
    assert 'type="radio"' in page
    assert "checked" not in page


def test_every_missing_answer_is_told_and_linked_to(visitor: Visitor) -> None:
    visitor.begin()
    page = visitor.post("/check/chest/").content.decode()
    for sign in ("RF22.chest", "RF22.breath", "RF22.calf", "RF15"):
        assert f'<a href="#id_{sign}_0">Choose yes or no: {the_screen().asked[sign].text.in_language("en")}</a>' in page
        assert f'id="id_{sign}_0"' in page
    assert "4 answers need another look" in page
    assert "<title>Error:" in page


def test_what_was_answered_stays_when_something_is_missing(visitor: Visitor) -> None:
    visitor.begin()
    page = visitor.post("/check/chest/", **{"RF22.chest": "no", "RF22.calf": "yes"})
    assert set(page.context["form"].errors) == {"RF22.breath", "RF15"}
    assert only_clearance().answers == {"RF22.chest": "no", "RF22.calf": "yes"}
    assert page.content.decode().count("checked") == 2


def test_going_back_shows_what_was_answered(visitor: Visitor) -> None:
    visitor.begin()
    visitor.answer("legs", "RF05")
    page = visitor.get("/check/legs/").content.decode()
    assert 'name="RF05" value="yes" id="id_RF05_0" checked' in page
    assert 'name="RF06" value="no" id="id_RF06_1" checked' in page


@pytest.mark.parametrize(
    ("name", "back"), [("control", "/check/saddle/"), ("saddle", "/check/"), ("needles", "/check/body/")]
)
def test_every_page_leads_one_page_back(visitor: Visitor, name: str, back: str) -> None:
    visitor.begin()
    assert f'<a class="back" href="{back}">' in visitor.get(f"/check/{name}/").content.decode()


def test_the_result_leads_back_to_the_last_page(visitor: Visitor) -> None:
    visitor.begin()
    assert f'<a class="back" href="/check/{PAGES[-1]}/">' in visitor.walk().content.decode()


def test_an_answer_that_is_neither_yes_nor_no_counts_as_missing(visitor: Visitor) -> None:
    visitor.begin()
    page = visitor.post("/check/saddle/", RF01="perhaps")
    assert list(page.context["form"].errors) == ["RF01"]
    assert only_clearance().answers == {}


def test_an_answer_to_a_question_of_another_page_is_not_taken(visitor: Visitor) -> None:
    visitor.begin()
    visitor.post("/check/saddle/", RF01="no", RF02="yes", nonsense="yes")
    assert only_clearance().answers == {"RF01": "no"}


def test_a_part_has_to_be_answered_only_after_a_yes(visitor: Visitor) -> None:
    visitor.begin()
    whole = {"RF13": "no", "RF14": "no", "RF18": "no"}
    assert visitor.post("/check/injury/", **whole).status_code == 302
    page = visitor.post("/check/injury/", **{**whole, "RF13": "yes"})
    assert set(page.context["form"].errors) == {"RF13.recent", "RF13.cannot_walk"}


def test_a_part_answered_before_its_sign_was_taken_back_is_forgotten(visitor: Visitor) -> None:
    visitor.begin()
    visitor.answer("body", "CI12", "CI12.uncontrolled")
    assert only_clearance().answers["CI12.uncontrolled"] == "yes"
    visitor.answer("body", "CI12.uncontrolled")
    assert "CI12.uncontrolled" not in only_clearance().answers


def test_what_is_asked_after_a_yes_stands_beneath_it(visitor: Visitor) -> None:
    visitor.begin()
    signs = visitor.get("/check/health/").context["form"].signs
    assert {sign.asked.name: [field.name for field in sign.follow] for sign in signs} == {
        "RF08": ["RF07", "RF08.new_pain", "CI21"],
        "RF09.weight": [],
        "RF09.sites": [],
        "RF09.night": [],
    }


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("", "", ""), "Write the date as month, day and year"),
        (("2", "30", "1984"), "There is no such day"),
        (("5", "2", "84"), "Write the year with four digits"),
        (("5", "2", "1884"), "Nobody is that old"),
    ],
)
def test_a_birth_date_that_cannot_be_is_explained_and_kept(visitor: Visitor, parts: tuple[str, ...], said: str) -> None:
    names = ("birth_month", "birth_day", "birth_year")
    page = visitor.post("/check/", **dict(zip(names, parts, strict=True)))
    text = page.content.decode()
    assert said in text
    assert all(f'value="{part}"' in text for part in parts if part)
    assert not Clearance.objects.exists()
    assert "ashi_check" not in page.cookies


def test_a_birth_date_to_come_is_refused(visitor: Visitor) -> None:
    page = visitor.begin(timezone.localdate() + timedelta(days=2))
    assert "This date is still to come" in page.content.decode()


def test_the_question_pages_send_to_the_beginning_without_a_check(visitor: Visitor) -> None:
    assert "Please begin again." in visitor.get("/check/saddle/").content.decode()


def test_somebody_under_18_names_a_guardian_first(visitor: Visitor) -> None:
    assert visitor.begin(date(2012, 1, 1))["Location"] == "/check/guardian/"
    assert visitor.get("/check/saddle/")["Location"] == "/check/guardian/"
    assert visitor.name_guardian()["Location"] == "/check/saddle/"
    visitor.walk()
    check = only_clearance()
    assert (check.guardian_name, check.guardian_phone, check.guardian_present) == (
        "Rosa Invented",
        "+13055550142",
        True,
    )
    assert check.result == "caution"
    assert [reason["rule"] for reason in check.reasons] == ["CI19"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Write the name of the parent or guardian"),
        ({"name": "12"}, "Write the name in letters"),
        ({"phone": ""}, "Write the phone number of the parent or guardian"),
        ({"phone": "12"}, "Write the phone number with its area code"),
        ({"present": ""}, "Choose yes or no: will a parent or guardian come along?"),
    ],
)
def test_a_guardian_who_is_not_whole_is_asked_for_again(visitor: Visitor, changes: dict[str, str], said: str) -> None:
    visitor.begin(date(2012, 1, 1))
    assert said in visitor.name_guardian(**changes).content.decode()
    assert only_clearance().guardian_name == ""


def test_a_grown_up_is_not_asked_for_a_guardian(visitor: Visitor) -> None:
    visitor.begin()
    assert visitor.get("/check/guardian/")["Location"] == "/check/"


def test_the_guardian_stands_there_again_when_one_comes_back(visitor: Visitor) -> None:
    visitor.begin(date(2012, 1, 1))
    visitor.name_guardian(present="no")
    page = visitor.get("/check/guardian/").content.decode()
    assert 'value="Rosa Invented"' in page
    assert 'value="no" id="id_present_1" aria-invalid' not in page
    assert not only_clearance().guardian_present


def test_a_guardian_of_one_child_is_not_that_of_another(visitor: Visitor) -> None:
    visitor.begin(date(2012, 1, 1))
    visitor.name_guardian()
    assert visitor.begin(date(2013, 1, 1))["Location"] == "/check/guardian/"
    assert only_clearance().guardian_name == ""
