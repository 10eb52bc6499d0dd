"""What needs a person, on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ashi.clinic.gate import staff, worker
from ashi.clinic.place import here
from ashi.clinic.queries.todo import to_do
from ashi.clinic.queries.waiting import how_many_wait
from ashi.clinic.roles import FRONT, by, licence_of
from ashi.messaging.calls import mark_called
from ashi.messaging.models import OutboxMessage


@staff()
@require_GET
def todo(request: HttpRequest) -> HttpResponse:
    location, now = here(request), timezone.now()
    user = worker(request)
    context = {
        "todo": to_do(location, now=now),
        "location": location,
        "licence": licence_of(user, location, now=now),
        "front": user.role in FRONT,
        "now": now,
        "waits": how_many_wait(location, now=now),
        "section": "todo",
    }
    return render(request, "clinic/todo.html", context)


@staff(*FRONT)
@require_POST
def called(request: HttpRequest, pk: int) -> HttpResponse:
    if OutboxMessage.objects.filter(pk=pk).exists():
        mark_called(message_id=pk, by=by(worker(request)), now=timezone.now())
    return redirect("clinic:todo")
