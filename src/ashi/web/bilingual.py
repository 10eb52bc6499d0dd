"""Words that the clinic wrote in more than one language: name_en, name_es."""

from django.db.models import Model
from django.utils.translation import get_language

FALLBACK = "en"


def in_page_language(row: Model, field: str) -> str:
    """The field in the language of the page; English where that is missing."""
    return getattr(row, f"{field}_{get_language() or FALLBACK}", "") or getattr(row, f"{field}_{FALLBACK}")
