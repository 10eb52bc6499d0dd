"""What is done at a visit: points and sides, what changed since last time, cautions, needles in and out."""

from ashi.core.treatment.body import LIMBS, PART_OF, TRUNK, Area, Part, Side, area_of, areas_of, part_of
from ashi.core.treatment.cautions import (
    WHOLE_VISIT,
    At,
    Caution,
    Level,
    Patient,
    Rule,
    Where,
    cautions_at,
)
from ashi.core.treatment.consent import Asked, Given, Lack, Signer, good_until, is_minor, of_age_on, why_lacking
from ashi.core.treatment.difference import Change, Line, difference
from ashi.core.treatment.ledger import Because, Ledger, Row, ledger
from ashi.core.treatment.prescription import ASHI, Angle, Placed, PlannedSet, Prescription, Spot, as_value, of_value
from ashi.core.treatment.technique import Technique, techniques_of
from ashi.core.treatment.typed import Finder, Known, Problem, Unread, read_typed

__all__ = [
    "ASHI",
    "LIMBS",
    "PART_OF",
    "TRUNK",
    "WHOLE_VISIT",
    "Angle",
    "Area",
    "Asked",
    "At",
    "Because",
    "Caution",
    "Change",
    "Finder",
    "Given",
    "Known",
    "Lack",
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
    "Signer",
    "Spot",
    "Technique",
    "Unread",
    "Where",
    "area_of",
    "areas_of",
    "as_value",
    "cautions_at",
    "difference",
    "good_until",
    "is_minor",
    "ledger",
    "of_age_on",
    "of_value",
    "part_of",
    "read_typed",
    "techniques_of",
    "why_lacking",
]
