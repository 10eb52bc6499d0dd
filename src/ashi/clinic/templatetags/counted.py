"""Rates as people say them: 2.4 in 1,000, with from where to where."""

from django import template
from django.utils.translation import gettext

from ashi.core.evidence.rates import Rate

register = template.Library()


@register.filter
def whole(value: int) -> str:
    """12,410."""
    return f"{value:,}"


@register.filter
def figure(value: float) -> str:
    """One decimal below ten, none above: nobody knows it better than that."""
    rounded = round(value, 1)
    return f"{rounded:.1f}" if value < 10 and rounded != round(value) else f"{round(value):,}"


@register.filter
def in_thousand(rate: Rate) -> str:
    """2.4 (1.1 to 4.6)."""
    words = {"rate": figure(rate.per_thousand), "low": figure(rate.bounds.low), "high": figure(rate.bounds.high)}
    return gettext("%(rate)s (%(low)s to %(high)s)") % words


@register.filter
def at_most(rate: Rate) -> str:
    """Where nothing happened, by the rule of three."""
    return figure(rate.at_most_per_thousand)
