"""The public atlas: found, whole, and every sentence of it a claim, a point's own sentence, or one about no health."""

import gzip
import html as entities
import json
import re
from functools import cache
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from ashi.core.atlas.drawing.plates import PLATES
from ashi.core.atlas.sentences import sentence
from ashi.knowledge.atlas import points, signatures
from ashi.knowledge.atlas.words import words
from ashi.learn import atlas
from tests.cast import Clinic
from tests.integration.learn.sentences import patterns, pieces_of
from tests.unit.knowledge.test_atlas_signatures import SIGNED

ALL = points()
SOME = ("BL23", "ST36", "GB21", "EX-HN3", "EX-HN9", "EX-B2", "GV28", "ST17", "CV4", "SP6", "ST4")
PAGES = (
    *("/learn/points/", "/learn/points/?q=futu", "/learn/points/?q=nothing", "/learn/points/BL/", "/learn/points/EX/"),
    *("/learn/points/map/back/", "/learn/points/map/sacrum/?size=3"),
    *(f"/learn/points/{code}/" for code in SOME),
)
LANGUAGES = {"en": "", "es": "/es"}
HERE = Path(__file__).parent
MAP = 60_000  # bytes, compressed


def reviewed(language: str) -> Path:
    return HERE / f"points_not_about_health.{language}.txt"


