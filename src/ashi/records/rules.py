"""Which safety rules are in force here: those that the program ships and those that were imported, and who signed.

Any stage asks here. A version is never changed or forgotten: answers refer to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from django.conf import settings

from ashi.core.evidence.wording import REQUIRED_LANGUAGES
from ashi.knowledge import safety
from ashi.knowledge.rows import KnowledgeError
from ashi.knowledge.safety import Screen
from ashi.records.models import RulesSignature, RulesVersion


@dataclass(frozen=True)
class Known:
    """A version, the hash of its words, from when it may be used, and the languages it is signed in."""

    version: str
    sha256: str
    effective: date
    signed: frozenset[str]

    @property
    def is_signed_throughout(self) -> bool:
        return self.signed >= set(REQUIRED_LANGUAGES)


def in_force(*, today: date | None = None) -> Screen:
    """The screen that everybody is asked from now on.

    Outside the demo: the newest that is signed in every language; before there is one, the newest that is signed at
    all, else the newest that the program ships, with which nobody can book online. The demo takes the newest.
    """
    return screen_of(_best(known_versions(), today or datetime.now(UTC).date()).version)


def screen_of(version: str) -> Screen:
    """The words of a version, shipped or imported. Raises KnowledgeError when it was never here."""
    if version in safety.versions():
        return safety.screen_of(version)
    row = RulesVersion.objects.filter(version=version).first()
    if row is None:
        raise KnowledgeError(f"There is no version {version} of the safety screen.")
    return _parsed(row.sha256, row.version, row.text)


def is_signed(version: str, language: str) -> bool:
    """Has a licensed person signed the words of this version in this language, as they stand now?

    `language` may be a variant such as es-us. Online booking outside the demo is shut until this is true.
    """
    base = language.split("-")[0]
    return any(known.version == version and base in known.signed for known in known_versions())


def known_versions() -> list[Known]:
    signed = _signed()
    shipped = [safety.screen_of(version) for version in sorted(safety.versions())]
    rows = [(one.version, one.sha256, one.effective) for one in shipped]
    rows += RulesVersion.objects.values_list("version", "sha256", "effective").order_by("version")
    return [Known(*row, frozenset(signed.get(row[:2], ()))) for row in rows]


def _signed() -> dict[tuple[str, str], set[str]]:
    """Languages by version and hash; a hash that is not the file's signs nothing."""
    found: dict[tuple[str, str], set[str]] = {}
    for one in safety.signatures():
        found.setdefault((one.version, one.sha256), set()).add(one.language)
    for version, sha256, language in RulesSignature.objects.values_list("version", "sha256", "language"):
        found.setdefault((version, sha256), set()).add(language)
    return found


def _best(known: Iterable[Known], today: date) -> Known:
    usable = sorted((one for one in known if one.effective <= today), key=lambda one: (one.effective, one.version))
    shipped = [one for one in usable if one.version in safety.versions()]
    if settings.DEMO and usable:
        return usable[-1]
    for choice in (
        [one for one in usable if one.is_signed_throughout],
        [one for one in usable if one.signed],
        shipped,
    ):
        if choice:
            return choice[-1]
    return next(one for one in known if one.version == safety.the_screen().version)


@lru_cache(maxsize=8)
def _parsed(_sha256: str, version: str, text: str) -> Screen:
    return safety.parse_screen(text.encode(), name=version)
