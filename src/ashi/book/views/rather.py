"""What a patient would rather keep, should their visit have to be planned again."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from ashi.book.people import say_keeps
from ashi.book.views.visit import Opened, opening
from ashi.records.models import Keeps


@require_POST
@opening
def rather(opened: Opened) -> HttpResponse:
    said = opened.request.POST.get("keeps")
    if said in (Keeps.TIME, Keeps.PERSON):
        say_keeps(patient=opened.shown.visit.patient, keeps=Keeps(said), by=opened.by, now=opened.now)
        return redirect(f"{opened.address()}?done=rather")
    return redirect(opened.address())
