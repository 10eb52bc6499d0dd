"""Who stands behind a version of the rules, in which language."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ashi.knowledge.rows import Row, read, whole


@dataclass(frozen=True)
class Signature:
    """Of a licensed person, for the words of one language in exactly the file whose hash it names."""

    version: str
    language: str
    sha256: str
    name: str
    profession: str
    jurisdiction: str
    licence: str
    signed_on: date

    def covers(self, *, version: str, language: str, sha256: str) -> bool:
        return (self.version, self.language, self.sha256) == (version, language, sha256)


def read_signatures(file: Path) -> tuple[Signature, ...]:
    """Raises KnowledgeError when one is incomplete."""
    return tuple(whole(file.name, row, _signature) for row in read(file)["signature"])


def _signature(row: Row) -> Signature:
    names = ("version", "language", "sha256", "name", "profession", "jurisdiction", "licence")
    texts = {name: _filled(row, name) for name in names}
    return Signature(**texts, signed_on=row.pop("signed_on"))


def _filled(row: Row, name: str) -> str:
    text = str(row.pop(name)).strip()
    if not text:
        raise ValueError(f"{name} is empty")
    return text
