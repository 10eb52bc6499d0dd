"""Answers about health stand in no address, no cookie, no log, no cache and no browser's storage."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.utils import timezone

from ashi.book.actions import Terms, book_visit
from ashi.check.actions import forget_unbooked
from ashi.records.by import SYSTEM
from ashi.records.clearances import valid_clearance
from ashi.records.models import Clearance, StopRecord
from ashi.records.tokens import digest
from tests.cast import Clinic, ana, next_weekday
from tests.integration.check.walking import PAGES, Visitor, only_clearance


def everything_kept() -> str:
    """All rows of all tables, as text."""
    return "\n".join(serializers.serialize("json", model.objects.all()) for model in apps.get_models())


def test_looking_at_the_first_page_keeps_nothing_and_sets_no_key(visitor: Visitor) -> None:
    page = visitor.get("/check/?next=/find/")
    assert "ashi_check" not in page.cookies
    assert not Clearance.objects.exists()


def test_the_privacy_notice_comes_before_the_form(visitor: Visitor) -> None:
    page = visitor.get("/check/").content.decode()
    assert 0 < page.index("What happens to your answers") < page.index("birth_month")


def test_looking_at_a_page_changes_nothing(visitor: Visitor) -> None:
    visitor.begin()
    visitor.answer("saddle")
    before = everything_kept()
    for path in ["", *(f"{page}/" for page in PAGES), "result/", "stop/", "guardian/"]:
        visitor.get(f"/check/{path}")
    assert everything_kept() == before


def test_the_cookie_is_a_random_key_and_no_script_can_read_it(visitor: Visitor) -> None:
    cookie = visitor.begin().cookies["ashi_check"]
    assert len(cookie.value) >= 32
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 24 * 3600
    assert not cookie["secure"]


def test_over_https_the_cookie_travels_only_there(clinic: Clinic) -> None:
    client = Client()
    page = client.post("/check/", {"birth_month": "5", "birth_day": "2", "birth_year": "1984"}, secure=True)
    assert page.cookies["ashi_check"]["secure"]


def test_the_table_holds_a_hash_of_the_key_and_not_the_key(visitor: Visitor) -> None:
    visitor.begin()
    assert only_clearance().key_hash == digest(visitor.key)
    assert visitor.key not in everything_kept()


def test_two_browsers_have_two_keys(visitor: Visitor) -> None:
    other = Visitor()
    visitor.begin()
    other.begin()
    assert visitor.key != other.key


def test_a_key_made_up_by_a_browser_is_not_taken(visitor: Visitor) -> None:
    visitor.client.cookies["ashi_check"] = "chosen-by-somebody"
    visitor.begin()
    assert visitor.key != "chosen-by-somebody"


def addresses(visitor: Visitor) -> Iterator[str]:
    yield (address := visitor.begin(onward="/find/")["Location"])
    while "result" not in address:
        yield (address := visitor.answer(address.strip("/").split("/")[-1], "RF08", "RF18", "CI02")["Location"])


def test_addresses_and_cookies_tell_nothing(visitor: Visitor) -> None:
    walked = list(addresses(visitor))
    assert walked == [f"/check/{page}/" for page in PAGES] + ["/check/result/"]
    assert set(visitor.client.cookies) == {"ashi_check", "csrftoken"}


def test_the_addresses_are_the_same_whatever_is_answered(clinic: Clinic) -> None:
    quiet, other = Visitor(), Visitor()
    plain = [quiet.begin()["Location"], *(quiet.answer(page)["Location"] for page in PAGES)]
    full = [other.begin()["Location"]]
    full += [other.answer(page, "RF08", "RF19", "CI12", "RF17")["Location"] for page in PAGES]
    assert plain == full


def test_no_cache_keeps_a_page(visitor: Visitor) -> None:
    pages = [visitor.get("/check/"), visitor.begin(), visitor.get("/check/saddle/"), visitor.answer("saddle", "RF01")]
    pages.append(visitor.get("/check/stop/"))
    assert all("no-store" in page["Cache-Control"] for page in pages)


def test_no_log_tells_what_was_answered(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").propagate = False
    visitor.begin()
    visitor.walk("RF08", "CI02")
    visitor.answer("saddle", "RF01")
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert not any(word in logged for word in ("RF08", "CI02", "RF01", "emergency", "urgent", visitor.key))


@pytest.mark.parametrize("path", ["saddle", "result", "stop"])
def test_search_engines_are_kept_out(visitor: Visitor, path: str) -> None:
    visitor.begin()
    visitor.walk("RF01") if path == "stop" else visitor.walk()
    assert 'content="noindex, nofollow"' in visitor.get(f"/check/{path}/").content.decode()


def test_another_site_cannot_send_answers(clinic: Clinic) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/check/", {"birth_month": "5", "birth_day": "2", "birth_year": "1984"}).status_code == 403
    assert not Clearance.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_nothing_else_is_understood(visitor: Visitor, method: str) -> None:
    assert getattr(visitor.client, method)("/check/").status_code == 405


@pytest.mark.parametrize("path", ["result", "stop"])
def test_a_result_cannot_be_sent(visitor: Visitor, path: str) -> None:
    assert visitor.post(f"/check/{path}/").status_code == 405


def test_after_24_hours_an_unbooked_check_is_gone_without_a_trace(visitor: Visitor) -> None:
    visitor.begin()
    visitor.walk("RF08", "CI02")
    later = only_clearance().expires_at
    assert forget_unbooked(now=later - timedelta(seconds=1), by=SYSTEM) == 0
    assert forget_unbooked(now=later, by=SYSTEM) == 1
    assert not Clearance.objects.exists()
    kept = everything_kept()
    assert not any(word in kept for word in ("RF08", "CI02", "1984-05-02", visitor.key, digest(visitor.key)))


def test_after_a_stop_only_the_stop_is_left(visitor: Visitor) -> None:
    visitor.begin()
    visitor.answer("saddle", "RF01")
    forget_unbooked(now=timezone.now() + timedelta(hours=25), by=SYSTEM)
    assert StopRecord.objects.get().rule == "RF01"
    assert everything_kept().count("RF01") == 1
    assert "1984" not in everything_kept()


def test_a_booked_check_stays_with_its_visit(visitor: Visitor, clinic: Clinic) -> None:
    visitor.begin()
    visitor.walk()
    _book(clinic)
    assert forget_unbooked(now=timezone.now() + timedelta(days=3), by=SYSTEM) == 0
    assert Clearance.objects.count() == 1


def test_a_booked_check_is_not_answered_over(visitor: Visitor, clinic: Clinic) -> None:
    visitor.begin()
    visitor.walk()
    _book(clinic)
    visitor.post("/check/saddle/", RF01="yes")
    assert only_clearance().answers["RF01"] == "no"
    visitor.begin()
    assert Clearance.objects.count() == 2


def test_a_stop_before_a_booking_is_known_after_it(visitor: Visitor, clinic: Clinic) -> None:
    visitor.begin()
    visitor.answer("saddle", "RF01")
    visitor.answer("saddle")
    visitor.walk()
    _book(clinic)
    visitor.begin()
    visitor.walk()
    assert [check.result for check in Clearance.objects.order_by("pk")] == ["urgent", "urgent"]


def test_a_day_later_the_key_opens_nothing(visitor: Visitor) -> None:
    visitor.begin()
    visitor.walk()
    Clearance.objects.update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert valid_clearance(visitor.key, timezone.now()) is None
    page = visitor.get("/check/result/")
    assert "Please begin again." in page.content.decode()


def test_a_browser_that_keeps_no_cookie_is_told(clinic: Clinic) -> None:
    visitor = Visitor()
    visitor.begin()
    visitor.client.cookies.clear()
    page = visitor.post("/check/saddle/", RF01="no")
    assert page.status_code == 200
    assert "did not keep the cookie" in page.content.decode()


def _book(clinic: Clinic) -> None:
    """A visit with the only check there is."""
    now = timezone.now()
    plan = clinic.plan(next_weekday(1, time(10), after=now), now=now)
    book_visit(plan=plan, patient=ana(), terms=Terms(source="web", clearance=only_clearance()), by=SYSTEM)
