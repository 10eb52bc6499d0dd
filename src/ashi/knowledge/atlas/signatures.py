"""Who signed the depths and angles off. `python -m ashi.knowledge.atlas.signatures` prints the hash to be signed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ashi.knowledge.rows import Row, read, whole

FOLDER = Path(__file__).parent
TEXTS = ("sha256", "name", "profession", "jurisdiction", "licence")


@dataclass(frozen=True)
class Signature:
    """The sign-off of a licensed acupuncturist for exactly the files whose hash it names."""

    sha256: str
    name: str
    profession: str
    jurisdiction: str
    licence: str
    signed_on: date


def needling_signature() -> Signature | None:
    """Of the depths, angles and directions as they stand now; None means that nothing of them may be shown."""
    return valid(_kept(), the_hash())


def valid(signatures: Iterable[Signature], sha256: str) -> Signature | None:
    """The latest signature for that hash: a file that changed after it was signed is not signed."""
    matching = [signature for signature in signatures if signature.sha256 == sha256]
    return max(matching, key=lambda signature: signature.signed_on, default=None)


def read_signatures(file: Path) -> tuple[Signature, ...]:
    """Raises KnowledgeError when one is incomplete."""
    return tuple(whole(file.name, row, _signature) for row in read(file)["signature"])


@cache
def the_hash() -> str:
    """Of all files of points and of the words for directions, in the order of their names."""
    files = [*sorted((FOLDER / "points").glob("*.toml")), FOLDER / "words.toml"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@cache
def _kept() -> tuple[Signature, ...]:
    return read_signatures(FOLDER / "signatures.toml")


def _signature(row: Row) -> Signature:
    texts = {name: str(row.pop(name)).strip() for name in TEXTS}
    if empty := [name for name, text in texts.items() if not text]:
        raise ValueError(f"{empty[0]} is empty")
    return Signature(**texts, signed_on=row.pop("signed_on"))


if __name__ == "__main__":
    print(the_hash())
