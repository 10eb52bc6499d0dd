"""Where a point lies, said in English and in Spanish: both always there, and whole."""

import re

import pytest

from ashi.core.atlas import Point
from ashi.core.atlas.sentences import sentence
from ashi.knowledge.atlas import points
from ashi.knowledge.atlas.words import TABLES, wordings, words
from ashi.knowledge.rows import KnowledgeError

ALL = points()
# An id is several lower-case words joined by hyphens; these words are written so by themselves.
ID = re.compile(r"\b[a-z0-9]+(?:-[a-z0-9]+)+\b|_|\{|\}")
HYPHENATED = {"little-finger"}
every_point = pytest.mark.parametrize("point", ALL.values(), ids=list(ALL))


@every_point
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_point_has_a_whole_sentence(point: Point, language: str) -> None:
    said = sentence(point.location, words(language))
    assert re.fullmatch(r"[A-Z][^:]+: \S.{10,}\.", said), said
    assert set(ID.findall(said)) <= HYPHENATED, said
    assert not re.search(r"  | ,|;;|, ,|\bNone\b|\.\.", said), said


def test_no_two_points_lie_in_the_same_place() -> None:
    said: dict[str, str] = {}
    for code, point in ALL.items():
        text = sentence(point.location, words("en"))
        assert text not in said, (code, said[text])
        said[text] = code


@pytest.mark.parametrize(
    ("code", "english", "spanish"),
    [
        (
            "BL23",
            "On the lower back: level with the lower border of the spinous process of the second lumbar vertebra (L2), "
            "1.5 B-cun to the side of the back midline.",
            "En la región lumbar: a la altura del borde inferior de la apófisis espinosa de la segunda vértebra lumbar "
            "(L2), a 1.5 B-cun al lado de la línea media posterior.",
        ),
        (
            "GB30",
            "On the buttock: one third of the way from the greater trochanter to the sacral hiatus; the "
            "standard also gives one third of the way from the trochanter to the anterior superior iliac spine; "
            "lying on the side with the hip bent.",
            "En el glúteo: a un tercio del trayecto que va del trocánter mayor al hiato sacro; la norma da "
            "también un tercio del trayecto entre el trocánter y la espina ilíaca anterosuperior; de lado y con "
            "la cadera doblada.",
        ),
    ],
)
def test_some_sentences_word_for_word(code: str, english: str, spanish: str) -> None:
    assert sentence(ALL[code].location, words("en")) == english
    assert sentence(ALL[code].location, words("es-us")) == spanish


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_word_that_is_missing_is_named(language: str) -> None:
    some = words(language)
    poorer = type(some)(**{table: getattr(some, table) for table in TABLES if table != "notes"}, notes={})
    with pytest.raises(KeyError, match="alt-same-fraction"):
        sentence(ALL["GB30"].location, poorer)


def test_every_class_and_direction_has_words() -> None:
    tables = wordings()
    assert {name for point in ALL.values() for name in point.classes} == set(tables["classes"])
    assert {point.direction for point in ALL.values() if point.direction} == set(tables["directions"])


def test_every_source_of_a_caution_has_a_name() -> None:
    used = {source for point in ALL.values() for sources in point.cautions.values() for source in sources}
    used |= {source for point in ALL.values() for source in point.pregnancy}
    assert used == set(wordings()["sources"])
    depths = {depth.source for point in ALL.values() for depth in point.depths}
    assert depths <= set(wordings()["sources"])


def test_no_note_is_left_over() -> None:
    assert {note for point in ALL.values() for note in point.location.notes} == set(wordings()["notes"])


def test_a_text_in_one_language_only_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    wordings.cache_clear()
    monkeypatch.setattr("ashi.knowledge.atlas.words.read", lambda file: {"notes": {"x": {"en": "here"}}})
    try:
        with pytest.raises(KnowledgeError, match=r"notes\.x: no text in es"):
            wordings()
    finally:
        wordings.cache_clear()
