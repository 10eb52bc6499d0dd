"""What was bent in a course, why, and what stands in the way of one, in words."""

from django import template
from django.utils.translation import gettext, ngettext, pgettext

from ashi.core.scheduling.course.courses import Bend, Bent, Why
from ashi.core.scheduling.course.obstacles import Hindrance, Obstacle
from ashi.web import wording

register = template.Library()


@register.filter
def bent_words(bent: Bent) -> str:
    """2 days later than planned: nothing is free on that day."""
    return pgettext("what is bent, and why", "%(what)s: %(why)s") % {"what": _what(bent), "why": _why(bent)}


def _what(bent: Bent) -> str:
    days = {"days": bent.by}
    match bent.kind:
        case Bend.EARLIER:
            return ngettext("%(days)s day sooner than planned", "%(days)s days sooner than planned", bent.by) % days
        case Bend.LATER:
            return ngettext("%(days)s day later than planned", "%(days)s days later than planned", bent.by) % days
        case Bend.BEGINS_LATER:
            return ngettext("Begins %(days)s day later", "Begins %(days)s days later", bent.by) % days
        case Bend.WEEKDAY:
            return gettext("Another day of the week")
        case Bend.TIME:
            return gettext("Another time of day than you named")
        case Bend.PERSON:
            return gettext("Somebody else than you named")
        case Bend.OTHER_TIME:
            return gettext("Another time than the other visits")
        case Bend.OTHER_PERSON:
            return gettext("Somebody else than the other visits")


def _why(bent: Bent) -> str:
    match bent.why:
        case Why.CLOSED:
            return gettext("the clinic is closed that day")
        case Why.FULL:
            return gettext("nothing else is free")
        case Why.OWN:
            return gettext("there is another appointment of yours")
        case Why.AWAY:
            return gettext("they do not work then")
        case Why.TAKEN:
            return gettext("the time is taken")
        case Why.YOUR_DAYS:
            return gettext("because of the days you named")
        case Why.YOUR_TIMES:
            return gettext("no time of day that you named is free")
        case Why.THE_WHOLE:
            return gettext("so that the other visits fit")


@register.filter
def obstacle_words(obstacle: Obstacle) -> str:
    """Why there is no course, and what would help."""
    match obstacle.kind:
        case Hindrance.PAID_VISITS:
            return ngettext(
                "The payer has %(left)s visit left. Choose fewer visits.",
                "The payer has %(left)s visits left. Choose fewer visits.",
                obstacle.left,
            ) % {"left": obstacle.left}
        case Hindrance.PAID_DAYS:
            return gettext(
                "The payer's %(left)s days are over before the last visit can be. Choose fewer visits, or closer ones."
            ) % {"left": obstacle.left}
        case Hindrance.TOO_FAR:
            return gettext("Visit %(number)s would be too far ahead to be booked now.") % {"number": obstacle.number}
    stretch = {
        "number": obstacle.number,
        "first": wording.day(obstacle.first) if obstacle.first else "",
        "last": wording.day(obstacle.last) if obstacle.last else "",
    }
    if obstacle.kind is Hindrance.CLOSED:
        return gettext("For visit %(number)s: the clinic is closed from %(first)s to %(last)s.") % stretch
    if obstacle.kind is Hindrance.OWN:
        return (
            gettext("For visit %(number)s: other appointments stand in the way from %(first)s to %(last)s.") % stretch
        )
    return gettext("For visit %(number)s: no time is free from %(first)s to %(last)s.") % stretch
