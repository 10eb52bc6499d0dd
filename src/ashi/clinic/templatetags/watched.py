"""What the board and the banner say of somebody who lies with needles."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from ashi.clinic.queries.lying import Lying, lying
from ashi.core.treatment.watch import Stage
from ashi.records.models import User

register = template.Library()


@register.filter
def watch_words(one: Lying) -> str:
    """7 min left; or 3 min over."""
    minutes = one.watch.minutes
    if one.watch.stage is Stage.RESTING:
        return ngettext("%(count)d min left", "%(count)d min left", minutes) % {"count": minutes}
    if one.watch.stage is Stage.OVERDUE:
        return ngettext("%(count)d min over", "%(count)d min over", minutes) % {"count": minutes}
    return gettext("Needles going in") if one.watch.stage is Stage.GOING_IN else gettext("Needles coming out")


@register.inclusion_tag("clinic/parts/needles_in.html", takes_context=True)
def needles_in(context: dict[str, Any]) -> dict[str, Any]:
    """On every page of the desk: needles that are overdue, or in after closing time."""
    user = getattr(context.get("request"), "user", None)
    if not isinstance(user, User):
        return {}
    rows = [one for one in lying(now=timezone.now()) if one.is_alarming]
    return {"rows": rows, "charts": user.practitioner_id is not None}
