"""Contact minutes and units of a chart, as its taps give them."""

from dataclasses import dataclass

from ashi.core.coverage import USUAL, Block, PayerRule, Unit, contact_minutes, units
from ashi.records.models import Encounter, NeedleSet


@dataclass(frozen=True)
class Minutes:
    """Of one set: in contact, and at rest from the last needle in to the first one out; None while that goes on."""

    number: int
    contact: int
    resting: int | None


@dataclass(frozen=True)
class Coded:
    sets: tuple[Minutes, ...]
    units: tuple[Unit, ...]
    rule: PayerRule


def coded(encounter: Encounter, rule: PayerRule = USUAL) -> Coded:
    rows = list(encounter.sets.filter(started_at__isnull=False).prefetch_related("needles"))
    blocks = [_block(row) for row in rows]
    minutes = (Minutes(row.number, contact_minutes(block), _rest(row)) for row, block in zip(rows, blocks, strict=True))
    return Coded(tuple(minutes), units(blocks, rule), rule)


def _block(row: NeedleSet) -> Block:
    assert row.started_at is not None
    needles = list(row.needles.all())
    return Block(
        started=row.started_at,
        in_at=row.inserted_at,
        removal=row.removal_at,
        out=row.removed_at,
        inserted=sum(needle.inserted for needle in needles),
        electrical=any(needle.electrical for needle in needles),
    )


def _rest(row: NeedleSet) -> int | None:
    if row.inserted_at is None or row.removal_at is None:
        return None
    return int((row.removal_at - row.inserted_at).total_seconds() // 60)
