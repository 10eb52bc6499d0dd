"""The chart's addresses below a visit. Who may use them is said where they are included: `patterns(guard)`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from ashi.web.later import later

View = Callable[..., HttpResponse]
VIEWS = "ashi.treat.views"
_CHART = "visit/<int:pk>/chart/"
ROUTES: list[tuple[str, Callable[..., Any], str]] = [
    ("", later(f"{VIEWS}.chart", "chart"), "chart"),
    ("open/", later(f"{VIEWS}.chart", "open_visit"), "open"),
    ("note/", later(f"{VIEWS}.chart", "note"), "note"),
    ("consent/", later(f"{VIEWS}.consent", "consent"), "consent"),
    ("consent/<int:consent>/withdraw/", later(f"{VIEWS}.consent", "withdraw"), "withdraw"),
    ("condition/", later(f"{VIEWS}.chart", "condition"), "condition"),
    ("points/", later(f"{VIEWS}.chart", "add"), "add"),
    ("set/<int:number>/line/<int:position>/", later(f"{VIEWS}.chart", "line"), "line"),
    ("set/<int:number>/rest/", later(f"{VIEWS}.chart", "rest"), "rest"),
    ("set/<int:number>/start/", later(f"{VIEWS}.needles", "start"), "start"),
    ("set/<int:number>/in/", later(f"{VIEWS}.needles", "all_in"), "all_in"),
    ("set/<int:number>/removal/", later(f"{VIEWS}.needles", "removal"), "removal"),
    ("set/<int:number>/count/", later(f"{VIEWS}.needles", "count"), "count"),
    ("set/<int:number>/felt/", later(f"{VIEWS}.afterwards", "felt"), "felt"),
    ("missing/<int:missing>/found/", later(f"{VIEWS}.afterwards", "turned_up"), "turned_up"),
    ("needle/<int:needle>/out/", later(f"{VIEWS}.afterwards", "came_out"), "came_out"),
    ("needle/<int:needle>/back/", later(f"{VIEWS}.needles", "take_back"), "take_back"),
    ("needle/<int:needle>/stays/", later(f"{VIEWS}.needles", "leave_in"), "leave_in"),
    ("needle/<int:needle>/missing/", later(f"{VIEWS}.needles", "missing"), "missing"),
    ("map/", later(f"{VIEWS}.tapping", "plate"), "map"),
    ("map/spot/", later(f"{VIEWS}.tapping", "spot"), "spot"),
    ("copy/", later(f"{VIEWS}.chart", "copy"), "copy"),
    ("protocol/", later(f"{VIEWS}.chart", "protocol"), "protocol"),
    ("caution/", later(f"{VIEWS}.chart", "caution"), "caution"),
    ("beside/", later(f"{VIEWS}.chart", "beside"), "beside"),
    ("close/", later(f"{VIEWS}.needles", "close"), "close"),
    ("emergency/", later(f"{VIEWS}.needles", "emergency"), "emergency"),
    ("amend/", later(f"{VIEWS}.notes", "amend"), "amend"),
    ("adverse/", later(f"{VIEWS}.adverse", "events"), "adverse"),
    ("adverse/new/", later(f"{VIEWS}.adverse", "new"), "adverse_new"),
    ("adverse/called/", later(f"{VIEWS}.adverse", "called"), "adverse_called"),
    ("adverse/<int:event>/", later(f"{VIEWS}.adverse", "amend"), "adverse_amend"),
    ("looks/", later(f"{VIEWS}.looks", "page"), "looks"),
    ("stricta/", later(f"{VIEWS}.stricta", "page"), "stricta"),
    ("stricta/file/", later(f"{VIEWS}.stricta", "file"), "stricta_file"),
    ("file/", later(f"{VIEWS}.notes", "as_file"), "file"),
    ("print/", later(f"{VIEWS}.notes", "on_paper"), "print"),
]


def patterns(guard: Callable[[View], View]) -> list[URLPattern]:
    return [path(f"{_CHART}{route}", guard(view), name=name) for route, view, name in ROUTES]
