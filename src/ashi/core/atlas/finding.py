"""Finding a point by what a person types: a code, a name in pinyin or Chinese, another name."""

import re
from collections.abc import Iterable
from types import MappingProxyType

from ashi.core.atlas.codes import typed_code
from ashi.core.atlas.points import Point, without_tones

# Between the syllables of a name people type spaces, hyphens or apostrophes.
_LOOSE = re.compile(r"[\s'’`´\-_.·]+")
_ALIAS_SHAPE = re.compile(r"\s*([A-Za-z]+)[\s_.\-]*([0-9]+)\s*(\+?)\s*")


class Index:
    """Every point by everything it is called. Raises ValueError when two points have one code or alias."""

    def __init__(self, points: Iterable[Point]) -> None:
        by_code: dict[str, Point] = {}
        by_alias: dict[str, Point] = {}
        by_name: dict[str, list[Point]] = {}
        for point in points:
            for name, table in ((point.code, by_code), *((alias, by_alias) for alias in point.aliases)):
                if name in table or (table is by_alias and name in by_code):
                    raise ValueError(f"{name} is the name of two points")
                table[name] = point
            for name in {*map(folded, (point.names.pinyin, point.names.simplified, point.names.traditional))}:
                by_name.setdefault(name, []).append(point)
        self.points = MappingProxyType(by_code)
        self._by_alias, self._by_name = by_alias, by_name

    def find(self, text: str) -> tuple[Point, ...]:
        """All points that the text may mean, best first; a code means one. A beginning of a name will do.

        Nothing for an empty text. Upper and lower case, tones, spaces and hyphens make no difference.
        """
        if exact := self.exact(text):
            return (exact,)
        wanted = folded(text)
        if not wanted:
            return ()
        toned = _LOOSE.sub("", text).casefold()
        whole = sorted(self._by_name.get(wanted, ()), key=lambda point: folded_tones(point) != toned)
        begun = [p for name, points in self._by_name.items() if name.startswith(wanted) for p in points]
        inside = [p for name, points in self._by_name.items() if wanted in name for p in points]
        loose = inside if len(wanted) > 2 or not wanted.isascii() else []
        return tuple(dict.fromkeys([*whole, *self._beginning(text), *begun, *loose]))

    def exact(self, text: str) -> Point | None:
        """The one point whose code or alias this is, however it is typed; None for anything else."""
        if match := _ALIAS_SHAPE.fullmatch(text):
            alias = f"{match[1].upper()}{int(match[2])}{match[3]}"
            if alias in self._by_alias:
                return self._by_alias[alias]
        code = typed_code(text)
        return self.points.get(code) if code else None

    def _beginning(self, text: str) -> list[Point]:
        """Points whose code begins so: BL4 also offers BL40; BL alone offers all of its meridian."""
        wanted = _LOOSE.sub("", text).upper()
        shape = re.fullmatch(r"EX(?:HN|CA|B|UE|LE)?[0-9]*|[A-Z]{2}[0-9]*", wanted)
        return [p for code, p in self.points.items() if shape and code.replace("-", "").startswith(wanted)]


def folded(name: str) -> str:
    """A name as it is compared: no tones, no spaces, no case."""
    return _LOOSE.sub("", without_tones(name)).casefold()


def folded_tones(point: Point) -> str:
    return point.names.pinyin.casefold()
