"""Reads a source, as every knowledge file that names some writes it."""

from ashi.core.evidence.sources import Read, Source
from ashi.knowledge.rows import Row


def source(row: Row) -> Source:
    return Source(
        id=row.pop("id"),
        citation=row.pop("citation"),
        year=row.pop("year", None),
        read=Read(row.pop("read")),
        url=row.pop("url", ""),
        doi=row.pop("doi", ""),
    )
