"""Who is coming: the form beside a kept time, and the booking itself."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ashi.book.actions import NotCleared
from ashi.book.booking import HoldOver, Sent, book
from ashi.book.forms import PersonForm
from ashi.book.keeping import TimeGone, hold_of, is_of, live_hold
from ashi.book.limits import BOOKINGS, has_enough_coming
from ashi.book.once import KeyReused
from ashi.book.views.asking import Asked, asking, to_check, unreadable
from ashi.book.views.gone import gone
from ashi.book.weeks import Weeks, cell_at
from ashi.core.time import cell_of
from ashi.records.models import Appointment, Hold
from ashi.records.plans import visit_of
from ashi.web.address import address_of
from ashi.web.lengths import length_of


@require_http_methods(["GET", "HEAD", "POST"])
@asking
def details(asked: Asked) -> HttpResponse:
    if asked.request.method == "POST":
        return _book(asked)
    hold = hold_of(asked.holder)
    if hold is None or not is_of(hold, asked.choice):
        return redirect(asked.choice.address())
    if hold.expires_at <= asked.now:
        return gone(asked, cell_of(hold.start), "over")
    return show_form(asked, hold)


def show_form(
    asked: Asked,
    hold: Hold,
    *,
    typed: dict[str, str] | None = None,
    form: PersonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    weeks = Weeks(asked.choice.search(now=asked.now, clearance=asked.clearance), now=asked.now)
    context = {
        "choice": asked.choice,
        "hold": hold,
        "time": weeks.time(cell_of(hold.start)),
        "length": length_of(visit_of(hold)),
        "form": form or PersonForm(initial=typed),
        "provisional": asked.provisional,
        "now": asked.now,
        "minutes_left": max(1, round((hold.expires_at - asked.now).total_seconds() / 60)),
        "free_until": hold.start - timedelta(hours=hold.location.late_cancel_hours),
        "guardian": asked.clearance.guardian_name,
        "here": asked.choice.address("details"),
        "longer": asked.choice.address("longer"),
        "give_back": asked.choice.address("give_back"),
    }
    return render(asked.request, "book/details.html", context, status=status)


def _book(asked: Asked) -> HttpResponse:
    sent = asked.request.POST
    try:
        cell = cell_at(sent["start"])
        key = sent["key"]
    except (KeyError, ValueError, OverflowError):
        return unreadable(asked.request, asked.choice)
    form = PersonForm(sent, region=asked.choice.location.country)
    if not form.is_valid():
        return _refused(asked, form, cell, 422)
    filled = Sent(asked.choice, asked.clearance, form, key, asked.holder, asked.now)
    try:
        if filled.once().find() is None and (status := _limit(asked, form)):
            return _refused(asked, form, cell, status)
        visit = book(filled)
    except KeyReused:
        # Sent again with something changed, after the visit was booked: what stands is what came first.
        return redirect(f"{booked_address(filled.booked_before())}?again=1")
    except HoldOver:
        return gone(asked, cell, _why_over(asked))
    except TimeGone:
        return gone(asked, cell, "taken")
    except NotCleared:
        return to_check(asked.request, asked.choice)
    return redirect(booked_address(visit))


def booked_address(visit: Appointment) -> str:
    return reverse("book:booked", args=(visit.reference,))


def _limit(asked: Asked, form: PersonForm) -> int:
    """429 when this is too much for one address or one contact, else 0."""
    typed = form.cleaned_data
    if has_enough_coming(phone=typed["phone"], email=typed["email"], now=asked.now):
        form.add_error(
            None, _("No more visits can be booked online with this phone number or mail address. Please call us.")
        )
    elif not BOOKINGS.allows(address_of(asked.request), now=asked.now):
        form.add_error(
            None, _("Too many visits were booked from your connection in the last hour. Please call us, or try later.")
        )
    return 429 if form.errors else 0


def _refused(asked: Asked, form: PersonForm, cell: int, status: int) -> HttpResponse:
    """The form again, with what was typed and why; if the time ran out meanwhile, that comes first."""
    hold = live_hold(asked.holder, asked.choice, now=asked.now)
    if hold is None or str(hold.key) != asked.request.POST["key"]:
        return gone(asked, cell, _why_over(asked))
    return show_form(asked, hold, form=form, status=status)


def _why_over(asked: Asked) -> str:
    hold = hold_of(asked.holder)
    return "other" if hold and hold.expires_at > asked.now else "over"
