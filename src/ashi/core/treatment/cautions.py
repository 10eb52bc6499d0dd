"""Cautions speak at the point, once, with the reason.

The rules are dated data (ashi.knowledge.treatment); here is what they mean. Three kinds: FORBIDS cannot be overridden
by anybody; ASKS goes on with a reason and a name; MEASURES wants depth and angle written down before the needle is in.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum

from ashi.core.treatment.body import Area, Part, Side
from ashi.core.treatment.prescription import Angle, Placed
from ashi.core.treatment.technique import OF_NEEDLES, Technique

WHOLE_VISIT = "*"  # the point under which a caution is answered that speaks once for the visit


class Level(StrEnum):
    FORBIDS = "forbids"
    MEASURES = "measures"
    ASKS = "asks"


class Where(StrEnum):
    """ANYWHERE; or where the patient's own condition lies, as was told: then, untold, anywhere it might be."""

    ANYWHERE = "anywhere"
    TOLD = "told"


@dataclass(frozen=True)
class Rule:
    """Speaks when one of `conditions` holds (none: for everybody), for a needle that meets all that follows.

    `parts`, `codes` and `tags` name where it speaks, any of them; all empty is everywhere. A code may carry a side
    (`ST21:right`). `younger` is an age in whole years, excluded. `once`: it speaks for the visit, not for each point.
    `within`: the parts in which a condition may lie whose place was not told.
    """

    id: str
    level: Level
    conditions: frozenset[str] = frozenset()
    technique: Technique | None = None
    where: Where = Where.ANYWHERE
    parts: frozenset[Part] = frozenset()
    codes: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    within: frozenset[Part] = frozenset(Part)
    younger: int | None = None
    angles: frozenset[Angle] = frozenset()
    both_sides: bool = False
    once: bool = False

    def __post_init__(self) -> None:
        if self.level is Level.FORBIDS and self.once:
            raise ValueError(f"{self.id}: what forbids speaks at every point")
        if self.where is Where.TOLD and not self.conditions:
            raise ValueError(f"{self.id}: a place that is told belongs to a condition")
        if self.technique is not None and self.technique not in OF_NEEDLES:
            raise ValueError(f"{self.id}: no needle is {self.technique}")


@dataclass(frozen=True)
class Patient:
    """`conditions` are ids of the safety questions answered yes, or found at the visit; `places` where each lies, as
    far as it was told; `age` in whole years, None if not known."""

    conditions: frozenset[str] = frozenset()
    places: Mapping[str, tuple[Area, ...]] = field(default_factory=dict, hash=False)
    age: int | None = None


@dataclass(frozen=True)
class At:
    """A needle as the rules look at it: the line, its part of the body, and what the atlas says of the point."""

    placed: Placed
    part: Part
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Caution:
    """`point` is what it is answered under: the code, the region of an ashi point, or `*` for the visit.

    `untold` names the condition whose place is not known and would decide.
    """

    rule: str
    level: Level
    point: str
    untold: str = ""


def cautions_at(
    at: At, *, rules: Iterable[Rule], patient: Patient, answered: Set[tuple[str, str]]
) -> tuple[Caution, ...]:
    """What still speaks against this needle, strictest first.

    `answered` are (rule, point) that somebody went on over, with reason and name: those are silent, unless they forbid.
    A measure is silent once depth and angle are there.
    """
    found = [caution for rule in rules if (caution := _speaks(rule, at, patient))]
    order = list(Level)
    open_ones = [one for one in found if one.level is Level.FORBIDS or (one.rule, one.point) not in answered]
    return tuple(sorted(open_ones, key=lambda one: order.index(one.level)))


def _speaks(rule: Rule, at: At, patient: Patient) -> Caution | None:
    held = rule.conditions & patient.conditions
    if rule.conditions and not held:
        return None
    if rule.younger is not None and (patient.age is None or patient.age >= rule.younger):
        return None
    if not (_technique_fits(rule, at.placed) and _place_fits(rule, at)):
        return None
    untold = ""
    if rule.where is Where.TOLD:
        meets, untold = _told(rule, held, at, patient)
        if not meets:
            return None
    if rule.level is Level.MEASURES and at.placed.depth is not None and at.placed.angle is not None:
        return None
    point = WHOLE_VISIT if rule.once else at.placed.region if at.placed.point == "ashi" else at.placed.point
    return Caution(rule.id, rule.level, point, untold)


def _technique_fits(rule: Rule, placed: Placed) -> bool:
    if rule.technique is Technique.ELECTRICAL and not placed.electrical:
        return False
    if rule.technique is Technique.STAYS and not placed.stays:
        return False
    if rule.both_sides and placed.side is not Side.BOTH:
        return False
    return not rule.angles or placed.angle in rule.angles


def _place_fits(rule: Rule, at: At) -> bool:
    if not (rule.parts or rule.codes or rule.tags):
        return True
    code = at.placed.point
    sided = {name for name in rule.codes if name.partition(":")[0] == code}
    if any(not name.partition(":")[2] or Side(name.partition(":")[2]).meets(at.placed.side) for name in sided):
        return True
    return at.part in rule.parts or bool(rule.tags & at.tags)


def _told(rule: Rule, held: Set[str], at: At, patient: Patient) -> tuple[bool, str]:
    """Does the needle lie where the condition does? What is not told may be anywhere the rule says it might be."""
    for condition in sorted(held):
        areas = patient.places.get(condition, ())
        if not areas and at.part in rule.within:
            return True, condition
        if any(area.meets(at.part, at.placed.side) for area in areas):
            return True, ""
    return False, ""
