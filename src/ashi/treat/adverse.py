"""Adverse events of a visit as they stand now."""

from collections.abc import Iterable
from dataclasses import dataclass

from ashi.core.atlas import Danger
from ashi.core.treatment import PART_OF, Part
from ashi.core.treatment.adverse import Category, Correction, Outcome, Relation, Severity, Standing, stands
from ashi.knowledge import atlas
from ashi.knowledge.treatment.adverse import Sign, adverse_words
from ashi.records.models import AdverseAmendment, AdverseEvent, Appointment, Needle

__all__ = ["ShownEvent", "events_of", "lines_of", "near_lung", "signs_of", "standing_of"]


@dataclass(frozen=True)
class ShownEvent:
    """As reported, and as it stands after its amendments."""

    event: AdverseEvent
    now: Standing
    amendments: tuple[AdverseAmendment, ...]
    signs: tuple[Sign, ...]
    needles: tuple[Needle, ...]

    @property
    def judged(self) -> bool:
        """Has an acupuncturist said whether it comes from the treatment?"""
        return self.now.relation is not None

    @property
    def to_call(self) -> bool:
        return self.event.call and self.event.called_at is None


def events_of(visit: Appointment) -> list[ShownEvent]:
    rows = visit.adverse_events.select_related("missing__needle").prefetch_related("amendments", "lines__needle")
    return [_shown(row) for row in rows]


def _shown(event: AdverseEvent) -> ShownEvent:
    return ShownEvent(
        event=event,
        now=standing_of(event),
        amendments=tuple(event.amendments.all()),
        signs=signs_of(event.signs),
        needles=tuple(line.needle for line in event.lines.all()),
    )


def standing_of(event: AdverseEvent) -> Standing:
    """Its amendments are asked for beforehand where there are many."""
    reported = Standing(
        category=Category(event.category),
        severity=Severity(event.severity),
        relation=Relation(event.relation) if event.relation else None,
        outcome=Outcome(event.outcome) if event.outcome else None,
    )
    return stands(reported, [_correction(one) for one in event.amendments.all()])


def _correction(row: AdverseAmendment) -> Correction:
    return Correction(
        category=Category(row.category) if row.category else None,
        severity=Severity(row.severity) if row.severity else None,
        relation=Relation(row.relation) if row.relation else None,
        outcome=Outcome(row.outcome) if row.outcome else None,
        withdrawn=row.withdrawn,
    )


def signs_of(names: Iterable[str]) -> tuple[Sign, ...]:
    """Those that are still known."""
    known = adverse_words().signs
    return tuple(known[name] for name in names if name in known)


def lines_of(visit: Appointment) -> list[Needle]:
    """Every line of needles of the visit, in the order they went in."""
    rows = Needle.objects.filter(set__encounter__appointment=visit)
    return list(rows.select_related("set").order_by("set__number", "position", "pk"))


def near_lung(visit: Appointment) -> bool:
    """Could a needle have been near the lung? An ashi point on chest or upper back counts: a doubt is a yes."""
    return any(_near_lung(needle) for needle in lines_of(visit))


def _near_lung(needle: Needle) -> bool:
    point = atlas.points().get(needle.point)
    if point:
        return Danger.LUNG in point.cautions
    return PART_OF.get(needle.region) in (Part.CHEST, Part.UPPER_BACK)
