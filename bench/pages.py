"""The same work through the pages: what a patient and the front desk are shown, and a booking from the first click."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bench.browser import Browser, hidden
from bench.measurements import Work, next_monday, proposals_of
from bench.server import Server

PASSWORD = "needles-in-needles-out"
# Somebody who has answered the safety questions, once for each key: that is not what is measured.
ANSWERED = """
from datetime import date, timedelta
from django.utils import timezone
from ashi.records import rules
from ashi.records.models import Clearance
from ashi.records.tokens import digest
now, version = timezone.now(), rules.in_force().version
Clearance.objects.bulk_create(Clearance(
    key_hash=digest(f"bench-{number}"), rules_version=version, language="en", birth_date=date(1980, 1, 1),
    result="clear", created_at=now, decided_at=now, expires_at=now + timedelta(days=1),
) for number in range(600))
"""


def find_page(server: Server) -> Work:
    """Everybody with their soonest times: the first page of a search."""
    browser = Browser(server)

    def work(requests: int) -> None:
        for _ in range(requests):
            assert browser.get("/find/").count("Invented") >= 7

    return 60, work


def week_page(server: Server) -> Work:
    """A week of the busy acupuncturist's free times, another week each time."""
    browser = Browser(server, ashi_check=next(_keys(server)))

    def work(requests: int) -> None:
        for number in range(requests):
            week = next_monday() + timedelta(weeks=number % 8)
            page = browser.get(f"/book/grid/bench1-invented/hour/?week={week}")
            assert page.count('name="start"') == 20, page.count('name="start"')  # four starts on five days

    return 60, work


def day_sheet(server: Server) -> Work:
    """The desk's day sheet, forty visits in seven rooms, another day each time."""
    browser = Browser(server)
    page = browser.get("/clinic/sign-in/")
    browser.post("/clinic/sign-in/", {**hidden(page), "login": "dana", "password": PASSWORD})

    def work(requests: int) -> None:
        for number in range(requests):
            day = next_monday() + timedelta(days=number % 40 // 5 * 7 + number % 5)
            assert browser.get(f"/clinic/day/{day}/").count("/clinic/visit/") >= 40

    return 60, work


def book_by_page(server: Server) -> Work:
    """From a click on a time to the booked visit: the hold, the form, the form sent. Three requests, counted as one."""
    first = Browser(server, ashi_check=next(_keys(server)))
    address = "/book/grid/bench7-invented/hour/"
    first.get(address)  # every form after it carries the token of this cookie
    starts = (one["start"] for one in proposals_of(server, 6))
    numbers = itertools.count()

    def work(requests: int) -> None:
        for start in itertools.islice(starts, requests):
            number = next(numbers)
            browser = Browser(server, ashi_check=next(_keys(server)), csrftoken=first.cookies["csrftoken"])
            at = datetime.fromisoformat(start).astimezone(UTC)
            browser.post(f"{address}keep/", {"start": f"{at:%Y-%m-%dT%H:%MZ}"})
            form = hidden(browser.get(f"{address}your-time/"))
            typed = {"name": f"Page {number} (invented)", "phone": "", "email": f"page{number}@example.invalid"}
            assert "/booked/" in browser.post(f"{address}your-time/", {**form, **typed})

    return 24, work


def _keys(server: Server) -> Iterator[str]:
    if not server.answered:
        server.shell(ANSWERED)
        server.answered = iter(f"bench-{number}" for number in range(600))
    return server.answered
