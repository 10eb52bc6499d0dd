"""What a patient said around a visit, what is still to be said, and when to get help: the same on every page."""

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext

from ashi.records import rules, safety_answers
from ashi.records.after_visit import has_been
from ashi.records.before_visit import before
from ashi.records.models import Appointment, Baseline
from ashi.web import pain

register = template.Library()


@register.inclusion_tag("web/parts/safety_net.html")
def safety_net(version: str = "") -> dict[str, Any]:
    """When to call 911, when to call a doctor; of the version that somebody was asked by, or the one in force."""
    screen, here = rules.screen_of(version) if version else rules.in_force(), get_language() or "en"
    return {
        "call_911": [sign.text.in_language(here) for sign in screen.call_911],
        "call_doctor": [sign.text.in_language(here) for sign in screen.call_doctor],
    }


@register.inclusion_tag("web/parts/before_visit.html")
def before_visit(visit: Appointment, token: str) -> dict[str, Any]:
    """What the patient can still tell before the visit."""
    return {"open": before(visit, now=timezone.now()), "token": token}


@register.inclusion_tag("web/parts/after_visit.html")
def after_visit(visit: Appointment, token: str) -> dict[str, Any]:
    """What the patient can tell once it has been."""
    return {"open": has_been(visit, now=timezone.now()), "token": token}


@register.inclusion_tag("web/parts/baseline_told.html")
def baseline_told(visit: Appointment) -> dict[str, Any]:
    """How it was before the visit, for whoever treats. Whoever shows it has looked at the record."""
    said = Baseline.objects.filter(appointment=visit).prefetch_related("activities").first()
    return {"told": pain.told(said) if said else None, "visit": visit}


@register.inclusion_tag("web/parts/safety_told.html")
def safety_told(visit: Appointment) -> dict[str, Any]:
    """Every pass through the safety questions of this visit, newest first."""
    return {"passes": safety_answers.told_of(visit, language=get_language() or "en"), "visit": visit}


@register.filter
def pass_word(kind: str) -> str:
    words = {
        safety_answers.FULL: gettext("Full check"),
        safety_answers.SHORT: gettext("Emergency questions"),
        safety_answers.FULL_AGAIN: gettext("Full check, done again after booking"),
        safety_answers.BEFORE_THE_CHANGE: gettext("First answers, changed afterwards"),
    }
    return words[kind]


@register.filter
def result_word(result: str) -> str:
    words = {
        "clear": gettext("Clear"),
        "caution": gettext("Caution"),
        "urgent": gettext("Urgent"),
        "emergency": gettext("Emergency"),
    }
    return words.get(result, result)


@register.filter
def answer_word(said: str) -> str:
    return {"yes": gettext("Yes"), "no": gettext("No"), "unsure": gettext("Not sure")}.get(said, said)
