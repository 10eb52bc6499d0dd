"""How often something happened among so many, and how sure that is: always with its denominator.

Exact after Clopper and Pearson (Biometrika 1934;26:404), two-sided. Where nothing happened, the rule of three: Hanley
and Lippman-Hand (JAMA 1983;249:1743).
"""

from dataclasses import dataclass

from ashi.core.evidence.bounds import Bounds
from ashi.core.evidence.distributions import incomplete_beta
from ashi.core.evidence.roots import falling_root

LEVEL = 0.95
# Below so many the rule of three is off by more than a twentieth of itself, and nobody learns anything from it.
ENOUGH = 30
PER = 1000


@dataclass(frozen=True)
class Rate:
    """`events` among `of`, each of which had it or had not. Raises ValueError for what cannot be counted so."""

    events: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.events <= self.of:
            raise ValueError(f"{self.events} of {self.of}")

    @property
    def per_thousand(self) -> float:
        """Raises ValueError where there is nobody to count among."""
        if not self.of:
            raise ValueError("a rate needs a denominator")
        return PER * self.events / self.of

    @property
    def bounds(self) -> Bounds:
        """From where to where the true rate per thousand may lie, at 95 in 100."""
        found = exact(self.events, self.of)
        return Bounds(PER * found.low, PER * found.high)

    @property
    def enough(self) -> bool:
        """Is the denominator large enough to say anything when nothing happened?"""
        return self.of >= ENOUGH

    @property
    def at_most_per_thousand(self) -> float:
        """Where nothing happened: the upper end by the rule of three, per thousand. Raises ValueError otherwise."""
        if self.events:
            raise ValueError("the rule of three is for what did not happen")
        return PER * rule_of_three(self.of)


def exact(events: int, of: int, level: float = LEVEL) -> Bounds:
    """The two-sided Clopper-Pearson interval for a share, from 0 to 1.

    Its coverage is never below `level`; it is wide rather than wrong. Raises ValueError unless 0 <= events <= of,
    1 <= of and `level` lies between 0 and 1.
    """
    if not 0 <= events <= of or of < 1:
        raise ValueError(f"no share of {events} in {of}")
    if not 0 < level < 1:
        raise ValueError(f"a level lies between 0 and 1, not at {level}")
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else _quantile(tail, events, of - events + 1)
    high = 1.0 if events == of else _quantile(1 - tail, events + 1, of - events)
    return Bounds(low, high)


def rule_of_three(of: int) -> float:
    """The upper 95 in 100 bound of a share when none of `of` had it: three divided by how many, at most 1.

    Raises ValueError for nobody.
    """
    if of < 1:
        raise ValueError("nobody was counted")
    return min(1.0, 3 / of)


def _quantile(share: float, a: float, b: float) -> float:
    """Where the beta distribution with these two has `share` below it."""
    return falling_root(lambda x: share - incomplete_beta(x, a, b), 0.0, 1.0)
