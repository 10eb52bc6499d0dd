"""A course item by item: worked out from what was charted, and what the charts do not say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ashi.core.treatment import PlannedSet, Prescription, Side
from ashi.core.treatment.prescription import Placed
from ashi.core.treatment.stricta import ITEMS, Inserted, Lack, Missing, Session, Spread, Used, spread, stricta

FIRST = datetime(2026, 11, 2, 15, tzinfo=UTC)
BL23 = Inserted("BL23", "both", "lumbar", 2, depth=25, gauge="0.25x40", technique="even", lot="A1", de_qi="felt")
ST36 = Inserted("ST36", "left", "leg", 1)
WITH_CURRENT = Inserted("BL25", "both", "lumbar", 2, depth=15, electrical=True, hertz=2, milliampere=1.5)


def plan(*points: str) -> Prescription:
    return Prescription((PlannedSet(tuple(Placed(point, Side.BOTH, 2, "lumbar") for point in points)),))


def session(day: int = 0, *lines: Inserted, **changes: object) -> Session:
    whole = Session(FIRST + timedelta(days=day), lines or (BL23,), (25,), plan("BL23"), 55, ("moxa",), True, True, True)
    return replace(whole, **changes)  # type: ignore[arg-type]


COURSE = stricta(
    [
        session(8, BL23, WITH_CURRENT, prescription=plan("BL23", "BL25"), rests=(20, None), beside=("moxa", "moxa")),
        session(0),
        session(3, BL23, ST36, minutes=None, beside=()),
    ],
    planned=8,
)


def test_each_item_is_worked_out_from_the_charts() -> None:
    assert COURSE.needles == Spread(mean=3, least=2, most=4, count=3)
    assert COURSE.varied == (1, 2)  # the third prescription has a point more
    assert COURSE.points == (
        *(Used("BL23", "both", "lumbar", 3), Used("BL25", "both", "lumbar", 1)),
        Used("ST36", "left", "leg", 1),
    )
    assert COURSE.depth == Spread(mean=22.5, least=15, most=25, count=4)
    assert COURSE.de_qi == {"felt": 3}
    assert (COURSE.electrical, COURSE.hertz, COURSE.milliampere) == (1, Spread(2, 2, 2, 1), Spread(1.5, 1.5, 1.5, 1))
    assert COURSE.techniques == {"even": 3}
    assert COURSE.retention == Spread(mean=pytest.approx(70 / 3), least=20, most=25, count=3)
    assert COURSE.gauges == {"0.25x40": 6}
    assert COURSE.gaps == Spread(mean=4, least=3, most=5, count=2)
    assert COURSE.length == Spread(mean=55, least=55, most=55, count=2)
    assert COURSE.beside == {"moxa": 2}


def test_what_is_missing_is_said_with_how_often() -> None:
    assert COURSE.missing("2c") == (Missing(Lack.DEPTH, 1, 5),)
    assert COURSE.missing("2d") == (Missing(Lack.DE_QI, 2, 5),)
    assert COURSE.missing("2e") == (Missing(Lack.TECHNIQUE, 1, 4), Missing(Lack.DEVICE, 1, 1))
    named = stricta([session(0, replace(WITH_CURRENT, device="Stimulator 1"))])
    assert (named.devices, named.missing("2e")) == (("Stimulator 1",), ())
    assert COURSE.missing("2f") == (Missing(Lack.RETENTION, 1, 4),)
    assert COURSE.missing("2g") == (Missing(Lack.GAUGE, 2, 5), Missing(Lack.LOT, 2, 5), Missing(Lack.MAKER))
    assert COURSE.missing("3b") == (Missing(Lack.LENGTH, 1, 3),)
    assert COURSE.missing("3a") == COURSE.missing("4b") == COURSE.missing("2a") == COURSE.missing("6a") == ()
    assert [len(COURSE.missing(item)) for item in ("1a", "1b", "5")] == [1, 1, 1]


def test_one_visit_without_a_course_has_no_frequency_and_no_plan() -> None:
    one = stricta([session(0, ST36, has_reason=False, has_advice=False, rests=())])
    lacks = {item: [missing.what for missing in one.missing(item)] for item in ITEMS}
    assert (lacks["3a"], lacks["3b"], lacks["4b"]) == ([Lack.PLANNED], [Lack.FREQUENCY], [Lack.ADVICE])
    assert lacks["1b"] == [Lack.REASON, Lack.REFERENCE]
    assert (one.depth, one.gaps, one.retention, one.varied, lacks["2f"]) == (None, None, None, (0, 0), [])
    assert all(missing.everywhere for missing in one.missing("2c"))


def test_nothing_is_no_course() -> None:
    assert spread([]) is None
    with pytest.raises(ValueError, match="no treatment"):
        stricta([])
    with pytest.raises(ValueError, match="zone"):
        stricta([session(at=datetime(2026, 1, 1))])
    with pytest.raises(KeyError):
        COURSE.missing("7z")
