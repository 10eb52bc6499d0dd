"""The body map, for any page: the public atlas, and the chart.

    {% body_map "back" address="learn:point" %}               every point is a link
    {% body_map "back" sides=True states=needled spots=ashi %} every circle tells its code and side, to be tapped

`states` maps a code to a class (selected, caution, needled), or (code, side) to one; `spots` are places without a
code, in the coordinates of the picture: pairs of x and y, or objects with x, y and a label.
ashi.core.atlas.drawing.regions tells the region of such a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ashi.core.atlas import split_code
from ashi.knowledge.atlas import points
from ashi.web.atlas import MERIDIAN_NAMES, PLATE_NAMES, the_sheet

if TYPE_CHECKING:
    from ashi.core.atlas.drawing.labels import Label
    from ashi.core.atlas.drawing.sheet import Mark, Sheet

register = template.Library()

# Under the points, in this order; what is softened by the filter comes before all of it.
LINES = ("leg", "under", "rib", "bone", "hole", "nipple", "ghost", "thin", "fine", "line", "lip", "iris", "brow")
# How far light and shade are blurred, in units: less on what is small.
SOFT = {"palm": 0.2, "hand-back": 0.2, "foot-above": 0.24, "foot-below": 0.24}
States = Mapping[Any, str]


@register.inclusion_tag("web/atlas/plate.html")
def body_map(
    plate: str,
    address: str = "",
    scale: int = 0,
    sides: bool = False,
    states: States | None = None,
    spots: Iterable[Any] = (),
    shown: Iterable[str] = (),
) -> dict[str, Any]:
    """`scale` is pixels to a unit of the drawing (0: as wide as its frame); `shown` limits the points to these
    codes."""
    sheet = the_sheet(plate)
    layers = dict(sheet.layers)
    only = set(shown)
    marks = [mark for mark in sheet.marks if not only or mark.code in only]
    groups = {mark.group for mark in marks}
    x, y, width, height = sheet.box
    return {
        "plate": plate,
        "title": PLATE_NAMES[plate],
        "view_box": f"{x:g} {y:g} {width:g} {height:g}",
        "width": round(width * scale) if scale else None,
        "height": round(height * scale) if scale else None,
        "sheet": sheet,
        "box": sheet.box,
        "shade": layers.get("shade", ""),
        "light": layers.get("light", ""),
        "hair": layers.get("hair", ""),
        "strand": layers.get("strand", ""),
        "lines": [(kind, layers[kind]) for kind in LINES if kind in layers],
        "meridians": [(group.lower(), data) for group, data in sheet.meridians if group in groups],
        "points": _marks(marks, sheet, address, sides, states or {}),
        "labels": _labels([mark.label for mark in marks if mark.label], states or {}),
        "rulers": _rulers(sheet),
        "spots": [_spot(spot) for spot in spots],
        "letters": sheet.plate.letters,
        "dot": sheet.plate.dot,
        "soft": SOFT.get(sheet.plate.drawing, 0.42),
    }


@register.filter
def meridian_name(group: str) -> str:
    return str(MERIDIAN_NAMES[group])


@register.filter
def plate_name(plate: str) -> str:
    return str(PLATE_NAMES[plate])


def _marks(marks: Iterable[Mark], sheet: Sheet, address: str, sides: bool, states: States) -> SafeString:
    rows = []
    for mark in marks:
        circles = format_html_join("", "{}", ((c,) for c in _circles(mark, sheet, sides, states)))
        looks = " ".join(filter(None, ("pt", mark.group.lower(), "small" if mark.small else "", states.get(mark.code))))
        name = f"{mark.code} {points()[mark.code].names.pinyin}"
        if address:
            row = ('<a class="{}" href="{}" aria-label="{}">{}</a>', looks, reverse(address, args=[mark.code]), name)
        else:
            row = ('<g class="{}" data-point="{}"><title>{}</title>{}</g>', looks, mark.code, name)
        rows.append(format_html(*row, circles))
    return SafeString("".join(rows))


def _circles(mark: Mark, sheet: Sheet, sides: bool, states: States) -> Iterable[SafeString]:
    """Each place twice: what is seen, and around it what can be pressed."""
    radius = sheet.plate.dot * (0.72 if mark.small else 1)
    for side, x, y in mark.places:
        place = {"cx": _short(x), "cy": _short(y)}
        said = SafeString(f' data-side="{side}"') if sides else SafeString("")
        state = states.get((mark.code, side), "")
        yield format_html(
            '<circle class="hit" cx="{cx}" cy="{cy}" r="{r}"{said}/>', r=_short(mark.reach), said=said, **place
        )
        looks = format_html(' class="{}"', state) if state else SafeString("")
        yield format_html('<circle cx="{cx}" cy="{cy}" r="{r}"{looks}/>', r=_short(radius), looks=looks, **place)


def _labels(labels: Iterable[Label], states: States) -> SafeString:
    rows = []
    for label in labels:
        group = split_code(label.text)[0].split("-")[0].lower()
        looks = f"{group} {states[label.text]}" if label.text in states else group
        if label.leader:
            ax, ay, bx, by = map(_short, label.leader)
            rows.append(format_html('<path class="leader" d="M{} {}L{} {}"/>', ax, ay, bx, by))
        anchor = SafeString("" if label.anchor == "start" else f' text-anchor="{label.anchor}"')
        height = label.box[3] - label.box[1]
        x, y = _short(label.x), _short(label.y + 0.34 * height)
        rows.append(format_html('<text class="{}"{} x="{}" y="{}">{}</text>', looks, anchor, x, y, label.text))
    return SafeString("".join(rows))


def _rulers(sheet: Sheet) -> SafeString:
    """Beside a whole figure; a plate that shows a part has no room for them."""
    from ashi.core.atlas.drawing.rulers import rulers  # loaded with the first map: most workers never draw one

    drawn = rulers(sheet.plate.drawing) if sheet.plate.whole else ()
    rows = ((ruler.path, _short(ruler.x), _short(ruler.y + 0.34), ruler.cun) for ruler in drawn)
    return format_html_join("", '<path d="{}"/><text text-anchor="middle" x="{}" y="{}">{}</text>', rows)


def _spot(spot: Any) -> dict[str, Any]:
    if isinstance(spot, tuple):
        return {"x": _short(spot[0]), "y": _short(spot[1]), "label": ""}
    return {"x": _short(spot.x), "y": _short(spot.y), "label": getattr(spot, "label", "")}


def _short(value: float) -> str:
    from ashi.core.atlas.drawing.curves import number_text

    return number_text(round(value * 100))
