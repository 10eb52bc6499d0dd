import pytest

from ashi.core.evidence.wording import Wording


def test_a_text_is_given_in_the_language_asked_for() -> None:
    words = Wording({"en": "Not known", "es": "No se sabe"})
    assert words.in_language("es") == "No se sabe"
    assert words.in_language("es-us") == "No se sabe"


def test_a_language_that_is_not_there_yet_gets_english() -> None:
    words = Wording({"en": "Not known", "es": "No se sabe"})
    assert words.in_language("fr") == "Not known"
    assert words.in_language(None) == "Not known"


@pytest.mark.parametrize("texts", [{"en": "Low"}, {"en": "Low", "es": "  "}, {}])
def test_a_text_without_english_or_spanish_cannot_be_built(texts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no text in"):
        Wording(texts)
