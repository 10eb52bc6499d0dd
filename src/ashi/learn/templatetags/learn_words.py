"""Words for the fixed terms of the claim register."""

from django import template
from django.utils.translation import gettext, pgettext

from ashi.core.evidence.certainty import Certainty, GradedBy
from ashi.core.evidence.claims import OldSentence, Verdict
from ashi.core.evidence.results import Measure, Result
from ashi.core.evidence.sources import Read

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
def measure_words(measure: Measure) -> str:
    return {
        Measure.STANDARD_DEVIATIONS: gettext("standard deviations: 0.2 is small, 0.5 medium"),
        Measure.POINTS_OF_100: gettext("points of 100"),
        Measure.POINTS_OF_24: gettext("points of 24"),
        Measure.POINTS_OF_10: gettext("points of 10"),
        Measure.PERCENT_OF_PEOPLE: gettext("people in 100"),
        Measure.PER_10000_PEOPLE: gettext("people in 10,000"),
        Measure.PER_MILLION_TREATMENTS: gettext("in a million treatments"),
    }[measure]


@register.filter
def estimate_words(result: Result) -> str:
    """0.23 (0.13 to 0.33): as printed, nothing rounded."""
    if result.low is None or result.high is None:
        return f"{result.estimate:g}"
    interval = pgettext("an interval", "%(low)s to %(high)s") % {"low": f"{result.low:g}", "high": f"{result.high:g}"}
    return f"{result.estimate:g} ({interval})"


@register.filter
def grouped_digits(number: int) -> str:
    return f"{number:,}"
