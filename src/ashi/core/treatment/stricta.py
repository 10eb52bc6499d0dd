"""A course as STRICTA 2010 asks for it (MacPherson and colleagues, PLoS Med 2010;7:e1000261), from what was charted.

Numbers and what is missing; the words are elsewhere. Item 6 is about the control group of a trial: a clinic has none.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from ashi.core.treatment.difference import Change, difference
from ashi.core.treatment.prescription import Prescription

ITEMS = ("1a", "1b", "1c", "2a", "2b", "2c", "2d", "2e", "2f", "2g", "3a", "3b", "4a", "4b", "5", "6a", "6b")


@dataclass(frozen=True)
class Inserted:
    """A line of needles as it went in. `depth` in millimetres, `gauge` as 0.25x40."""

    point: str
    side: str
    region: str
    needles: int
    depth: int | None = None
    de_qi: str = ""
    technique: str = ""
    electrical: bool = False
    hertz: float | None = None
    milliampere: float | None = None
    device: str = ""
    gauge: str = ""
    lot: str = ""


@dataclass(frozen=True)
class Session:
    """One treatment. `rests` has a number of minutes for each set of needles, None where a tap is missing; `minutes`
    from the chart's opening to its end; `beside` the kinds of what was done beside needles."""

    at: datetime
    lines: tuple[Inserted, ...]
    rests: tuple[int | None, ...]
    prescription: Prescription
    minutes: int | None = None
    beside: tuple[str, ...] = ()
    has_reason: bool = False
    has_findings: bool = False
    has_advice: bool = False

    @property
    def needles(self) -> int:
        return sum(line.needles for line in self.lines)


@dataclass(frozen=True)
class Spread:
    """A mean with its range, of `count` values."""

    mean: float
    least: float
    most: float
    count: int


class Lack(StrEnum):
    """What the chart does not say, or not everywhere."""

    STYLE = "style"
    REASON = "reason"
    FINDINGS = "findings"
    REFERENCE = "reference"
    DEPTH = "depth"
    DE_QI = "de qi"
    TECHNIQUE = "technique"
    CURRENT = "current"
    DEVICE = "device"
    RETENTION = "retention"
    GAUGE = "gauge"
    LOT = "lot"
    MAKER = "maker"
    PLANNED = "planned"
    FREQUENCY = "frequency"
    LENGTH = "length"
    ADVICE = "advice"
    YEARS = "years"


@dataclass(frozen=True)
class Missing:
    """`count` of `of` lines, sets or sessions do not say it; 0 of 0 where nothing in the chart ever says it."""

    what: Lack
    count: int = 0
    of: int = 0

    @property
    def everywhere(self) -> bool:
        return self.count == self.of


@dataclass(frozen=True)
class Used:
    """A point on a side, and in how many sessions."""

    point: str
    side: str
    region: str
    sessions: int


