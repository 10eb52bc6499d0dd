"""Search parameters read exactly: a wrong one is named, never guessed at."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NoReturn

from django.http import QueryDict

from ashi.core.time import ceil_cell
from ashi.exchange.fhir.problems import invalid

MOST = 1000
_PREFIXES = ("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb")
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Span:
    """Instants from `earliest` on and before `latest`; None is no bound."""

    earliest: datetime | None = None
    latest: datetime | None = None

    def cells(self, low: int, high: int) -> tuple[int, int]:
        """The cells that begin inside it, as (first, first too late); `low` and `high` stand for no bound."""
        return (ceil_cell(self.earliest) if self.earliest else low, ceil_cell(self.latest) if self.latest else high)

    def within(self, other: "Span") -> "Span":
        earliest = max((bound for bound in (self.earliest, other.earliest) if bound), default=None)
        latest = min((bound for bound in (self.latest, other.latest) if bound), default=None)
        return Span(earliest, latest)


def refuse_nul(query: QueryDict) -> None:
    """No text holds a NUL: PostgreSQL could not even be asked about it."""
    for name, values in query.lists():
        if any("\0" in text for text in (name, *values)):
            raise invalid("a search parameter holds no NUL character", name.replace("\0", "")[:40])


def span(values: list[str], zone: tzinfo, name: str) -> Span:
    """All the date parameters of one name together (R4 search.html#date). A date without a zone is the location's."""
    found = Span()
    for value in values:
        found = found.within(_bounds(value, zone, name))
    return found


def _bounds(value: str, zone: tzinfo, name: str) -> Span:
    prefix, text = (value[:2], value[2:]) if value[:2] in _PREFIXES else ("eq", value)
    low, high = moment(text, zone, name)
    match prefix:
        case "eq":
            return Span(low, high)
        case "ge":
            return Span(earliest=low)
        case "gt" | "sa":
            return Span(earliest=high)
        case "lt" | "eb":
            return Span(latest=low)
        case "le":
            return Span(latest=high)
    raise invalid(f"the prefix ne is not supported for {name}", name)


def moment(text: str, zone: tzinfo, name: str) -> tuple[datetime, datetime]:
    """The first instant that a FHIR date or dateTime means, and the first one after it.

    A space before the offset is a plus that was not escaped in an address.
    """
    text = text.strip().replace(" ", "+")
    try:
        if len(text) <= 10:
            return _day(text, zone)
        at = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        _not_a_date(text, name)
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    try:
        return at.astimezone(UTC), at.astimezone(UTC) + _TICK
    except OverflowError:
        _not_a_date(text, name)


def _day(text: str, zone: tzinfo) -> tuple[datetime, datetime]:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        first, after = date(parts[0], 1, 1), date(parts[0] + 1, 1, 1)
    elif len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        after = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
    else:
        first = date.fromisoformat(text)
        after = first + timedelta(days=1)
    low, high = (datetime.combine(day, time(), tzinfo=zone).astimezone(UTC) for day in (first, after))
    return low, high


def _not_a_date(text: str, name: str) -> NoReturn:
    raise invalid(
        f"{name}: {text[:40]!r} is not a date or an instant such as 2027-01-31T09:00:00-05:00", name
    ) from None


def whole(query: QueryDict, name: str, *, default: int, most: int) -> int:
    """A whole number of at least 0; larger ones are cut to `most`."""
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise invalid(f"{name} is a whole number, not {text[:40]!r}", name)
    return min(int(text), most)


def reference(value: str, kind: str, name: str, base: str) -> int:
    """The id in `Kind/12`, `12`, or this server's own address of it."""
    text = value.removeprefix(base + "/").removeprefix(f"{kind}/")
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise invalid(f"{name} is a reference such as {kind}/12, not {value[:60]!r}", name)
    return int(text)


def token(value: str) -> tuple[str | None, str]:
    """`system|code` or `code`: the system, None when none was given, and the code."""
    system, bar, code = value.rpartition("|")
    return (system if bar else None), code