def said(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@cache
def names() -> set[str]:
    """Whatever a point is called, alone or with its code: a name says nothing about health."""
    found = set()
    for code, point in ALL.items():
        known = (point.names.pinyin, point.names.plain, point.names.simplified, point.names.traditional)
        found |= {code, *known, *(f"{code} {name}" for name in known), ", ".join(point.aliases)}
        found |= {f"{code} {point.names.pinyin} {point.names.simplified}", f"← {code}", f"{code} →"}
    return found


def unreviewed(html: str, language: str) -> list[str]:
    known, called = patterns(reviewed(language)), names()
    return [
        piece.text
        for piece in pieces_of(html)
        if not piece.in_claim and piece.text not in called and not any(each.fullmatch(piece.text) for each in known)
    ]


@pytest.mark.once
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_a_claim_a_name_or_reviewed_and_no_line_is_left_over(
    client: Client, clinic: Clinic, language: str
) -> None:
    texts = set()
    for address in PAGES:
        html = said(client, LANGUAGES[language] + address)
        assert pieces_of(html), address
        assert unreviewed(html, language) == [], address
        texts |= {piece.text for piece in pieces_of(html) if not piece.in_claim}
    assert [each.pattern for each in patterns(reviewed(language)) if not any(map(each.fullmatch, texts))] == []


def test_a_sentence_that_is_no_name_is_found() -> None:
    assert unreviewed("<main><h1>BL23 Shènshù</h1><p>BL23 makes you strong.</p></main>", "en") == [
        "BL23 makes you strong."
    ]


@pytest.mark.once
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("group", ["LU", "ST", "BL", "GB", "EX"])
def test_what_is_marked_as_a_point_s_place_is_its_own_sentence(
    client: Client, clinic: Clinic, group: str, language: str
) -> None:
    """The claim tag of a location lets through what the standard's data say, and nothing else."""
    html = said(client, f"{LANGUAGES[language]}/learn/points/{group}/")
    found = re.findall(r'data-claim="atlas-standard" data-point="([A-Z0-9-]+)">([^<]*)<', html)
    assert len(found) == len([point for point in ALL.values() if point.group == group])
    for code, text in found:
        assert entities.unescape(text) == sentence(ALL[code].location, words(language)), code


@pytest.mark.once
def test_every_point_has_a_page(client: Client, clinic: Clinic) -> None:
    for code, point in ALL.items():
        html = said(client, f"/learn/points/{code}/")
        assert f"<h1>{code} {point.names.pinyin}" in html
        assert point.names.traditional in html
        assert sentence(point.location, words("en")) in entities.unescape(html)


@pytest.mark.parametrize("typed", ["bl23", "BL_23", "bl-23", "ub23", "shenshu", "肾俞"])
def test_a_code_typed_in_another_way_leads_to_its_page(client: Client, clinic: Clinic, typed: str) -> None:
    response = client.get(f"/learn/points/{typed}/")
    assert (response.status_code, response["Location"]) == (301, "/learn/points/BL23/")


@pytest.mark.parametrize("address", ["BL68", "XX", "map/tail", "nothing", "futu"])
def test_what_is_not_there_is_not_found(client: Client, clinic: Clinic, address: str) -> None:
    assert client.get(f"/learn/points/{address}/").status_code == 404


@pytest.mark.parametrize("asked", ["ST36", "st 36", "ST_36", "st-36", "zusanli", "Zúsānlǐ", "足三里"])
def test_the_search_finds_zusanli_however_it_is_typed(client: Client, clinic: Clinic, asked: str) -> None:
    html = client.get("/learn/points/", {"q": asked}).content.decode()
    found = re.search(r"<h2 id=\"found\">([^<]+)</h2>(.*?)</section>", html, re.DOTALL)
    assert found is not None
    assert found[1] == "1 point found"
    assert 'href="/learn/points/ST36/"' in found[2]


def test_a_search_for_anything_else_is_answered_and_harmless(client: Client, clinic: Clinic) -> None:
    html = client.get("/learn/points/", {"q": '"><script>x</script>' + "a" * 5000}).content.decode()
    assert "<script>x" not in html
    assert "0 points found" in html
    typed = re.search(r'name="q" type="search" value="([^"]*)"', html)
    assert typed is not None
    assert len(entities.unescape(typed[1])) == atlas.LONGEST


def test_usage_is_said_not_to_be_effect_wherever_it_is_told(client: Client, clinic: Clinic) -> None:
    for page in ("/learn/points/", "/learn/points/BL23/", "/learn/points/LU11/"):
        assert "does not show that it helps" in said(client, page)
    assert "13 of the 15 studies" in said(client, "/learn/points/BL23/")
    assert "None of the 15 studies" in said(client, "/learn/points/LU11/")


def test_a_caution_says_who_names_the_point(client: Client, clinic: Clinic) -> None:
    html = said(client, "/learn/points/GB21/")
    lung = re.search(r'data-claim="caution-lung">This point is named by: ([^<]+)</p>', html)
    assert lung is not None
    assert "Deadman" in lung[1]
    assert 'data-claim="caution-pregnancy">' in html


def test_depths_wait_for_a_signature(client: Client, clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "B-cun, oblique" not in said(client, "/learn/points/GB21/")
    assert "needling" not in json.dumps(client.get("/learn/points.json").json()["points"])
    monkeypatch.setattr(atlas, "needling_signature", lambda: SIGNED)
    html = said(client, "/learn/points/GB21/")
    assert "0.3 to 0.5 B-cun, oblique" in html
    assert "Signed by Ana Example, license AP1." in html
    assert signatures.needling_signature() is None


@pytest.mark.parametrize("name", [plate.name for plate in PLATES])
def test_a_plate_is_light(name: str) -> None:
    with override("en"):
        drawn = Template("{% load atlas %}{% body_map name address='learn:point' %}").render(Context({"name": name}))
    assert len(gzip.compress(drawn.encode())) < MAP / 3


def test_the_whole_map_and_its_page_are_light(client: Client, clinic: Clinic) -> None:
    html = said(client, "/learn/points/")
    pictures = "".join(re.findall(r"<svg class=\"plate.*?</svg>", html, re.DOTALL))
    assert pictures.count("<svg") == 3
    assert len(gzip.compress(pictures.encode())) < MAP
    with open(finders.find("web/atlas.css"), "rb") as file:
        assert len(gzip.compress(file.read())) < 4000


def test_the_map_has_no_script_and_no_inline_style(client: Client, clinic: Clinic) -> None:
    html = said(client, "/learn/points/map/front/")
    assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?! type=\"application/ld)", html)


def test_the_chart_can_ask_for_sides_states_and_places_of_its_own() -> None:
    context = {"states": {"BL23": "caution", ("BL25", "L"): "needled"}, "spots": [(1.5, -50)]}
    tag = "{% load atlas %}{% body_map 'lower-back' sides=True states=states spots=spots %}"
    drawn = Template(tag).render(Context(context))
    assert re.search(r'<g class="pt bl caution" data-point="BL23">', drawn)
    assert re.search(r'data-side="L"/><circle cx="-1.5" cy="-45.14" r="[.\d]+" class="needled"/>', drawn)
    assert re.search(r'<g class="spot"><circle cx="1.5" cy="-50"', drawn)
    assert "<a " not in drawn


def test_the_same_is_there_for_programs(client: Client, clinic: Clinic) -> None:
    body = client.get("/learn/points.json").json()
    assert len(body["points"]) == 409
    assert sum(len(codes) for codes in body["meridians"].values()) == 409
    point = next(each for each in body["points"] if each["code"] == "ST36")
    assert point["names"]["zh-Hans"] == "足三里"
    assert set(point["location"]) == {"en", "es"}


def test_every_public_page_is_in_the_sitemap(client: Client, clinic: Clinic) -> None:
    listed = re.findall(r"<loc>http://testserver([^<]+)</loc>", said(client, "/sitemap.xml"))
    assert len(listed) == len(set(listed))
    assert {"/", "/learn/points/", "/learn/points/BL23/", "/es/learn/points/BL/", "/es/learn/back-pain/"} <= set(listed)
    for address in listed[:40]:
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("address", ["/", "/learn/back-pain/"])
def test_the_atlas_can_be_reached(client: Client, clinic: Clinic, address: str) -> None:
    assert 'href="/learn/points/"' in said(client, address)
