from django import template

from ashi.clinic import gate
from ashi.records.models import User

register = template.Library()


@register.filter
def may_enter(user: User) -> bool:
    return not gate.needs_second_factor(user)
