"""Below a chart: its time and units, its amendments, its print."""

from typing import Any

from django import template

from ashi.core.coverage import VETERANS, Unit
from ashi.records.models import Encounter, User
from ashi.treat.coding import Coded, coded
from ashi.treat.note_forms import AmendForm

register = template.Library()


@register.filter
def codes(encounter: Encounter) -> Coded:
    return coded(encounter)


@register.filter
def otherwise(encounter: Encounter) -> tuple[Unit, ...]:
    """The units by the rule of the Veterans' programme, where they are others than by the usual one."""
    usual, other = coded(encounter), coded(encounter, VETERANS)
    return other.units if other.units != usual.units else ()


@register.filter
def signer(encounter: Encounter) -> str:
    """Who closed the chart, by name; the acupuncturist of the visit where the account is not known."""
    kind, _, key = encounter.closed_by.partition(":")
    user = User.objects.filter(pk=key).select_related("practitioner").first() if kind == "user" else None
    practitioner = user.practitioner if user and user.practitioner else encounter.practitioner
    return practitioner.name


@register.inclusion_tag("treat/parts/kept.html", takes_context=True)
def kept(context: dict[str, Any]) -> dict[str, Any]:
    form = context.get("amend_form") or AmendForm()
    names = ("visit", "csrf_token", "request")
    return {"chart": context["chart"], "amend_form": form, **{name: context.get(name) for name in names}}
