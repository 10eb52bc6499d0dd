"""A text in every language it has been written in."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# A clinic in Florida says nothing about health in one of them only.
REQUIRED_LANGUAGES = ("en", "es")


@dataclass(frozen=True)
class Wording:
    """The same statement by language code. Raises ValueError when a required language is missing or a text is blank."""

    texts: Mapping[str, str]

    def __post_init__(self) -> None:
        missing = [language for language in REQUIRED_LANGUAGES if not self.texts.get(language, "").strip()]
        if missing:
            raise ValueError(f"no text in {', '.join(missing)}: {dict(self.texts)}")
        object.__setattr__(self, "texts", MappingProxyType(dict(self.texts)))

    def in_language(self, code: str | None) -> str:
        """The text for a code such as es or es-us; English where there is none."""
        base = (code or "en").split("-")[0]
        return self.texts.get(base, self.texts["en"])
