"""Pictures are numbers first: what is drawn can be counted."""

import re
from itertools import pairwise

import pytest
from django.template import Context, Template
from django.utils.translation import override

from ashi.web.templatetags.pages import progress_points


def drawn(tags: str) -> str:
    with override("en"):
        return Template("{% load pictures claims %}" + tags).render(Context())


def test_the_back_shows_both_bladder_lines_on_both_sides() -> None:
    svg = drawn("{% body_back %}")
    points = [float(x) for x in re.findall(r'class="point" cx="(-?[\d.]+)"', svg)]
    assert sorted(set(points)) == [-3.0, -1.5, 1.5, 3.0]
    assert points.count(1.5) == points.count(-1.5) == 18
    assert points.count(3.0) == points.count(-3.0) == 14
    assert "style=" not in svg
    assert '<title id="back-title">' in svg


def test_a_hundred_people_are_a_hundred() -> None:
    svg = drawn('{% hundred_people "39 of 100" base=29 gain=10 %}')
    assert svg.count("<circle") + svg.count("<path") == 100
    assert svg.count('<circle class="base"') == 29
    assert svg.count('<path class="gain"') == 10, "told by its shape, not by its color alone"
    assert 'aria-label="39 of 100"' in svg


@pytest.mark.parametrize(
    ("claim_id", "filled", "words"),
    [
        ("common", 4, "High certainty"),
        ("older-adults", 3, "Moderate certainty"),
        ("three-groups", 2, "Low certainty"),
        ("less-pain-than-usual-care", 1, "Very low to low certainty"),
        ("small-against-sham", 1, "Very low to low certainty"),
        ("inflammation", 0, "Not known"),
        ("meridians", 0, "Tradition, not anatomy"),
    ],
)
def test_the_sign_has_as_many_points_as_the_words_say(claim_id: str, filled: int, words: str) -> None:
    html = drawn(f'{{% claim "{claim_id}" %}}')
    assert html.count("<circle") == 4
    assert html.count('class="on"') == filled
    assert f"<span>{words}, " in html


def test_what_guidelines_say_has_no_sign() -> None:
    html = drawn('{% claim "guidelines-differ" %}')
    assert "<svg" not in html
    assert "What guidelines say, <b>4 sources</b>" in html


def test_a_claim_that_is_not_there_stops_the_page() -> None:
    with pytest.raises(KeyError, match="no-such-claim"):
        drawn('{% claim "no-such-claim" %}')


def test_the_line_of_questions_marks_those_behind_and_the_present_one() -> None:
    line = progress_points(2, 8)
    assert [point["on"] for point in line] == [True, True, *[False] * 6]
    assert [point["r"] for point in line] == ["4.0", "5.0", *["4.0"] * 6]
    assert line[0]["x"] == "6.0"
    assert line[-1]["x"] == "138.0"


def test_points_of_many_questions_do_not_touch() -> None:
    line = [(float(str(point["x"])), float(str(point["r"]))) for point in progress_points(20, 40)]
    assert all(x + r < next_x - next_r for (x, r), (next_x, next_r) in pairwise(line))
