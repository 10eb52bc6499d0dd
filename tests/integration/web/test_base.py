"""What every page carries, whatever it is about."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils.translation import override

from ashi.records.models import Organization
from ashi.web import clinic as facts
from tests.cast import Clinic, dana

EVIDENCE = ("/learn/evidence/", "/learn/evidence/trials/", "/learn/evidence/sources/")
PUBLIC = ("/", "/learn/back-pain/", *EVIDENCE, "/privacy/", "/accessibility/")
EVERYWHERE = (*PUBLIC, "/no-such-page/", *(f"/es{page}" for page in PUBLIC))
HEAVIEST = 60_000  # bytes transferred, compressed, everything included


def html(client: Client, address: str) -> str:
    return client.get(address).content.decode()


STAGES = ("/check/", "/find/", "/visit/")


@pytest.mark.parametrize("address", [*EVERYWHERE, *STAGES, *(f"/es{stage}" for stage in STAGES)])
def test_the_licensee_stands_on_every_page_by_name_and_number(client: Client, clinic: Clinic, address: str) -> None:
    footer = html(client, address).split("<footer")[1]
    assert "Bao Tran, A.P." in footer
    assert "AP 0000" in footer


@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_page_has_one_heading_a_title_of_its_own_and_a_main_part(
    client: Client, clinic: Clinic, address: str
) -> None:
    said = html(client, address)
    assert len(re.findall(r"<h1\b", said)) == 1
    assert re.search(r"<title>[^<]+ - ACUMD</title>", said)
    assert 'href="#main"' in said
    assert '<main id="main"' in said
    assert not re.search(r"\{[{%]", said), "no template sign is left over"


@pytest.mark.parametrize("address", EVERYWHERE)
def test_a_page_is_light(client: Client, clinic: Client, address: str) -> None:
    sent = client.get(address, headers={"accept-encoding": "gzip"}).content
    linked = re.findall(r'(?:href|src)="/static/([^"]+)"', gzip.decompress(sent).decode())
    assert "web/ashi.css" in linked
    files = [open(finders.find(name), "rb").read() for name in linked]  # noqa: SIM115
    assert len(sent) + sum(len(gzip.compress(part)) for part in files) < HEAVIEST


def test_even_with_htmx_a_page_stays_light(client: Client, clinic: Clinic) -> None:
    part = Template('{% include "web/parts/htmx.html" %}').render(Context())
    (script,) = re.findall(r'src="/static/([^"]+)"', part)
    with open(finders.find(script), "rb") as file:
        assert len(gzip.compress(file.read())) < 20_000
    for off in ('"includeIndicatorStyles": false', '"allowEval": false', '"historyCacheSize": 0'):
        assert off in part


def test_a_demonstration_says_so_and_asks_not_to_be_found(client: Client, clinic: Clinic) -> None:
    said = html(client, "/")
    assert '<meta name="robots" content="noindex, nofollow">' in said
    assert "people, licenses and visits are invented" in said


def test_a_real_clinic_can_be_found(client: Client, clinic: Clinic) -> None:
    Organization.objects.update(invented=False)
    facts.forget()
    said = html(client, "/")
    assert "noindex" not in said
    assert "invented." not in said


@pytest.mark.parametrize(
    ("address", "other"),
    [("/learn/back-pain/?a=1", "/es/learn/back-pain/?a=1"), ("/es/privacy/", "/privacy/"), ("/", "/es/")],
)
def test_the_other_language_is_one_press_away_on_the_same_page(
    client: Client, clinic: Clinic, address: str, other: str
) -> None:
    header = html(client, address).split("<main")[0]
    language = "es" if other.startswith("/es") else "en"
    assert f'<a class="language" href="{other}" lang="{language}" hreflang="{language}">' in header


def test_the_path_marks_where_the_page_stands(client: Client, clinic: Clinic) -> None:
    path = html(client, "/learn/back-pain/").split('<nav class="path"')[1].split("</nav>")[0]
    assert re.findall(r'aria-current="step">(\w+)<', path) == ["Learn"]
    assert "aria-current" not in html(client, "/privacy/").split("<main")[0]


def test_the_phone_number_is_a_link_that_says_what_it_is(client: Client, clinic: Clinic) -> None:
    assert (
        '<a class="phone" href="tel:+13052049981"><span class="hidden">Call the clinic: </span>305-204-9981</a>'
        in html(client, "/")
    )


def stop_page(request: HttpRequest) -> HttpResponse:
    return render(request, "web/stop.html")


def test_a_stop_page_offers_nothing_but_what_to_do_now(clinic: Clinic) -> None:
    said = stop_page(RequestFactory().get("/")).content.decode()
    assert "<header" not in said
    assert "<footer" not in said
    assert "<nav" not in said
    assert "noindex" in said


def test_a_desk_page_is_private_and_dense(clinic: Clinic) -> None:
    request = RequestFactory().get("/")
    request.user = dana()
    said = render(request, "web/desk.html").content.decode()
    assert "noindex" in said
    assert '<body class="desk">' in said


def test_text_for_search_engines_cannot_close_its_element() -> None:
    with override("en"):
        block = Template("{% load pages %}{% structured_data data %}").render(
            Context({"data": {"name": "</script><b>&"}})
        )
    assert (
        block == '<script type="application/ld+json">{"name": "\\u003C/script\\u003E\\u003Cb\\u003E\\u0026"}</script>'
    )
