from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Report:
    """What became of a file. Something refused means that nothing of it was kept."""

    read: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return bool(self.refused)

    def lines(self) -> Iterator[str]:
        """As the command prints it: a count, then what it counts."""
        for name in ("read", "added", "changed", "refused"):
            found: list[str] = getattr(self, name)
            yield f"{name}: {len(found)}" if name != "read" else f"{name}: {', '.join(found) or 'nothing'}"
            if name != "read":
                yield from (f"  {line}" for line in found)
        yield from self.notes
