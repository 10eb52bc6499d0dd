"""An instant as it stands in an address or a form: 2026-11-24T15:10Z; and a day: 2026-11-24."""

from datetime import MAXYEAR, MINYEAR, UTC, date, datetime

from ashi.core.time import cell_of, instant_of


def key_of(cell: int) -> str:
    return f"{instant_of(cell):%Y-%m-%dT%H:%MZ}"


def cell_at(text: str) -> int | None:
    """None for what is not such an instant, or lies off the five-minute grid."""
    try:
        instant = datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
        return cell_of(instant) if _has_neighbours(instant) else None
    except ValueError:
        return None


def day_at(text: str) -> date:
    """Raises ValueError."""
    day = date.fromisoformat(text)
    if not _has_neighbours(day):
        raise ValueError(f"{text} has no day before it, or none after it")
    return day


def _has_neighbours(day: date) -> bool:
    """The first year and the last end where there is no more time: a day of theirs cannot be looked around."""
    return MINYEAR < day.year < MAXYEAR
