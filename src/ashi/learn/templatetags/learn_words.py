"""Words for the fixed terms of the claim register."""

from collections.abc import Callable

from django import template
from django.utils.translation import gettext, pgettext

from ashi.core.evidence.arms import Arm, CountArm
from ashi.core.evidence.certainty import Certainty, GradedBy
from ashi.core.evidence.claims import OldSentence, Verdict
from ashi.core.evidence.contrasts import Contrast
from ashi.core.evidence.forest import Row, RowKind
from ashi.core.evidence.results import Measure, Result
from ashi.core.evidence.sources import Read, Source
from ashi.learn.answers import Answer

register = template.Library()


@register.filter
def graded_by(certainty: Certainty) -> str:
    return gettext("as published") if certainty.graded_by is GradedBy.PUBLISHED else gettext("our judgment")


@register.filter
def verdict_words(old: OldSentence) -> str:
    return {
        Verdict.KEPT: gettext("kept"),
        Verdict.QUALIFIED: gettext("kept with a limit"),
        Verdict.REPHRASED: gettext("said differently now"),
        Verdict.REMOVED: gettext("taken away"),
    }[old.verdict]


@register.filter
def read_words(read: Read) -> str:
    return {
        Read.WHOLE: gettext("the whole paper"),
        Read.ABSTRACT: gettext("the abstract"),
        Read.PART_OF_ABSTRACT: gettext("a part of the abstract"),
        Read.TABLE: gettext("a table of the paper"),
        Read.PART: gettext("a part of it"),
        Read.SECOND_HAND: gettext("a report about it, not the work itself"),
    }[read]


@register.filter
def short_name(source: Source) -> str:
    """Vickers 2012: how people who read papers call one."""
    return " ".join(part for part in (source.citation.split()[0].rstrip(","), str(source.year or "")) if part)


@register.filter
def measure_words(measure: Measure) -> str:
    return {
        Measure.STANDARD_DEVIATIONS: gettext("standard deviations: 0.2 is small, 0.5 medium"),
        Measure.POINTS_OF_100: gettext("points of 100"),
        Measure.POINTS_OF_24: gettext("points of 24"),
        Measure.POINTS_OF_10: gettext("points of 10"),
        Measure.PERCENT_OF_PEOPLE: gettext("people in 100"),
        Measure.PERCENT_OF_TREATMENTS: gettext("treatments in 100"),
        Measure.TIMES_AS_MANY: gettext("times as many people; 1 is no difference"),
        Measure.PER_1000_PEOPLE: gettext("people in 1,000"),
        Measure.PER_10000_PEOPLE: gettext("people in 10,000"),
        Measure.PER_MILLION_TREATMENTS: gettext("in a million treatments"),
    }[measure]


@register.filter
def estimate_words(result: Result) -> str:
    """0.23 (0.13 to 0.33): as printed, nothing rounded."""
    return _with_interval(result.estimate, result.low, result.high, number_words)


@register.filter
def reckoned_words(row: Row) -> str:
    """What we worked out ourselves, to two places, or to one from ten upwards."""
    return _with_interval(row.estimate, row.low, row.high, rounded)


@register.filter
def number_words(number: float) -> str:
    """With a minus that is as wide as a plus, and breaks off no line."""
    return f"{number:g}".replace("-", "\u2212")


@register.filter
def rounded(number: float) -> str:
    return f"{number:.{1 if abs(number) >= 10 else 2}f}".replace("-", "\u2212")


@register.filter
def range_words(row: Row) -> str:
    """Only from where to where, of a row that has no point of its own."""
    if row.low is None or row.high is None:
        return ""
    return _interval(row.low, row.high, rounded)


@register.filter
def row_words(row: Row) -> str:
    """What all trials give together, and where one more of them would lie."""
    if row.kind is RowKind.POOLED:
        return gettext("All together, on average")
    return gettext("Where one more such trial would lie")


@register.filter
def scale_words(answer: Answer) -> str:
    """What the numbers of a plot of ours count, and which side a patient wants."""
    return {
        (Contrast.RISK_DIFFERENCE, True): gettext("People more in 100. Further right is better; 0 is no difference."),
        (Contrast.RISK_DIFFERENCE, False): gettext("People more in 100. Further left is better; 0 is no difference."),
        (Contrast.RISK_RATIO, True): gettext("How many times as many. Further right is better; 1 is no difference."),
        (Contrast.RISK_RATIO, False): gettext("How many times as many. Further left is better; 1 is no difference."),
        (Contrast.MEAN_DIFFERENCE, True): gettext("Points of the scale. Further right is better; 0 is no difference."),
        (Contrast.MEAN_DIFFERENCE, False): gettext("Points of the scale. Further left is better; 0 is no difference."),
        (Contrast.HEDGES_G, True): gettext("Standard deviations. Further right is better; 0 is no difference."),
        (Contrast.HEDGES_G, False): gettext("Standard deviations. Further left is better; 0 is no difference."),
    }[answer.question.contrast, answer.more_is_better]


@register.filter
def arm_words(arm: Arm) -> str:
    """184 of 387; or 28.7, give or take 30.3, in 140 people."""
    if isinstance(arm, CountArm):
        return gettext("%(events)d of %(people)d") % {"events": arm.events, "people": arm.people}
    words = gettext("mean %(mean)s, standard deviation %(deviation)s, %(people)d people")
    return words % {"mean": number_words(arm.mean), "deviation": number_words(arm.deviation), "people": arm.people}


@register.filter
def percent_number(number: float) -> str:
    return f"{number:.0f}"


@register.filter
def percent(share: float) -> str:
    """7%; a small share is never said to be none."""
    return f"{100 * share:.0f}%" if share >= 0.01 else "<1%"


def _with_interval(estimate: float, low: float | None, high: float | None, said: Callable[[float], str]) -> str:
    if low is None or high is None:
        return said(estimate)
    return f"{said(estimate)} ({_interval(low, high, said)})"


def _interval(low: float, high: float, said: Callable[[float], str]) -> str:
    return pgettext("an interval", "%(low)s to %(high)s") % {"low": said(low), "high": said(high)}


@register.filter
def grouped_digits(number: int) -> str:
    return f"{number:,}"
