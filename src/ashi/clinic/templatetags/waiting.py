"""What the to-do page and the leave page say."""

from datetime import datetime, timedelta

from django import template
from django.utils.translation import gettext, ngettext

from ashi.messaging.calls import Call, Why
from ashi.messaging.models import MessageKind
from ashi.records.models import Appointment
from ashi.web import wording

register = template.Library()
SOON = timedelta(hours=3)


@register.filter
def time_left(until: datetime, now: datetime) -> str:
    """in 3 h 20 min."""
    minutes = max((until - now) // timedelta(minutes=1), 0)
    hours, rest = divmod(minutes, 60)
    if hours:
        return gettext("in %(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
    return ngettext("in %(minutes)d min", "in %(minutes)d min", rest) % {"minutes": rest}


@register.filter
def is_soon(visit: Appointment, now: datetime) -> bool:
    return visit.clear_by is not None and visit.clear_by - now < SOON


@register.filter
def language_word(code: str) -> str:
    return wording.language_name(code)


@register.filter
def call_words(call: Call) -> str:
    """What to say, and why by telephone."""
    time = wording.moment(wording.local(call.facts.start, call.facts.location.zone))
    facts = {"time": time, "name": call.facts.practitioner}
    if call.why == Why.OFFER and call.facts.offered and call.facts.offered_until:
        earlier = wording.moment(wording.local(call.facts.offered, call.facts.location.zone))
        until = wording.clock(wording.local(call.facts.offered_until, call.facts.location.zone).time())
        text = gettext("An earlier time is kept for them until %(until)s: %(earlier)s instead of %(time)s.")
        return text % {"until": until, "earlier": earlier, "time": time}
    what = {
        MessageKind.CONFIRMATION: gettext("Booked: %(time)s with %(name)s."),
        MessageKind.CHANGE: gettext("Changed: now %(time)s with %(name)s."),
        MessageKind.CANCELLATION: gettext("Cancelled: %(time)s with %(name)s."),
        MessageKind.REMINDER: gettext("Reminder: %(time)s with %(name)s."),
    }.get(call.kind, gettext("About the visit %(time)s with %(name)s."))
    why = {
        Why.NO_MAIL: gettext("No mail address."),
        Why.MAIL_FAILED: gettext("The mail could not be delivered."),
        Why.OFFER: "",
        Why.UNPLACED: gettext("It cannot be then, and no other time was found: look for one with them."),
        Why.STOPPED: gettext("An answer before the visit called for emergency help: ask how they are."),
        Why.RELEASED: gettext("Nobody cleared the visit in time: look for another way with them."),
    }[call.why]
    said = (what % facts).replace("..", ".")  # a title ends with a dot of its own
    return f"{said} {why}"
