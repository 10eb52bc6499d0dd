"""Which published results stand side by side in a forest plot, and under which comparison."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ashi.core.evidence.forest import Forest, Row, published_forest
from ashi.core.evidence.register import Register
from ashi.core.evidence.results import Result
from ashi.core.evidence.sources import Source

NO_CARE = _("Against no acupuncture, or usual care alone")
NOTHING = _("Against no acupuncture")
USUAL_CARE = _("Against usual care")
SHAM = _("Against sham (pretend) acupuncture")
OTHER_CARE = _("Against medicine and other care")


@dataclass(frozen=True)
class Comparison:
    """What acupuncture was set against, the claim whose certainty stands beside it, and the results. `certainty` is the
    number of the claim's comparison that this is, from nought; None for the lowest of them."""

    title: str | Promise
    claim: str
    results: tuple[str, ...]
    certainty: int | None = None


@dataclass(frozen=True)
class Plan:
    """A plot to be drawn: all its results share one measure. `unit` is the claim that explains the scale, or ""."""

    id: str
    title: str | Promise
    scale: str | Promise
    comparisons: tuple[Comparison, ...]
    unit: str = ""


@dataclass(frozen=True)
class PlotRow:
    row: Row
    result: Result
    source: Source


@dataclass(frozen=True)
class PlotPart:
    comparison: Comparison
    rows: tuple[PlotRow, ...]


@dataclass(frozen=True)
class Plot:
    plan: Plan
    forest: Forest
    parts: tuple[PlotPart, ...]


DEVIATIONS = _(
    "In standard deviations. Further right means less pain with acupuncture; the strong line at 0 means no difference."
)

PAIN = Plan(
    id="pain-in-deviations",
    title=_("Pain"),
    scale=DEVIATIONS,
    unit="standard-deviation",
    comparisons=(
        Comparison(
            NO_CARE,
            "less-pain-than-usual-care",
            (
                "vickers-2012-none",
                "vickers-2018-none",
                "vickers-2018-usual-care",
                "manheimer-2005-none",
                "giovanardi-2023-added",
            ),
        ),
        Comparison(
            SHAM,
            "small-against-sham",
            (
                "vickers-2012-sham",
                "vickers-2018-sham",
                "vickers-2018-piercing-sham",
                "vickers-2018-other-sham",
                "vickers-2018-other-sham-without-outliers",
                "manheimer-2005-sham",
                "yuan-2016-sham",
            ),
        ),
        Comparison(
            OTHER_CARE, "medicine-and-physical-therapy", ("vickers-2018-guided-care", "giovanardi-2023-combined")
        ),
    ),
)

PUBLISHED = (
    PAIN,
    Plan(
        id="pain-of-100",
        title=_("Pain, in points of 100"),
        scale=_("On a scale from 0 to 100. Further right means less pain with acupuncture."),
        unit="too-small-to-call-important",
        comparisons=(
            Comparison(USUAL_CARE, "less-pain-than-usual-care", ("mu-2020-usual-care-pain",), certainty=1),
            Comparison(SHAM, "small-against-sham", ("lam-2013-sham",)),
        ),
    ),
    Plan(
        id="pain-of-10",
        title=_("Pain, in points of 10"),
        scale=_("On a scale from 0 to 10. Further right means less pain with acupuncture."),
        comparisons=(
            Comparison(
                NOTHING, "less-pain-than-usual-care", ("yu-2023-none-pain", "yu-2023-none-pain-later"), certainty=0
            ),
            Comparison(
                _("Against sham, usual care or attention, taken together"),
                "less-pain-than-usual-care",
                ("skelly-2020-pain", "skelly-2020-pain-later", "skelly-2020-pain-long"),
            ),
            Comparison(_("New back pain, against medicine by mouth"), "new-pain", ("lin-2024-acute",)),
        ),
    ),
    Plan(
        id="what-people-can-do",
        title=_("What people can do"),
        scale=_("In standard deviations. Further right means that people can do more with acupuncture."),
        comparisons=(
            Comparison(USUAL_CARE, "movement", ("mu-2020-usual-care-function",), certainty=0),
            Comparison(NOTHING, "movement", ("yu-2023-none-function",), certainty=1),
            Comparison(
                _("Against sham, usual care or attention, taken together"),
                "movement",
                ("skelly-2020-function", "skelly-2020-function-later"),
                certainty=2,
            ),
        ),
    ),
)

# The article shows one result of each comparison, from the analyses of every single patient's data.
SHORT = Plan(
    id="pain-in-short",
    title=_("How big is the difference?"),
    scale=DEVIATIONS,
    unit="standard-deviation",
    comparisons=(
        Comparison(NOTHING, "less-pain-than-usual-care", ("vickers-2012-none",), certainty=0),
        Comparison(SHAM, "small-against-sham", ("vickers-2012-sham",)),
    ),
)


def plot(plan: Plan, register: Register) -> Plot:
    """Raises KeyError for a result that is not there, ValueError for results of several measures."""
    results = [register.result(name) for part in plan.comparisons for name in part.results]
    forest = published_forest(results)
    rows = {row.id: _row(row, register.result(row.id), register) for row in forest.rows}
    return Plot(plan, forest, tuple(PlotPart(part, _of(part.results, rows)) for part in plan.comparisons))


def _row(row: Row, result: Result, register: Register) -> PlotRow:
    return PlotRow(row, result, register.source(result.source))


def _of(names: Sequence[str], rows: dict[str, PlotRow]) -> tuple[PlotRow, ...]:
    return tuple(rows[name] for name in names)
