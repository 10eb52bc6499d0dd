"""What the chart's templates say of points, sides and times."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext, ngettext

from ashi.core.treatment import Area, Change, Line, Placed, Side
from ashi.knowledge.treatment import the_cautions
from ashi.records.models import Needle
from ashi.treat import stricta_words, wording
from ashi.treat.forms import LineForm
from ashi.treat.queries import Chart, Condition, Pain, ShownSet, areas_to_choose

register = template.Library()
register.filter("side_word", wording.side_word)
register.filter("area_word", wording.area_word)
register.filter("region_word", wording.region_word)
register.filter("change_word", wording.change_word)
register.filter("point_name", wording.point_name)
register.filter("point_word", wording.point_word)
register.filter("beside_word", stricta_words.beside_word)
register.filter("spoken", wording.spoken_words)
SIDES = {"L": Side.LEFT, "R": Side.RIGHT, "M": Side.MIDDLE}
HEIGHT, WIDTH, LEFT, RIGHT = 100, 300, 36, 14


@register.filter
def details(placed: Placed) -> str:
    return ", ".join(wording.detail_words(placed))


@register.filter
def line_words(placed: Placed) -> str:
    """BL23 both."""
    where = wording.region_word(placed.region) if placed.point == "ashi" else ""
    side = "" if placed.side is Side.MIDDLE else wording.side_word(placed.side)
    return " ".join(filter(None, (wording.point_word(placed.point), where, side)))


@register.filter
def needle_words(needle: Needle) -> str:
    """BL23 both, of needles that went in."""
    where = wording.region_word(needle.region) if needle.point == "ashi" else ""
    side = "" if needle.side == Side.MIDDLE else wording.side_word(needle.side)
    return " ".join(filter(None, (wording.point_word(needle.point), where, side)))


@register.filter
def changed_words(line: Line) -> str:
    """depth 30 instead of 25."""
    return ", ".join(_changed(line, name) for name in line.what)


def _changed(line: Line, name: str) -> str:
    if name == "set" or line.before is None or line.now is None:
        return gettext("in another set")
    old, new = getattr(line.before, name), getattr(line.now, name)
    words = {"field": wording.field_word(name), "old": _value(old), "new": _value(new)}
    return gettext("%(field)s %(new)s instead of %(old)s") % words


def _value(value: Any) -> str:
    if value is None or value == "" or value is False:
        return gettext("none")
    return gettext("yes") if value is True else f"{value:g}" if isinstance(value, float) else str(value)


@register.filter
def is_same(line: Line) -> bool:
    return line.change is Change.SAME


@register.filter
def condition_words(condition: Condition) -> str:
    """Why it matters, in the words of its caution."""
    found = next(one for one in the_cautions().spoken.values() if condition.id in one.rule.conditions)
    return wording.spoken_words(found.reason)


@register.filter
def choosable(condition: Condition) -> tuple[Area, ...]:
    return areas_to_choose(condition.id)


@register.filter
def line_form(placed: Placed) -> LineForm:
    return LineForm(
        initial={
            "depth": placed.depth,
            "angle": placed.angle or "",
            "needles": placed.needles,
            "gauge": placed.gauge,
            "technique": placed.technique,
            "hertz": placed.hertz,
            "milliampere": placed.milliampere,
            "stays": placed.stays,
        },
        auto_id=False,
    )


@register.filter
def minutes_left(shown: ShownSet, now: datetime) -> str:
    """18 min left; 7 min over."""
    assert shown.row is not None
    assert shown.row.rest_until is not None
    minutes = round((shown.row.rest_until - now).total_seconds() / 60)
    if minutes < 0:
        return gettext("%(minutes)d min over") % {"minutes": -minutes}
    return gettext("%(minutes)d min left") % {"minutes": minutes}


@register.filter
def is_over(shown: ShownSet, now: datetime) -> bool:
    return bool(shown.row and shown.row.rest_until and shown.row.rest_until < now)


@register.filter
def lacks(needle: Needle) -> int:
    return needle.inserted - needle.removed - needle.left_in - sum(row.count for row in needle.missing.all())


@register.filter
def needles_long(count: int) -> str:
    return ngettext("%(count)d needle", "%(count)d needles", count) % {"count": count}


@register.filter
def states(shown: Chart) -> dict[Any, str]:
    """Points on the map: planned ones are marked, those that are in are filled."""
    found: dict[Any, str] = {}
    speaks = {one.caution.point for one in shown.speaks}
    for one in shown.sets:
        look = "needled" if one.begun and not one.out else "selected"
        for line in one.lines:
            for letter, side in SIDES.items():
                if line.placed.side.meets(side) and (side is not Side.MIDDLE or line.placed.side is side):
                    found[line.placed.point, letter] = "caution" if line.placed.point in speaks else look
    return found


@register.filter
def spots(shown: Chart, drawing: str) -> list[tuple[float, float]]:
    points = [line.placed.spot for one in shown.sets for line in one.lines if line.placed.spot]
    return [(spot.x, spot.y) for spot in points if spot.view == drawing]


@register.filter
def pain_dots(pains: Iterable[Pain]) -> list[dict[str, Any]]:
    """Where each value stands in a picture of 300 by 100."""
    said = list(pains)
    step = (WIDTH - LEFT - RIGHT) / max(len(said) - 1, 1)
    heights = [HEIGHT - 10 - one.value * 8 for one in said]
    return [
        {"x": round(LEFT + step * place, 1), "y": y, "above": y - 9 if y > 20 else y + 20, "pain": one}
        for place, (one, y) in enumerate(zip(said, heights, strict=True))
    ]


@register.filter
def pain_line(dots: list[dict[str, Any]]) -> str:
    return " ".join(f"{dot['x']},{dot['y']}" for dot in dots)
