"""An instant as it stands in an address or a form: 2026-11-24T15:10Z."""

from datetime import UTC, datetime

from ashi.core.time import cell_of, instant_of


def key_of(cell: int) -> str:
    return f"{instant_of(cell):%Y-%m-%dT%H:%MZ}"


def cell_at(text: str) -> int | None:
    """None for what is not such an instant, or lies off the five-minute grid."""
    try:
        return cell_of(datetime.strptime(text, "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC))
    except ValueError:
        return None
