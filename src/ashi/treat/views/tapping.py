"""The body map beside the chart: which plate is shown, and a tap where no point has a name."""

import math

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from ashi.core.atlas.drawing.plates import BY_NAME
from ashi.core.treatment import ASHI, Placed, Side, Spot
from ashi.knowledge.atlas import points
from ashi.treat.actions import prescribing
from ashi.treat.templatetags.chart_map import CHOSEN
from ashi.treat.views.page import done, found, page, treating

SIDES = {"L": Side.LEFT, "R": Side.RIGHT, "M": Side.MIDDLE}


@require_POST
def plate(request: HttpRequest, pk: int) -> HttpResponse:
    """Kept in the session, not in the address: where somebody hurts is nobody else's business."""
    treating(request, found(pk))
    if request.POST.get("plate") in BY_NAME:
        request.session[CHOSEN] = request.POST["plate"]
    return redirect("treat:chart", pk=pk)


@require_POST
def spot(request: HttpRequest, pk: int) -> HttpResponse:
    placed = _placed(request.POST.get("plate", ""), request.POST.get("x", ""), request.POST.get("y", ""))
    number = request.POST.get("number", "")
    if placed is None or not (number.isascii() and number.isdecimal()):
        return page(request, found(pk), status=422, refused=gettext("Tap on the body."))
    return done(
        request,
        pk,
        lambda one, by, now: prescribing.add_points(
            encounter=one, placed=[placed], number=min(int(number), 20), by=by, now=now
        ),
    )


def _placed(name: str, across: str, down: str) -> Placed | None:
    try:
        x, y = float(across), float(down)
    except ValueError:
        return None
    if name not in BY_NAME or not (math.isfinite(x) and math.isfinite(y)):
        return None
    from ashi.core.atlas.drawing.regions import region_at, side_at  # loaded with the first tap on a map

    region = region_at(name, x, y, points().values())
    if region is None:
        return None
    return Placed(ASHI, SIDES[side_at(name, x)], 1, region, spot=Spot(BY_NAME[name].drawing, round(x, 2), round(y, 2)))
