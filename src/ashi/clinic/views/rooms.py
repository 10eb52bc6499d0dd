"""How many rooms? The clinic's days, simulated, for the owner."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ashi.clinic.flow.compared import Result
from ashi.clinic.flow.house import House
from ashi.clinic.forms.rooms import MOST_ASKED, RoomsForm
from ashi.clinic.gate import staff
from ashi.clinic.place import here
from ashi.clinic.queries.rooms import MOST_PRACTITIONERS, compared, house_of
from ashi.records.models import Location, Role

DAYS = 40
HEIGHT, COLUMN, BAR = 160, 84, 30  # of the picture, in its own units


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    height: float
    middle: float
    visits: float


@staff(Role.OWNER)
@require_GET
def rooms(request: HttpRequest) -> HttpResponse:
    if not Location.objects.exists():
        return redirect("clinic:set_up")
    location = here(request)
    house = house_of(location, now=timezone.now())
    context = {"section": "owner", "page_of": "rooms", "location": location, "house": house}
    if house is not None:
        today = {
            "asked": min(MOST_ASKED, max(1, round(house.asked))),
            "practitioners": min(house.practitioners, MOST_PRACTITIONERS),
        }
        form = RoomsForm(request.GET if "asked" in request.GET else today)
        context["form"] = form
        if form.is_valid():
            context |= _comparison(replace(house, **form.cleaned_data))
    status = 422 if house is not None and not form.is_valid() else 200
    return render(request, "clinic/rooms.html", context, status=status)


def _comparison(house: House) -> dict[str, object]:
    rows = compared(house, days=DAYS)
    most = max(result.visits for pair in rows for result in pair) or 1
    return {
        "rows": rows,
        "days": DAYS,
        "staggered": [_bar(row, 0, pair[0], most) for row, pair in enumerate(rows)],
        "alone": [_bar(row, 1, pair[1], most) for row, pair in enumerate(rows)],
        "columns": [(row * COLUMN + BAR + 8, row + 1) for row in range(len(rows))],
        "width": len(rows) * COLUMN,
        "base": HEIGHT + 20,
    }


def _bar(row: int, side: int, result: Result, most: float) -> Bar:
    height = round(HEIGHT * result.visits / most, 1)
    x = row * COLUMN + 6 + side * (BAR + 4)
    return Bar(x, round(HEIGHT + 20 - height, 1), height, x + BAR / 2, result.visits)
