"""Merges the Spanish parts into one catalogue and compiles it: `python -m ashi.project.catalogs`.

Each area of the source has its own part (locale/es/parts/<area>.po); what is read at run time is django.mo. Written
here rather than left to GNU gettext, which few machines have.
"""

import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ashi.project.translations import CATALOG, Entry, read_po

PARTS = CATALOG.parents[1] / "parts"
HEADER = {
    "Project-Id-Version": "ashi",
    "Language": "es",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
MAGIC = 0x950412DE  # of the .mo format, see the GNU gettext manual, "The Format of GNU MO Files"
ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


class CatalogError(ValueError):
    """Two parts say the same text differently; the message says which."""


def main() -> int:
    try:
        entries = merged(sorted(PARTS.glob("*.po")))
    except CatalogError as error:
        print(f"ashi: {error}", file=sys.stderr)
        return 1
    CATALOG.parent.mkdir(parents=True, exist_ok=True)
    CATALOG.write_text(as_po(entries), encoding="utf-8")
    CATALOG.with_suffix(".mo").write_bytes(as_mo(entries))
    print(f"{len(entries)} texts in {CATALOG.name}")
    return 0


def merged(parts: Iterable[Path]) -> list[Entry]:
    """Every text once, by its English. Raises CatalogError when two parts translate the same text differently."""
    found: dict[str, tuple[Entry, str]] = {}
    for part in parts:
        for entry in read_po(part.read_text(encoding="utf-8")):
            known, where = found.setdefault(entry.key, (entry, part.name))
            if known.translations != entry.translations:
                text = entry.fields["msgid"]
                raise CatalogError(f"{text!r} is said one way in {where} and another way in {part.name}")
    return [found[each][0] for each in sorted(found)]


def as_po(entries: Iterable[Entry]) -> str:
    blocks = [f'msgid ""\nmsgstr ""\n{"".join(_header_lines())}']
    for entry in entries:
        blocks.append("".join(f'{name} "{text.translate(ESCAPES)}"\n' for name, text in _ordered(entry)))
    return "# Made from parts/*.po by ashi.project.catalogs: change those.\n" + "\n".join(blocks)


def _header_lines() -> Iterator[str]:
    for name, value in HEADER.items():
        yield f'"{name}: {value}\\n"\n'


def _ordered(entry: Entry) -> list[tuple[str, str]]:
    order = ("msgctxt", "msgid", "msgid_plural")
    return sorted(entry.fields.items(), key=lambda field: (order.index(field[0]) if field[0] in order else 3, field[0]))


def as_mo(entries: Iterable[Entry]) -> bytes:
    """The compiled form: two tables of (length, offset), sorted by key, then the texts, each ended by a zero."""
    texts = {"": "".join(f"{name}: {value}\n" for name, value in HEADER.items())}
    for entry in entries:
        plural = entry.fields.get("msgid_plural")
        texts[entry.key + (f"\0{plural}" if plural else "")] = "\0".join(entry.translations)
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    keys_at, texts_at = 28, 28 + 8 * len(pairs)
    offset = texts_at + 8 * len(pairs)
    tables, body = [], b""
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), offset + len(body)))
            body += pair[column] + b"\0"
    head = struct.pack("<7I", MAGIC, 0, len(pairs), keys_at, texts_at, 0, 0)
    return head + b"".join(tables) + body


if __name__ == "__main__":
    sys.exit(main())
