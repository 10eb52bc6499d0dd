"""A share from 0 to 1 as people say it."""

from django import template

register = template.Library()


@register.filter
def share(part: float) -> str:
    return f"{round(part * 100)} %"
