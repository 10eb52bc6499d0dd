"""The sentence that says where a point lies, made from its location and the words of one language."""

from collections.abc import Mapping
from dataclasses import dataclass

from ashi.core.atlas.locations import Kind, Location, Place

# Spanish joins a preposition to the article after it.
_JOINED = {" de el ": " del ", " a el ": " al "}


@dataclass(frozen=True)
class Words:
    """The words of one language. Each table maps an id to a text; `regions` are whole phrases (On the lower back),
    `aspects` phrases with a {part}, `kinds` phrases with {a}, {b}, {n} and {f}, `nouns` landmarks as things, `places`
    landmarks as places (below the collarbone).
    """

    regions: Mapping[str, str]
    parts: Mapping[str, str]
    aspects: Mapping[str, str]
    kinds: Mapping[str, str]
    fractions: Mapping[str, str]
    numbers: Mapping[str, str]
    nouns: Mapping[str, str]
    places: Mapping[str, str]
    notes: Mapping[str, str]


def sentence(location: Location, words: Words) -> str:
    """On the lower back: just below the spinous process of the second lumbar vertebra (L2), 1.5 B-cun to the side of
    the back midline.

    Raises KeyError with the id for which there is no word.
    """
    said = [_phrase(location.level, words)]
    if location.offset and not _says_the_same(location.level, location.offset):
        said.append(_phrase(location.offset, words))
    text = "; ".join([", ".join(dict.fromkeys(said)), *(words.notes[note] for note in location.notes)])
    return _joined(f"{where(location, words)}: {text}.")


def where(location: Location, words: Words) -> str:
    """The part of the body alone: On the lower back."""
    if location.region in words.regions:
        return words.regions[location.region]
    own = f"{location.aspect}-{location.region}"
    aspect = words.aspects[own if own in words.aspects else location.aspect]
    return _joined(aspect.format(part=words.parts[location.region]))


def _says_the_same(level: Place, offset: Place) -> bool:
    """A third of the way from one to the other is on the line between them."""
    return level == offset or (level.kind is Kind.FRACTION and offset == Place(Kind.LINE, level.refs))


def _phrase(place: Place, words: Words) -> str:
    if place.kind is Kind.LANDMARK:
        return words.places[place.refs[0]]
    names = [_name(ref, place.kind, words) for ref in place.refs]
    return words.kinds[_pattern(place)].format(
        a=names[0],
        b=names[-1],
        n=words.kinds["distance"].format(n=f"{place.bcun:g}") if place.bcun else "",
        f=words.fractions[place.fraction] if place.fraction else "",
    )


def _pattern(place: Place) -> str:
    if place.kind is not Kind.FROM:
        return place.kind
    return f"{place.kind}-{place.towards}" + ("" if place.bcun else "-bare")


def _name(ref: str, kind: Kind, words: Words) -> str:
    """A landmark, a vertebra or an ordinal; the code of a point stands for itself."""
    if kind in (Kind.INTERCOSTAL, Kind.FORAMEN):
        return words.numbers[ref]
    if ref in words.nouns:
        return words.nouns[ref]
    if ref in words.numbers:
        return words.numbers[ref]
    if ref.isupper() and ref[-1].isdigit():
        return ref
    raise KeyError(ref)


def _joined(text: str) -> str:
    for apart, joined in _JOINED.items():
        text = text.replace(apart, joined)
    return text
