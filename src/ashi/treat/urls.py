"""The chart's addresses below a visit. Who may use them is said where they are included: `patterns(guard)`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from ashi.treat.views import chart, needles, notes, tapping

View = Callable[..., HttpResponse]
_CHART = "visit/<int:pk>/chart/"
ROUTES: list[tuple[str, Callable[..., Any], str]] = [
    ("", chart.chart, "chart"),
    ("open/", chart.open_visit, "open"),
    ("note/", chart.note, "note"),
    ("condition/", chart.condition, "condition"),
    ("points/", chart.add, "add"),
    ("set/<int:number>/line/<int:position>/", chart.line, "line"),
    ("set/<int:number>/rest/", chart.rest, "rest"),
    ("set/<int:number>/start/", needles.start, "start"),
    ("set/<int:number>/in/", needles.all_in, "all_in"),
    ("set/<int:number>/removal/", needles.removal, "removal"),
    ("set/<int:number>/count/", needles.count, "count"),
    ("needle/<int:needle>/back/", needles.take_back, "take_back"),
    ("needle/<int:needle>/stays/", needles.leave_in, "leave_in"),
    ("needle/<int:needle>/missing/", needles.missing, "missing"),
    ("map/", tapping.plate, "map"),
    ("map/spot/", tapping.spot, "spot"),
    ("copy/", chart.copy, "copy"),
    ("protocol/", chart.protocol, "protocol"),
    ("caution/", chart.caution, "caution"),
    ("beside/", chart.beside, "beside"),
    ("close/", needles.close, "close"),
    ("emergency/", needles.emergency, "emergency"),
    ("amend/", notes.amend, "amend"),
    ("print/", notes.on_paper, "print"),
]


def patterns(guard: Callable[[View], View]) -> list[URLPattern]:
    return [path(f"{_CHART}{route}", guard(view), name=name) for route, view, name in ROUTES]
