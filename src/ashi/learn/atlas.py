"""The public atlas: every point, every meridian, the body map, and a search."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ashi.core.atlas import EXTRA, Meridian, Point
from ashi.core.atlas.drawing.placing import spots
from ashi.core.atlas.drawing.plates import BY_NAME, PLATES, WHOLE, Plate
from ashi.core.atlas.drawing.sheet import best_plate
from ashi.knowledge.atlas import find, points, points_of
from ashi.knowledge.atlas.signatures import needling_signature
from ashi.knowledge.atlas.studies import most_used, studies, studies_with
from ashi.learn.atlas_export import whole

GROUPS = (*Meridian, EXTRA)
# Of the programs' door, which this stage does not know.
CODE_SYSTEM = "/fhir/CodeSystem/acupoints"
LONGEST = 60  # letters of a search that are looked at


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All of it: the map, the meridians, the most used points; with ?q= what was searched for."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    context: dict[str, Any] = {
        "asked": asked,
        "found": find(asked),
        "groups": [(group, points_of(group)) for group in GROUPS],
        "wholes": WHOLE,
        "parts": [plate for plate in PLATES if not plate.whole],
        "most_used": [(points()[code], number) for code, number in most_used()],
        "studies": studies(),
        "fhir": CODE_SYSTEM,
    }
    return render(request, "learn/points/index.html", context)


@require_safe
def named(request: HttpRequest, name: str) -> HttpResponse:
    """A meridian (BL) or a point (BL23); a code typed in another way, or a name of one point, leads to its address."""
    if name in GROUPS:
        return _group(request, name)
    if name in points():
        return _point(request, points()[name])
    if name.upper() in GROUPS:
        return redirect("learn:point", name.upper(), permanent=True)
    meant = find(name)
    if len(meant) != 1:
        raise Http404(f"no point {name}")
    return redirect("learn:point", meant[0].code, permanent=True)


@require_safe
def plate(request: HttpRequest, name: str) -> HttpResponse:
    """One plate; ?size= 1 to 3 makes it larger than its frame, so that each point is wide enough to press."""
    if name not in BY_NAME:
        raise Http404(f"no plate {name}")
    shown = BY_NAME[name]
    size = request.GET.get("size", "")
    scale = shown.scales[int(size) - 1] if size in ("1", "2", "3") else 0
    context = {
        "plate": shown,
        "scale": scale,
        "size": int(size) if scale else 0,
        "sizes": (1, 2, 3),
        "listed": _on(shown),
        "wholes": WHOLE,
        "parts": [each for each in PLATES if not each.whole],
    }
    return render(request, "learn/points/plate.html", context)


@require_safe
def data(request: HttpRequest) -> JsonResponse:
    """Every point, for programs."""
    return JsonResponse(whole(), json_dumps_params={"ensure_ascii": False})


def _group(request: HttpRequest, group: str) -> HttpResponse:
    ours = points_of(group)
    codes = [point.code for point in ours]
    plates = [each for each in WHOLE if sum(_is_on(point, each) for point in ours) > 1]
    context = {
        "group": group,
        "points": ours,
        "codes": codes,
        "plates": plates,
        "before": _neighbour(GROUPS, group, -1),
        "after": _neighbour(GROUPS, group, 1),
    }
    return render(request, "learn/points/meridian.html", context)


def _point(request: HttpRequest, point: Point) -> HttpResponse:
    codes = list(points())
    context = {
        "point": point,
        "plate": best_plate(point),
        "here": {point.code: "here"},
        "plates": [each for each in PLATES if _is_on(point, each)],
        "cautions": _cautions(point),
        "studies": studies_with(point.code),
        "known_studies": len(studies()),
        "signature": needling_signature(),
        "before": _neighbour(codes, point.code, -1),
        "after": _neighbour(codes, point.code, 1),
    }
    return render(request, "learn/points/point.html", context)


def _cautions(point: Point) -> list[tuple[str, tuple[str, ...]]]:
    """Ids of claims, each with who names this point in it."""
    rows = [(f"caution-{danger}", sources) for danger, sources in point.cautions.items()]
    return [*rows, ("caution-pregnancy", point.pregnancy)] if point.pregnancy else rows


def _on(shown: Plate) -> list[Point]:
    return [point for point in points().values() if _is_on(point, shown)]


def _is_on(point: Point, shown: Plate) -> bool:
    return any(spot.drawing == shown.drawing and shown.shows(spot.x, spot.y) for spot in spots(point))


def _neighbour(row: Any, one: str, step: int) -> str | None:
    place = list(row).index(one) + step
    return row[place] if 0 <= place < len(row) else None
