"""Pictures of evidence: each figure is that of the knowledge files, and each drawing stands where it says."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils.translation import override

from ashi.core.evidence.forest import RowKind
from ashi.knowledge.claims import the_register
from ashi.knowledge.hundreds import the_hundreds
from ashi.knowledge.trials import the_questions
from ashi.learn.answers import answer
from ashi.learn.forests import PUBLISHED, SHORT, plot
from ashi.learn.templatetags.learn_words import estimate_words, reckoned_words
from tests.cast import Clinic
from tests.integration.learn.sentences import pieces_of

ADDRESSES = {"en": "", "es": "/es"}


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def shapes(html: str) -> list[tuple[str, int, int, int]]:
    """Label, full points, diamonds and rings of every picture of a hundred people."""
    pictures = re.findall(r'<svg viewBox="0 0 140 140" role="img" aria-label="([^"]+)">(.*?)</svg>', html, re.DOTALL)
    return [
        (unescape(label), drawn.count('class="base"'), drawn.count('class="gain"'), drawn.count("<circle cx"))
        for label, drawn in pictures
    ]


@pytest.mark.parametrize("language", ADDRESSES)
def test_every_picture_draws_the_hundred_people_it_names(client: Client, clinic: Clinic, language: str) -> None:
    drawn = shapes(page(client, f"{ADDRESSES[language]}/learn/back-pain/"))
    wanted = [
        (group.of_hundred, trial.as_many(group), trial.more(group), group.care.in_language(language))
        for trial in the_hundreds()
        for group in trial.groups
    ]
    side_effects = round(the_register().result("any-side-effect").estimate)
    assert len(drawn) == len(wanted) + 1
    for (label, full, diamonds, rings), (people, as_many, more, care) in zip(drawn, wanted, strict=False):
        assert label.startswith(f"{people} ")
        assert care in label
        assert (full, diamonds, rings) == (as_many, more, 100 - people)
    assert drawn[-1][0].startswith(f"{side_effects} ")
    assert drawn[-1][1:] == (0, side_effects, 100 - side_effects)


@pytest.mark.parametrize("language", ADDRESSES)
def test_each_trial_says_who_what_when_against_what_and_whether_they_knew(
    client: Client, clinic: Clinic, language: str
) -> None:
    said = unescape(page(client, f"{ADDRESSES[language]}/learn/back-pain/"))
    for trial in the_hundreds():
        for words in (trial.who, trial.measured, trial.when, trial.against, trial.knew):
            assert words.in_language(language) in said
        for group in trial.groups:
            assert f'<td class="num">{group.percent:g}</td>' in said
            if group.result:
                with override(language):
                    assert estimate_words(the_register().result(group.result)) in said


@pytest.mark.parametrize("language", ADDRESSES)
def test_every_result_of_a_plot_stands_beside_its_drawing(client: Client, clinic: Clinic, language: str) -> None:
    html = unescape(page(client, f"{ADDRESSES[language]}/learn/evidence/"))
    tables = re.findall(r'<table class="forest".*?</table>', html, re.DOTALL)
    assert len(tables) == len(PUBLISHED)
    for table, plan in zip(tables, PUBLISHED, strict=True):
        rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', table, re.DOTALL)
        drawn = plot(plan, the_register()).forest
        assert len(rows) == len(drawn.rows)
        for said, row in zip(rows, drawn.rows, strict=True):
            with override(language):
                assert estimate_words(the_register().result(row.id)) in said
            assert f'<circle cx="{row.at}%"' in said, "a number with a comma would not be drawn"
            assert (f'x1="{row.start}%" x2="{row.end}%"' in said) == (row.start is not None)


def test_every_picture_has_a_title_and_a_description(client: Client, clinic: Clinic) -> None:
    for address in ("/learn/back-pain/", "/learn/evidence/", "/learn/evidence/trials/"):
        html = page(client, address)
        named = re.findall(r'<svg role="img" aria-labelledby="(\S+) (\S+)">', html)
        assert named
        for title, description in named:
            assert html.count(f'<title id="{title}">') == 1
            assert html.count(f'<desc id="{description}">') == 1


@pytest.mark.parametrize("address", ["/learn/back-pain/", "/learn/evidence/", "/learn/evidence/trials/"])
def test_no_picture_has_a_style_of_its_own(client: Client, clinic: Clinic, address: str) -> None:
    html = page(client, address)
    assert "style=" not in html
    assert "<style" not in html


def test_every_published_result_that_is_not_drawn_stands_in_a_table(client: Client, clinic: Clinic) -> None:
    html = unescape(page(client, "/learn/evidence/"))
    for result in the_register().results:
        assert estimate_words(result) in html, result.id


def test_the_article_shows_one_result_of_each_comparison(client: Client, clinic: Clinic) -> None:
    html = page(client, "/learn/back-pain/")
    for part in SHORT.comparisons:
        (name,) = part.results
        assert estimate_words(the_register().result(name)) in html


@pytest.mark.parametrize("language", ADDRESSES)
def test_our_own_results_stand_beside_their_drawing(client: Client, clinic: Clinic, language: str) -> None:
    html = unescape(page(client, f"{ADDRESSES[language]}/learn/evidence/trials/"))
    questions = the_questions()
    pooled = 0
    for question in questions.questions:
        for row in answer(question, questions).forest.rows:
            assert f'x1="{row.start}%" x2="{row.end}%"' in html
            if row.kind is RowKind.PREDICTION:
                pooled += 1
            else:
                with override(language):
                    assert reckoned_words(row) in html
    assert pooled == 1


def test_the_average_and_its_prediction_are_those_that_metafor_prints(client: Client, clinic: Clinic) -> None:
    """dat.lee2004: RR 0.73 by REML; with Knapp and Hartung exp(-0.558) to exp(-0.071)."""
    said = " ".join(piece.text for piece in pieces_of(page(client, "/learn/evidence/trials/")))
    assert "All together, on average 0.73 (0.57 to 0.93)" in said
    assert f"16 trials with {the_questions().question('nausea-wrist-point').people:,} people." in said
    assert "τ² 0.06, I² 46%, Q 30.2." in said


def test_what_the_unit_means_is_reckoned_rightly() -> None:
    """One standard deviation was 16.5 points: 0.2 of it is 3.3, 0.5 of it 8.25."""
    said = the_register().claim("standard-deviation").sentence.in_language("en")
    deviation = float(re.search(r"it was (\d+\.\d)", said)[1])  # type: ignore[index]
    assert f"0.2 is about {0.2 * deviation:.0f} points and 0.5 about {0.5 * deviation:.0f} points" in said


def test_results_of_a_whole_analysis_are_not_given_as_those_of_one_comparison() -> None:
    """39 trials and 20,827 people are all that Vickers 2018 had, against every kind of control."""
    assert all(result.people != 20827 for result in the_register().results)


def test_each_comparison_shows_the_certainty_of_that_comparison(client: Client, clinic: Clinic) -> None:
    html = page(client, "/learn/evidence/")
    can_do = re.findall(r'<table class="forest".*?</table>', html, re.DOTALL)[-1]
    words = re.findall(r'class="certainty".*?<span>(.*?),', can_do, re.DOTALL)
    assert words == ["Low certainty", "Very low to low certainty", "Low certainty"]