@dataclass(frozen=True)
class Stricta:
    sessions: tuple[Session, ...]
    planned: int | None

    @property
    def lines(self) -> tuple[Inserted, ...]:
        return tuple(line for session in self.sessions for line in session.lines)

    @property
    def needles(self) -> Spread | None:
        """2a, per session."""
        return spread(session.needles for session in self.sessions)

    @property
    def varied(self) -> tuple[int, int]:
        """1c: how many prescriptions differ from the one before, of how many that have one before."""
        pairs = list(pairwise(self.sessions))
        return sum(_differ(before.prescription, now.prescription) for before, now in pairs), len(pairs)

    @property
    def points(self) -> tuple[Used, ...]:
        """2b, the most used first."""
        places = [
            place for session in self.sessions for place in {(one.point, one.side, one.region) for one in session.lines}
        ]
        found = [Used(*place, sessions) for place, sessions in Counter(places).items()]
        return tuple(sorted(found, key=lambda one: (-one.sessions, one.point, one.side)))

    @property
    def depth(self) -> Spread | None:
        """2c, in millimetres, per line."""
        return spread(line.depth for line in self.lines if line.depth is not None)

    @property
    def de_qi(self) -> dict[str, int]:
        """2d: how many lines of each answer."""
        return dict(Counter(line.de_qi for line in self.lines if line.de_qi))

    @property
    def electrical(self) -> int:
        """2e: how many lines had current."""
        return sum(line.electrical for line in self.lines)

    @property
    def hertz(self) -> Spread | None:
        return spread(line.hertz for line in self.lines if line.hertz is not None)

    @property
    def milliampere(self) -> Spread | None:
        return spread(line.milliampere for line in self.lines if line.milliampere is not None)

    @property
    def devices(self) -> tuple[str, ...]:
        return tuple(sorted({line.device for line in self.lines if line.device}))

    @property
    def techniques(self) -> dict[str, int]:
        return dict(Counter(line.technique for line in self.lines if line.technique))

    @property
    def retention(self) -> Spread | None:
        """2f, in minutes, per set of needles."""
        return spread(rest for session in self.sessions for rest in session.rests if rest is not None)

    @property
    def gauges(self) -> dict[str, int]:
        """2g: how many needles of each."""
        found: Counter[str] = Counter()
        for line in self.lines:
            if line.gauge:
                found[line.gauge] += line.needles
        return dict(found)

    @property
    def gaps(self) -> Spread | None:
        """3b: whole days from one session to the next."""
        days = [session.at.date() for session in self.sessions]
        return spread((after - before).days for before, after in pairwise(days))

    @property
    def length(self) -> Spread | None:
        """3b, in minutes."""
        return spread(session.minutes for session in self.sessions if session.minutes is not None)

    @property
    def beside(self) -> dict[str, int]:
        """4a: kinds of what was done beside needles, and in how many sessions."""
        return dict(Counter(kind for session in self.sessions for kind in dict.fromkeys(session.beside)))

    def missing(self, item: str) -> tuple[Missing, ...]:
        """What the charts do not say for an item. Raises KeyError for what is no item."""
        if item not in ITEMS:
            raise KeyError(item)
        return tuple(one for one in self._asked().get(item, ()) if one.count or not one.of)

    def _asked(self) -> dict[str, tuple[Missing, ...]]:
        lines, sessions = self.lines, self.sessions
        rests = [rest for session in sessions for rest in session.rests]
        current = [line for line in lines if line.electrical]
        return {
            "1a": (Missing(Lack.STYLE),),
            "1b": (
                _lack(Lack.REASON, [one.has_reason for one in sessions]),
                _lack(Lack.FINDINGS, [one.has_findings for one in sessions]),
                Missing(Lack.REFERENCE),
            ),
            "2c": (_lack(Lack.DEPTH, [one.depth is not None for one in lines]),),
            "2d": (_lack(Lack.DE_QI, [bool(one.de_qi) for one in lines]),),
            "2e": (
                _lack(Lack.TECHNIQUE, [bool(one.technique) for one in lines if not one.electrical]),
                _lack(Lack.CURRENT, [one.milliampere is not None for one in current]),
                _lack(Lack.DEVICE, [bool(one.device) for one in current]),
            ),
            "2f": (_lack(Lack.RETENTION, [rest is not None for rest in rests]),),
            "2g": (
                _lack(Lack.GAUGE, [bool(one.gauge) for one in lines]),
                _lack(Lack.LOT, [bool(one.lot) for one in lines]),
                Missing(Lack.MAKER),
            ),
            "3a": () if self.planned else (Missing(Lack.PLANNED),),
            "3b": (
                *(() if len(sessions) > 1 else (Missing(Lack.FREQUENCY),)),
                _lack(Lack.LENGTH, [one.minutes is not None for one in sessions]),
            ),
            "4b": (_lack(Lack.ADVICE, [one.has_advice for one in sessions]),),
            "5": (Missing(Lack.YEARS),),
        }


def stricta(sessions: Iterable[Session], *, planned: int | None = None) -> Stricta:
    """Of sessions in any order; `planned` how many the course has, if there is one.

    Raises ValueError without a session, and for sessions whose instants have no zone.
    """
    found = tuple(sorted(sessions, key=lambda one: one.at))
    if not found:
        raise ValueError("there is no treatment to sum up")
    if any(session.at.tzinfo is None for session in found):
        raise ValueError("an instant needs its zone")
    return Stricta(found, planned)


def spread(values: Iterable[float]) -> Spread | None:
    """None for nothing."""
    found = list(values)
    return Spread(sum(found) / len(found), min(found), max(found), len(found)) if found else None


def _lack(what: Lack, said: Sequence[bool]) -> Missing:
    """Where nobody was asked nothing is missing: 0 of the least there can be."""
    return Missing(what, sum(not one for one in said), max(len(said), 1))


def _differ(before: Prescription, now: Prescription) -> bool:
    return any(line.change is not Change.SAME for line in difference(before, now))
