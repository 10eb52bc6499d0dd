"""All claims with the sources and results they rest on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Protocol, TypeVar

from ashi.core.evidence.claims import Claim
from ashi.core.evidence.results import Result
from ashi.core.evidence.sources import Source


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Named = TypeVar("Named", bound=_Named)


@dataclass(frozen=True)
class Entry:
    """A claim with everything it rests on."""

    claim: Claim
    sources: tuple[Source, ...]
    results: tuple[Result, ...]


@dataclass(frozen=True)
class Register:
    """Raises ValueError when an id is used twice, a claim or a result names a source or result that is not there, or a
    source stands there for nothing."""

    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    results: tuple[Result, ...] = ()
    _claims: Mapping[str, Claim] = field(init=False, repr=False, compare=False)
    _sources: Mapping[str, Source] = field(init=False, repr=False, compare=False)
    _results: Mapping[str, Result] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name, entries in (("_claims", self.claims), ("_sources", self.sources), ("_results", self.results)):
            object.__setattr__(self, name, _by_id(entries))
        used = {source for claim in self.claims for source in claim.sources} | {row.source for row in self.results}
        _same("sources", used, set(self._sources))
        _same("results", {row for claim in self.claims for row in claim.results}, set(self._results))

    def claim(self, claim_id: str) -> Claim:
        """Raises KeyError with the id when there is no such claim."""
        return self._claims[claim_id]

    def entry(self, claim_id: str) -> Entry:
        """Raises KeyError with the id when there is no such claim."""
        claim = self._claims[claim_id]
        return Entry(
            claim=claim,
            sources=tuple(self._sources[source] for source in claim.sources),
            results=tuple(self._results[result] for result in claim.results),
        )

    def result(self, result_id: str) -> Result:
        """Raises KeyError with the id when there is no such result."""
        return self._results[result_id]

    def source(self, source_id: str) -> Source:
        """Raises KeyError with the id when there is no such source."""
        return self._sources[source_id]

    def resting_on(self, source: Source) -> tuple[Claim, ...]:
        """The claims that name a source, in their order."""
        return tuple(claim for claim in self.claims if source.id in claim.sources)

    def overdue(self, today: date) -> tuple[Claim, ...]:
        """Signed claims whose day for the next review has come, the longest due first."""
        due = [claim for claim in self.claims if claim.is_overdue(today)]
        return tuple(sorted(due, key=lambda claim: claim.signature.review_due if claim.signature else date.max))

    def unsigned(self) -> tuple[Claim, ...]:
        """Claims that no licensed person has reviewed yet, in their order."""
        return tuple(claim for claim in self.claims if claim.signature is None)


def _by_id(entries: Iterable[Named]) -> Mapping[str, Named]:
    found: dict[str, Named] = {}
    for entry in entries:
        if entry.id in found:
            raise ValueError(f"{entry.id} is there twice")
        found[entry.id] = entry
    return MappingProxyType(found)


def _same(what: str, used: set[str], there: set[str]) -> None:
    if used - there:
        raise ValueError(f"{what} named but not there: {', '.join(sorted(used - there))}")
    if there - used:
        raise ValueError(f"{what} that nothing rests on: {', '.join(sorted(there - used))}")
