"""The search parameter near: a place on the earth and how far from it."""

import re

from ashi.core.places import KM_PER_MILE, Point
from ashi.exchange.fhir.problems import Problem, invalid

MOST_KM = 20_016  # half around the earth
USUAL_KM = 40.0  # as far as people drive for a visit
KM_IN = {"km": 1.0, "[mi_i]": KM_PER_MILE, "mi": KM_PER_MILE, "m": 0.001}
DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,18})?")


def near(value: str, name: str) -> tuple[Point, float]:
    """A place and a distance in km, from `latitude|longitude|distance|unit` (R4 location.html#positional). Without a
    distance USUAL_KM; without a unit km. Miles are UCUM's [mi_i], or mi."""
    parts = value.split("|")
    if not 2 <= len(parts) <= 4:
        raise _not_near(value, name)
    unit = parts[3] if len(parts) > 3 and parts[3] else "km"
    if unit not in KM_IN:
        raise invalid(f"{name}: the unit is one of {', '.join(KM_IN)}, not {unit[:20]!r}", name)
    try:
        point = Point(_decimal(parts[0]), _decimal(parts[1]))
        km = _decimal(parts[2]) * KM_IN[unit] if len(parts) > 2 and parts[2] else USUAL_KM
    except ValueError:
        raise _not_near(value, name) from None
    if not 0 <= km <= MOST_KM:
        raise invalid(f"{name}: a distance is from 0 to {MOST_KM} km, not {parts[2][:20]}", name)
    return point, km


def _decimal(text: str) -> float:
    """Digits as FHIR writes a decimal: Python's float takes more than that."""
    if not DECIMAL.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _not_near(value: str, name: str) -> Problem:
    return invalid(f"{name} is latitude|longitude|distance|unit such as 25.76|-80.19|25|km, not {value[:60]!r}", name)
