"""Ages as FHIR's enableWhen can say them.

An item has one list of conditions, of which all or any have to hold. So a span of ages becomes clauses: each is a list
of which one has to hold, and all clauses have to hold together.
"""

from itertools import pairwise
from typing import Any

from ashi.core.safety import AgeRange
from ashi.core.safety.answers import OLDEST

AGE = "age"
# Who does not say how old they are is read as a grown-up of no particular age: no rule about the young or the old.
ANY_ADULT = 40

Clause = list[dict[str, Any]]


def clauses_of(ages: tuple[AgeRange, ...]) -> list[Clause]:
    """`ages` in ascending order, as the rules have them. Empty when they allow every age."""
    bounds: list[list[tuple[str, int]]] = [[(">=", ages[0].first)]] if ages and ages[0].first > 0 else []
    for lower, upper in pairwise(ages):
        bounds.append([("<=", lower.last), (">=", upper.first)])
    if ages and ages[-1].last < OLDEST:
        bounds.append([("<=", ages[-1].last)])
    unknown: Clause = [{"question": AGE, "operator": "exists", "answerBoolean": False}]
    allowed = unknown if any(ANY_ADULT in years for years in ages) else []
    return [[*allowed, *(_compared(operator, years) for operator, years in either)] for either in bounds]


def _compared(operator: str, years: int) -> dict[str, Any]:
    return {"question": AGE, "operator": operator, "answerInteger": years}
