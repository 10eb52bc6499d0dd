"""What is done at a visit: points and sides, what changed since last time, cautions, needles in and out."""

from ashi.core.treatment.body import LIMBS, PART_OF, TRUNK, Area, Part, Side, area_of, areas_of, part_of
from ashi.core.treatment.cautions import (
    WHOLE_VISIT,
    At,
    Caution,
    Level,
    Patient,
    Rule,
    Technique,
    Where,
    cautions_at,
)
from ashi.core.treatment.difference import Change, Line, difference
from ashi.core.treatment.ledger import Because, Ledger, Row, ledger
from ashi.core.treatment.prescription import ASHI, Angle, Placed, PlannedSet, Prescription, Spot, as_value, of_value
from ashi.core.treatment.typed import Finder, Known, Problem, Unread, read_typed

__all__ = [
    "ASHI",
    "LIMBS",
    "PART_OF",
    "TRUNK",
    "WHOLE_VISIT",
    "Angle",
    "Area",
    "At",
    "Because",
    "Caution",
    "Change",
    "Finder",
    "Known",
    "Ledger",
    "Level",
    "Line",
    "Part",
    "Patient",
    "Placed",
    "PlannedSet",
    "Prescription",
    "Problem",
    "Row",
    "Rule",
    "Side",
    "Spot",
    "Technique",
    "Unread",
    "Where",
    "area_of",
    "areas_of",
    "as_value",
    "cautions_at",
    "difference",
    "ledger",
    "of_value",
    "part_of",
    "read_typed",
]
