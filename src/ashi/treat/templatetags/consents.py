"""What the words of consent say of how often something happens, and where it is from."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext

from ashi.core.evidence.sources import Source
from ashi.knowledge.consent.words import Rate, Words
from ashi.treat import wording

register = template.Library()
register.filter("technique_word", wording.technique_word)
register.filter("lack_words", wording.lack_words)


@register.filter
def rate_words(rate: Rate) -> str:
    """9 in 100 people (5 to 15)."""
    said = gettext("%(people)s in %(of)s people") % {"people": _whole(rate.people), "of": f"{rate.of:,}"}
    if rate.low is None or rate.high is None:
        return said
    bounds = gettext("%(low)s to %(high)s") % {"low": _whole(rate.low), "high": _whole(rate.high)}
    return f"{said} ({bounds})"


@register.filter
def sources_named(every: Iterable[Words]) -> tuple[Source, ...]:
    """Each once, in the order in which the page names them."""
    named = (source for words in every for risk in words.risks for source in risk.sources)
    return tuple(dict.fromkeys(named))


@register.filter
def number_in(source: Source, sources: tuple[Source, ...]) -> int:
    return sources.index(source) + 1


def _whole(people: float) -> str:
    return f"{round(people):,}"
