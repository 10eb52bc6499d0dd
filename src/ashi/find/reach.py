"""How far away a place may be."""

from dataclasses import dataclass

from ashi.core.places import KM_PER_MILE

MILES, KM = (5, 10, 25, 50), (10, 20, 40, 80)
USUAL = 2  # of either: as far as people drive for a visit


@dataclass(frozen=True)
class Reach:
    """How far away a place may be, in what people here count in."""

    number: int
    is_miles: bool

    @property
    def km(self) -> float:
        return self.number * KM_PER_MILE if self.is_miles else float(self.number)

    @property
    def choices(self) -> tuple[int, ...]:
        return MILES if self.is_miles else KM


def reach_of(asked: str, country: str) -> Reach:
    """The reach that was asked for by its number; the usual one for anything else."""
    is_miles = country == "US"
    choices = MILES if is_miles else KM
    known = asked.isascii() and asked.isdigit() and len(asked) < 4 and int(asked) in choices
    return Reach(int(asked) if known else choices[USUAL], is_miles)
