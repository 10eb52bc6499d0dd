"""Somebody who was on their way to a time is led on to it, and to nowhere else."""

import pytest

from ashi.check.onward import safe_path
from tests.integration.check.walking import Visitor, only_clearance


@pytest.fixture(autouse=True)
def _open(settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("path", ["/find/", "/book/?who=bao&kind=first", "/es/book/"])
def test_a_page_of_this_site_is_kept(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "find/",
        "https://elsewhere.example/find/",
        "//elsewhere.example/find/",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "/find/\nSet-Cookie: a=b",
        "/check/",
        "/es/check/result/",
        "/" + "a" * 500,
    ],
)
def test_anything_else_is_dropped(path: str) -> None:
    assert safe_path(path) == ""


def test_the_way_is_kept_from_the_first_page_to_the_result(visitor: Visitor) -> None:
    page = visitor.get("/check/?next=/book/%3Fwho%3Dbao").content.decode()
    assert '<input type="hidden" name="next" value="/book/?who=bao"' in page
    visitor.begin(onward="/book/?who=bao")
    assert 'href="/book/?who=bao">Go on</a>' in visitor.walk().content.decode()


def test_nothing_about_health_is_added_to_it(visitor: Visitor) -> None:
    visitor.begin(onward="/book/?who=bao")
    page = visitor.walk("RF18", "CI02").context
    assert page["way_on"] == "/book/?who=bao"


def test_another_site_is_not_kept(visitor: Visitor) -> None:
    visitor.begin(onward="https://elsewhere.example/")
    assert only_clearance().onward == ""
    assert "elsewhere" not in visitor.walk().content.decode()


def test_beginning_again_does_not_lose_the_way(visitor: Visitor) -> None:
    visitor.begin(onward="/book/")
    visitor.begin()
    assert only_clearance().onward == "/book/"


def test_a_mistyped_birth_date_does_not_lose_the_way(visitor: Visitor) -> None:
    page = visitor.post("/check/", next="/book/", birth_month="", birth_day="", birth_year="")
    assert '<input type="hidden" name="next" value="/book/"' in page.content.decode()


def test_it_leads_to_the_language_of_the_page(visitor: Visitor) -> None:
    visitor.begin(onward="/learn/back-pain/")
    visitor.walk()
    assert visitor.client.get("/es/check/result/").context["way_on"] == "/es/learn/back-pain/"
