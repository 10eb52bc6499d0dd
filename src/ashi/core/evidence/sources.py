"""Where a statement comes from, and how much of it was read."""

import re
from dataclasses import dataclass
from enum import StrEnum

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


class Read(StrEnum):
    """What was in front of whoever wrote the statement."""

    WHOLE = "whole"
    ABSTRACT = "abstract"
    PART_OF_ABSTRACT = "part-of-abstract"
    TABLE = "table"
    PART = "part"
    SECOND_HAND = "second-hand"


@dataclass(frozen=True)
class Source:
    """A paper, a guideline or an official page. `url` is the page that was read, `doi` the paper's own number,
    `year` None for a page that does not say.

    Raises ValueError for an id that is not lower-case words joined by hyphens, an empty citation, a DOI that does not
    begin with 10., or no address at all.
    """

    id: str
    citation: str
    read: Read
    year: int | None = None
    url: str = ""
    doi: str = ""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"source id {self.id!r} is not lower-case words joined by hyphens")
        if not self.citation.strip():
            raise ValueError(f"source {self.id} has no citation")
        if self.doi and not _DOI.fullmatch(self.doi):
            raise ValueError(f"source {self.id} has a DOI that is none: {self.doi}")
        if not self.address.startswith(("https://", "http://")):
            raise ValueError(f"source {self.id} needs a DOI or an address")

    @property
    def address(self) -> str:
        """Where a reader is sent: the DOI, which outlives any page, else the page that was read."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url
