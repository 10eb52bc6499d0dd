"""My visit: the link once more, for whoever has lost it. The answer is the same whether something matched or not."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from ashi.book.forms import LinkForm
from ashi.book.limits import LINKS_ASKED, LINKS_OF_ONE
from ashi.book.lost_links import send_link_again
from ashi.book.views.asking import too_many
from ashi.records.by import VISITOR
from ashi.web.address import address_of
from ashi.web.discreet import unkept


@require_http_methods(["GET", "HEAD", "POST"])
@unkept
def ask(request: HttpRequest) -> HttpResponse:
    form = LinkForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "visit/ask.html", {"form": form}, status=422 if form.errors else 200)
    now = timezone.now()
    if not LINKS_ASKED.allows(address_of(request), now=now):
        return too_many(request)
    if LINKS_OF_ONE.allows(form.cleaned_data["reference"], now=now):
        _send(form, now)
    return redirect(reverse("visit:sent"))


@require_safe
@unkept
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "visit/sent.html")


def _send(form: LinkForm, now: datetime) -> None:
    typed = form.cleaned_data
    send_link_again(
        reference=typed["reference"], birth_date=typed["birth"], contact=typed["contact"], now=now, by=VISITOR
    )
