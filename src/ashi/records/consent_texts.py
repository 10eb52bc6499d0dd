"""Which words of consent are in force here: the newest of each technique, written down after every migrate.

The tables have to know: a needle is refused there, too, when the words have changed since somebody signed.
"""

from ashi.knowledge.consent import every_version, newest
from ashi.knowledge.consent.words import Words
from ashi.records.models import ConsentText, TreatmentConsent


def keep(using: str) -> None:
    """Every version has its row; of each technique the newest is in force. What somebody signed is not rewritten."""
    for words in every_version():
        _keep(words, using)
    for words in _newest():
        of_it = ConsentText.objects.using(using).filter(technique=words.technique)
        of_it.filter(in_force=True).exclude(version=words.version).update(in_force=False)
        of_it.filter(version=words.version, in_force=False).update(in_force=True)


def stale(using: str = "default") -> list[str]:
    """Techniques whose newest words are not in force in this database, or were changed after somebody signed them."""
    kept = ConsentText.objects.using(using).filter(in_force=True).values_list("technique", "version", "sha256")
    return sorted({str(one.technique) for one in _newest() if _row(one) not in set(kept)})


def _keep(words: Words, using: str) -> None:
    rows = ConsentText.objects.using(using)
    row, _ = rows.get_or_create(
        technique=words.technique, version=words.version, defaults={"sha256": words.sha256, "in_force": False}
    )
    if row.sha256 != words.sha256 and not TreatmentConsent.objects.using(using).filter(text=row).exists():
        rows.filter(pk=row.pk).update(sha256=words.sha256)


def _row(words: Words) -> tuple[str, str, str]:
    return str(words.technique), words.version, words.sha256


def _newest() -> list[Words]:
    return [newest(technique) for technique in {words.technique: None for words in every_version()}]
