"""Takes the main part of a page apart into sentences, and tells which stand inside a claim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

# Inside these a sentence goes on; everywhere else it ends where the element does.
# A link that looks like a button is no part of a sentence either.
INLINE = {"a", "abbr", "b", "cite", "em", "q", "small", "span", "strong"}
ALONE = {"button", "textlink"}
VOID = {"br", "hr", "img", "input", "link", "meta"}
SAID_BY_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
# The space that keeps "p." and "m." together is another sign and ends nothing.
END = re.compile(r"(?<=[.?!]) +")
GAP = re.compile(r"[ \t\r\n]+")
NUMBER = r"[$\d][\d.,:]*"


@dataclass(frozen=True)
class Piece:
    text: str
    in_claim: bool
    quoted: bool


@dataclass
class Open:
    tag: str
    is_claim: bool
    ends_sentence: bool


@dataclass
class _Reader(HTMLParser):
    """Follows the open elements; only what stands in <main> counts."""

    pieces: list[Piece] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)
    words: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        is_claim = "data-claim" in said
        ends_sentence = tag not in INLINE or is_claim or bool(ALONE & set((said.get("class") or "").split()))
        if ends_sentence:
            self._finish()
        for name in SAID_BY_ATTRIBUTES:
            self._keep(said.get(name) or "")
        if tag not in VOID:
            self.open.append(Open(tag, is_claim, ends_sentence))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1].ends_sentence:
            self._finish()
        while self.open and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words += data

    def _finish(self) -> None:
        words, self.words = self.words, ""
        self._keep(words)

    def _keep(self, words: str) -> None:
        tags = {element.tag for element in self.open}
        if "main" not in tags or "script" in tags:
            return
        in_claim = any(element.is_claim for element in self.open)
        for sentence in END.split(GAP.sub(" ", words).strip()):
            if re.search(r"\w", sentence):
                self.pieces.append(Piece(sentence, in_claim, "blockquote" in tags))


def pieces_of(html: str) -> list[Piece]:
    """The sentences of the main part in their order, labels and descriptions of pictures among them."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.pieces


def unlisted(html: str, reviewed: Path) -> Iterator[str]:
    """Sentences that stand neither inside a claim nor in the reviewed list."""
    known = patterns(reviewed)
    for piece in pieces_of(html):
        if not piece.in_claim and not any(pattern.fullmatch(piece.text) for pattern in known):
            yield piece.text


def patterns(reviewed: Path) -> list[re.Pattern[str]]:
    """One line a sentence; {} stands for a number or a price that comes from the clinic's records."""
    lines = [line for line in reviewed.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [re.compile(NUMBER.join(re.escape(part) for part in line.split("{}"))) for line in lines]
