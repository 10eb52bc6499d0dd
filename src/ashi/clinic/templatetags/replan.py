"""A place in a proposal, in words."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext, ngettext

from ashi.clinic.queries.replan_board import value_of
from ashi.clinic.queries.replan_places import Choice
from ashi.clinic.templatetags.desk import short_moment
from ashi.core.scheduling.replanning import Place, Reason
from ashi.core.time import instant_of
from ashi.records.models import Keeps, Patient

register = template.Library()


register.filter("place_value", value_of)


@register.simple_tag
def place_words(place: Place, zone: str, names: Mapping[int, str]) -> str:
    """Nov 24, 9:30 am, Cleo Invented."""
    choice: Choice = place.choice  # type: ignore[assignment]
    return f"{short_moment(instant_of(choice[0]), zone)}, {names[choice[1]]}"


@register.filter
def keeps_words(patient: Patient) -> str:
    """What somebody has said they would rather keep."""
    return {
        Keeps.TIME: gettext("Would rather keep the time"),
        Keeps.PERSON: gettext("Would rather keep the acupuncturist"),
    }.get(Keeps(patient.keeps), "")


@register.filter
def place_reason(place: Place | None) -> str:
    if place is None:
        return gettext("Nobody is free")
    minutes = abs(place.moved)
    later = ngettext("%(count)s minute later", "%(count)s minutes later", minutes) % {"count": minutes}
    earlier = ngettext("%(count)s minute earlier", "%(count)s minutes earlier", minutes) % {"count": minutes}
    shift = later if place.moved > 0 else earlier
    return {
        Reason.OTHER_ROOM: gettext("Same time and person, another room"),
        Reason.OTHER_PERSON_SAME_TIME: gettext("Same time, another person"),
        Reason.OTHER_PERSON: gettext("Another person, %(shift)s") % {"shift": shift},
        Reason.SAME_DAY: gettext("Same person, %(shift)s") % {"shift": shift},
        Reason.OTHER_DAY: gettext("Same person, another day"),
        Reason.OTHER_PERSON_OTHER_DAY: gettext("Another person, another day"),
        Reason.NOBODY_FREE: gettext("Nobody is free"),
    }[place.reason]
