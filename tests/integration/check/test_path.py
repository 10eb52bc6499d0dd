"""From the first page to a result."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ashi.knowledge.safety import the_screen
from ashi.records.clearances import valid_clearance
from ashi.records.models import AuditEvent, Clearance
from tests.integration.check.walking import PAGES, Visitor, only_clearance

SPANISH = "/es"


def test_nobody_with_nothing_to_report_is_stopped(visitor: Visitor) -> None:
    visitor.begin()
    page = visitor.walk()
    assert page.context["check"].result == "clear"
    assert valid_clearance(visitor.key, timezone.now()) == only_clearance()


def test_the_pages_come_in_their_order_each_once(visitor: Visitor) -> None:
    address, walked = visitor.begin()["Location"], []
    while "result" not in address:
        walked.append(address.strip("/").split("/")[-1])
        address = visitor.answer(walked[-1])["Location"]
    assert walked == PAGES


def test_somebody_with_nothing_to_report_answers_fewer_than_fifty_questions(visitor: Visitor) -> None:
    visitor.begin()
    visitor.walk()
    assert len(only_clearance().answers) == 46


def test_a_clear_result_is_good_for_24_hours(visitor: Visitor) -> None:
    visitor.begin()
    visitor.walk()
    check = only_clearance()
    assert valid_clearance(visitor.key, check.decided_at + timedelta(hours=23, minutes=59)) == check
    assert valid_clearance(visitor.key, check.decided_at + timedelta(hours=24)) is None


def test_an_unfinished_check_lets_nobody_on(visitor: Visitor) -> None:
    visitor.begin()
    for page in PAGES[:-1]:
        visitor.answer(page)
    assert valid_clearance(visitor.key, timezone.now()) is None
    assert visitor.get("/check/result/")["Location"] == f"/check/{PAGES[-1]}/"


def test_caution_shows_its_reasons_and_the_way_on(visitor: Visitor, settings) -> None:
    settings.DEMO = True
    visitor.begin(onward="/book/")
    page = visitor.walk("CI02", "RF20").content.decode()
    advice = the_screen().advice
    assert advice["CI02"].reason.in_language("en") in page
    assert advice["RF20"].reason.in_language("en") in page
    assert 'href="/book/"' in page
    assert only_clearance().result == "caution"


def test_who_has_a_first_back_pain_at_an_age_that_weighs_is_told_what_that_asks_for(visitor: Visitor) -> None:
    visitor.begin(date(1950, 5, 2))
    page = visitor.walk("RF10", "RF17").content.decode()
    assert only_clearance().result == "caution"
    assert "because of your age, see your doctor about it too." in page


def test_a_reason_that_is_made_urgent_says_so(visitor: Visitor) -> None:
    visitor.begin(date(timezone.localdate().year - 19, 1, 1))
    page = visitor.walk("RF10", "RF19", "RF19a", "RF19b", "RF19c").content.decode()
    assert only_clearance().result == "urgent"
    assert "because of your age, a doctor should look first." in page
    assert "You can book" not in page


def test_a_note_is_for_the_chart_and_not_for_the_page(visitor: Visitor) -> None:
    visitor.begin()
    page = visitor.walk("RF19").content.decode()
    assert only_clearance().result == "clear"
    assert [reason["rule"] for reason in only_clearance().reasons] == ["RF19"]
    assert the_screen().advice["RF19.few"].reason.in_language("en") not in page


@pytest.mark.parametrize(
    ("yes", "heading"),
    [
        (["RF11"], "See a doctor today"),
        (["RF18"], "See a doctor in the next few days"),
        (["RF18", "RF05"], "See a doctor today"),
        (["CI15"], "Ask your doctor before the visit"),
    ],
)
def test_urgent_says_how_soon_and_why(visitor: Visitor, yes: list[str], heading: str) -> None:
    visitor.begin()
    page = visitor.walk(*yes).content.decode()
    assert f"<h1>{heading}</h1>" in page
    assert all(the_screen().advice[_text(name)].reason.in_language("en") in page for name in yes)


def _text(name: str) -> str:
    return {"RF11": "RF11.fever", "RF05": "RF05.alone"}.get(name, name)


def test_urgent_may_ask_for_a_provisional_time(visitor: Visitor, settings) -> None:
    settings.DEMO = True
    visitor.begin(onward="/find/")
    page = visitor.walk("RF18").content.decode()
    assert '<a class="button quiet" href="/find/">Ask for a provisional time</a>' in page
    assert valid_clearance(visitor.key, timezone.now()).result == "urgent"


def test_everybody_is_told_when_to_get_help_and_that_this_is_no_diagnosis(visitor: Visitor) -> None:
    visitor.begin()
    page = visitor.walk().content.decode()
    for sign in (*the_screen().call_911, *the_screen().call_doctor):
        assert sign.text.in_language("en") in page
    assert "not a diagnosis" in page


def test_the_reasons_are_in_the_language_of_the_page(visitor: Visitor) -> None:
    visitor.begin()
    visitor.walk("CI02")
    spanish = visitor.client.get("/es/check/result/").content.decode()
    assert the_screen().advice["CI02"].reason.in_language("es") in spanish


@pytest.mark.django_db
def test_a_spanish_check_is_kept_as_spanish() -> None:
    visitor = Visitor(SPANISH)
    visitor.begin()
    page = visitor.get("/check/saddle/").content.decode()
    assert the_screen().asked["RF01"].text.in_language("es") in page
    visitor.walk()
    assert only_clearance().language == "es"


def test_a_finished_check_is_audited_without_its_result(visitor: Visitor) -> None:
    visitor.begin()
    visitor.walk("CI02")
    event = AuditEvent.objects.get()
    assert (event.by, event.action, event.detail) == ("visitor", "finish-check", {})
    assert event.entity == f"Clearance/{only_clearance().pk}"


def test_the_version_the_check_was_begun_with_is_kept(visitor: Visitor) -> None:
    visitor.begin()
    visitor.walk()
    assert only_clearance().rules_version == the_screen().version


def test_a_check_can_be_done_again_and_is_asked_afresh(visitor: Visitor) -> None:
    visitor.begin()
    visitor.walk("CI02")
    assert "See the result" in visitor.get("/check/").content.decode()
    assert visitor.begin()["Location"] == f"/check/{PAGES[0]}/"
    assert only_clearance().answers == {}
    assert valid_clearance(visitor.key, timezone.now()) is None
    visitor.walk()
    assert only_clearance().result == "clear"


def test_an_unfinished_check_goes_on_where_it_was(visitor: Visitor) -> None:
    visitor.begin()
    visitor.answer(PAGES[0])
    visitor.answer(PAGES[1])
    assert visitor.begin()["Location"] == f"/check/{PAGES[2]}/"


def test_another_birth_date_is_another_person_who_sees_nothing_of_the_first(visitor: Visitor) -> None:
    visitor.begin()
    visitor.answer("saddle")
    visitor.begin(date(1990, 1, 1))
    assert "checked" not in visitor.get("/check/saddle/").content.decode()
    assert Clearance.objects.count() == 1


@pytest.mark.parametrize(("born", "asked"), [(date(1984, 5, 2), False), (date(1960, 5, 2), True)])
def test_the_first_back_pain_is_asked_of_those_it_matters_for(visitor: Visitor, born: date, asked: bool) -> None:
    visitor.begin(born)
    assert ("RF10" in visitor.get("/check/pain/").context["form"].fields) is asked


def test_a_page_nobody_knows_is_not_found(visitor: Visitor) -> None:
    visitor.begin()
    assert visitor.get("/check/nowhere/").status_code == 404
