"""Needles that are in: what was felt at them; and what was done beside them."""

from collections import Counter
from datetime import date

from django import template
from django.utils.translation import gettext

from ashi.core.treatment import Ledger
from ashi.records.models import Beside, Location, Needle
from ashi.treat import wording
from ashi.treat.felt_form import DE_QI, FeltForm
from ashi.treat.forms import BesideForm, LeaveInForm
from ashi.treat.queries import ShownSet
from ashi.treat.templatetags.chart import lacks

register = template.Library()


@register.filter
def felt_form(shown: ShownSet, location: Location) -> FeltForm:
    electrical = any(line.placed.electrical for line in shown.lines)
    return FeltForm(location=location, electrical=electrical, auto_id=False)


@register.filter
def felt_words(needle: Needle | None) -> str:
    """de qi felt, Stimulator 1, 1.5 mA; nothing before the needle is in."""
    if needle is None:
        return ""
    said = []
    if needle.de_qi:
        said.append(gettext("de qi %(how)s") % {"how": {str(word): label for word, label in DE_QI}[needle.de_qi]})
    if needle.device:
        said.append(needle.device.name)
        if needle.milliampere is not None:
            said.append(gettext("%(milliampere)g mA") % {"milliampere": needle.milliampere})
    return ", ".join(said)


@register.filter
def stays_form(needle: Needle) -> LeaveInForm:
    """All of the line that is not out yet is meant to stay; the day is for the acupuncturist to say."""
    return LeaveInForm(initial={"count": lacks(needle)}, auto_id=False)


@register.filter
def is_due(needle: Needle, today: date) -> bool:
    """Was to come out by today."""
    return needle.left_until is not None and needle.left_until <= today


@register.filter
def beside_words(done: Beside) -> str:
    """Cupping, upper back, left, fixed, x 4."""
    kinds = dict(BesideForm.base_fields["kind"].choices)  # type: ignore[attr-defined]
    side = wording.side_word(done.side) if done.side in ("left", "right") else ""
    count = f"× {done.count}" if done.count > 1 else ""
    return ", ".join(filter(None, (str(kinds[done.kind]), done.place, side, done.method, count)))


@register.filter
def where_in(count: Ledger) -> str:
    """lower back 4, leg left 1: what is still in, for whoever counts it out."""
    places: Counter[str] = Counter()
    for key, number in count.by_region.items():
        places[_place(*key)] += number
    return ", ".join(f"{place} {number}" for place, number in places.items())


def _place(region: str, side: str) -> str:
    part = wording.region_word(region)
    return f"{part} {wording.side_word(side)}" if side in ("left", "right") else part
