"""Who stands behind a version of the rules, in which language."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ashi.knowledge.rows import KnowledgeError, Row, whole


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
    return parse_signatures(file.read_bytes(), name=file.name)


def parse_signatures(content: bytes, *, name: str) -> tuple[Signature, ...]:
    """A file's content; `name` is for the error. Raises KnowledgeError."""
    try:
        rows = tomllib.loads(content.decode("utf-8"))["signature"]
        return tuple(whole(name, row, _signature) for row in rows)
    except KeyError as error:
        raise KnowledgeError(f"{name} has no {error.args[0]}") from error
    except KnowledgeError:
        raise
    except (ValueError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"{name}: {error}") from error


def _signature(row: Row) -> Signature:
    names = ("version", "language", "sha256", "name", "profession", "jurisdiction", "licence")
    texts = {name: _filled(row, name) for name in names}
    signed_on = row.pop("signed_on")
    if not isinstance(signed_on, date):
        raise ValueError("signed_on has to be a date, such as 2026-12-01")
    return Signature(**texts, signed_on=signed_on)


def _filled(row: Row, name: str) -> str:
    text = str(row.pop(name)).strip()
    if not text:
        raise ValueError(f"{name} is empty")
    return text
