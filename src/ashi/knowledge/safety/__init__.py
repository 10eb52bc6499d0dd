"""The safety screen as the program ships it: one dated file a version, older ones kept to explain older answers."""

from functools import cache
from pathlib import Path

from ashi.knowledge.rows import KnowledgeError
from ashi.knowledge.safety.loading import parse_screen, read_screen
from ashi.knowledge.safety.screen import Advice, Asked, ChartRule, Origin, Page, Screen, WatchFor
from ashi.knowledge.safety.signatures import Signature, parse_signatures, read_signatures

FOLDER = Path(__file__).parent

__all__ = [
    "Advice",
    "Asked",
    "ChartRule",
    "Origin",
    "Page",
    "Screen",
    "Signature",
    "WatchFor",
    "is_signed",
    "parse_screen",
    "parse_signatures",
    "read_screen",
    "read_signatures",
    "screen_of",
    "signatures",
    "the_screen",
    "versions",
]


def versions() -> frozenset[str]:
    """Of the files that the program ships. A clinic may have imported others: records/rules.py knows both."""
    return frozenset(file.stem for file in FOLDER.glob("[0-9]*.toml"))


@cache
def the_screen() -> Screen:
    """The newest that the program ships."""
    return screen_of(max(versions()))


@cache
def screen_of(version: str) -> Screen:
    """Raises KnowledgeError for a version that the program does not ship."""
    if version not in versions():
        raise KnowledgeError(f"There is no version {version} of the safety screen.")
    screen = read_screen(FOLDER / f"{version}.toml")
    if screen.version != version:
        raise KnowledgeError(f"{version}.toml says that it is version {screen.version}.")
    return screen


@cache
def signatures() -> tuple[Signature, ...]:
    return read_signatures(FOLDER / "signatures.toml")


def is_signed(version: str, language: str) -> bool:
    """Has a licensed person signed the words of this version in this language, as they stand now?

    `language` may be a variant such as es-us. Online booking outside the demo is shut until this is true.
    """
    base = language.split("-")[0]
    try:
        sha256 = screen_of(version).sha256
    except KnowledgeError:
        return False
    return any(one.covers(version=version, language=base, sha256=sha256) for one in signatures())
