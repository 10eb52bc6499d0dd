"""The waiting list at the desk: who waits and who was asked when; wishes of those who telephone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ashi.book.actions import NotExpected
from ashi.book.waiting import join, leave, may_wait
from ashi.book.waiting_form import EarlierForm
from ashi.clinic.gate import staff, worker
from ashi.clinic.place import here
from ashi.clinic.queries.waiting import waited_lately, who_waits
from ashi.clinic.roles import by
from ashi.clinic.views.visit import found, page
from ashi.records.models import WaitingWish, WishStatus


@staff()
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    return waiting_list(request)


@staff()
@require_http_methods(["GET", "POST"])
def earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """What suits somebody, as they say it on the telephone."""
    visit, now = found(pk), timezone.now()
    refused = gettext("Only a booked visit can wait for an earlier time, and somebody has to be reached.")
    if not may_wait(visit, now=now):
        return page(request, visit, status=409, refused=refused)
    wish = visit.wishes.filter(status=WishStatus.WAITING).first()
    form = EarlierForm(request.POST or None, visit=visit, wish=wish, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            join(visit=visit, wishes=form.wishes(), by=by(worker(request)), now=now)
        except NotExpected:
            return page(request, found(pk), status=409, refused=refused)
        return redirect("clinic:waiting")
    context = {"form": form, "visit": visit, "wish": wish, "section": "todo"}
    return render(request, "clinic/earlier.html", context, status=422 if form.errors else 200)


@staff()
@require_POST
def no_more(request: HttpRequest, pk: int) -> HttpResponse:
    wishes = WaitingWish.objects.select_related("visit__patient", "visit__location")
    leave(wish=get_object_or_404(wishes, pk=pk), by=by(worker(request)))
    return redirect("clinic:waiting")


def waiting_list(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    location, now = here(request), timezone.now()
    lists = {"rows": who_waits(location, now=now), "lately": waited_lately(location, now=now)}
    context = {**lists, "location": location, "now": now, "section": "todo"}
    return render(request, "clinic/waiting.html", {**context, "refused": refused}, status=status)
