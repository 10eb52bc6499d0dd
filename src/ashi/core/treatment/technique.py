"""How somebody is treated, as far as a caution or a consent tells it apart."""

from collections.abc import Iterable
from enum import StrEnum

from ashi.core.treatment.prescription import Placed


class Technique(StrEnum):
    """What a patient agrees to, each by itself; the later ones beside the needles."""

    NEEDLING = "needling"
    ELECTRICAL = "electrical"
    STAYS = "stays"
    MOXA = "moxa"
    CUPPING = "cupping"
    LAMP = "lamp"


OF_NEEDLES = (Technique.ELECTRICAL, Technique.STAYS)


def techniques_of(points: Iterable[Placed]) -> frozenset[Technique]:
    """What these lines are: needling, and what each of them is besides. Empty for none."""
    found: set[Technique] = set()
    for placed in points:
        found.add(Technique.NEEDLING)
        if placed.electrical:
            found.add(Technique.ELECTRICAL)
        if placed.stays:
            found.add(Technique.STAYS)
    return frozenset(found)
