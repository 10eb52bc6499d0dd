"""What a strict Content-Security-Policy forbids is not in a template in the first place."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "ashi"
PAGES = sorted(SOURCE.rglob("templates/**/*.html"))
STYLES = sorted(SOURCE.rglob("static/**/*.css"))
DATA = r"""(?![^>]*\btype=["']application/(?:ld\+)?json)"""
FORBIDDEN = {
    "a style attribute": r"<[^>]+\sstyle\s*=",
    "a style element": r"<style\b",
    "a handler": r"<[^>]+\s(?:on[a-z]+|hx-on[\w:-]*)\s*=",
    "a script in the page": rf"<script\b(?![^>]*\bsrc=){DATA}",
    "a javascript: address": r"javascript:",
    "something fetched from another host": r"""\b(?:src|srcset|action|poster|data)\s*=\s*["']?(?:https?:)?//""",
    "a sheet or icon from another host": (
        r"""<link\b(?![^>]*\brel=["'](?:canonical|alternate))[^>]*href=["']?(?:https?:)?//"""
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_page_holds(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    assert PAGES
    # Mail is read outside the site and has no sheet of its own.
    pages = [page for page in PAGES if "mail" not in page.stem and "/messaging/" not in str(page)]
    assert [str(page) for page in pages if pattern.search(page.read_text(encoding="utf-8"))] == []


def test_no_style_sheet_fetches_from_another_host() -> None:
    outside = re.compile(r"""@import|url\(\s*["']?(?:https?:)?//""", re.IGNORECASE)
    assert STYLES
    assert [str(sheet) for sheet in STYLES if outside.search(sheet.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    ("what", "page"),
    [
        ("a style attribute", '<p class="a" style="color: red">'),
        ("a handler", '<a href="/" onclick="go()">'),
        ("a handler", '<a hx-on::after-request="go()">'),
        ("a script in the page", "<script>go()</script>"),
        ("something fetched from another host", '<img src="https://elsewhere.example/a.png">'),
        ("a sheet or icon from another host", '<link rel="stylesheet" href="//elsewhere.example/a.css">'),
    ],
)
def test_the_pattern_finds(what: str, page: str) -> None:
    assert re.search(FORBIDDEN[what], page, re.IGNORECASE)


def test_data_for_search_engines_is_not_a_script() -> None:
    assert not re.search(FORBIDDEN["a script in the page"], '<script type="application/ld+json">{}</script>')
