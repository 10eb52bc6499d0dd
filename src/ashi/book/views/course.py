"""A whole course from a private page: days and times that suit, all visits on one screen, then all of them at once."""

from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from ashi.book.actions import Changed, NotCleared, NotExpected, Terms
from ashi.book.courses.actions import (
    AlreadyInCourse,
    NotLive,
    book_course,
    end_course,
    move_visits,
    pause_course,
    resume_course,
)
from ashi.book.courses.overview import Overview, live_course
from ashi.book.courses.pages import CoursePage, Proposed, picks_of, service_for, usual_in
from ashi.book.courses.proposing import rest_of
from ashi.book.limits import COURSES, has_a_course_coming
from ashi.book.once import KeyReused
from ashi.book.taking import Clashes
from ashi.book.views.asking import unreadable
from ashi.book.views.visit import Opened, opening
from ashi.core.scheduling.course.courses import Course, Impossible, NoCourse
from ashi.records.clearances import booking_is_open
from ashi.records.models import CarePlan, Clearance, Recheck, ScreenResult
from ashi.records.reservations import Taken, Unlicensed
from ashi.web.address import address_of
from ashi.web.visitor import clearance_of

LETS_ON = (ScreenResult.CLEAR, ScreenResult.CAUTION)
GOOD_FOR = timedelta(hours=24)


@require_http_methods(["GET", "HEAD", "POST"])
@opening
def course(opened: Opened) -> HttpResponse:
    live = live_course(opened.shown.visit.patient)
    if live is not None:
        return _change(opened, live) if opened.request.method == "POST" else _overview(opened, live)
    refused = _why_not(opened)
    page = _page(opened)
    if refused or page is None:
        return opened.render("visit/course_not.html", {"why": refused or "kind"})
    if opened.request.method == "POST":
        return _book(opened, page)
    if not page.form.is_bound:
        return opened.render("visit/course_ask.html", {"form": page.form, "service": page.service})
    if not page.form.is_valid():
        return opened.render("visit/course_ask.html", {"form": page.form, "service": page.service}, status=422)
    return _proposal(opened, page)


@require_safe
@opening
def calendar(opened: Opened) -> HttpResponse:
    from ashi.messaging.calendar_file import course_file  # here: it costs a web worker three megabytes

    live = live_course(opened.shown.visit.patient)
    visits = Overview(live, now=opened.now).coming if live else []
    if not visits:
        return redirect(opened.address("course"))
    response = HttpResponse(course_file(visits), content_type="text/calendar; charset=utf-8; method=PUBLISH")
    response["Content-Disposition"] = 'attachment; filename="visits.ics"'
    return response


def clearance_for(opened: Opened) -> Clearance | None:
    """A safety check of the last day that lets its owner go on: this browser's, or the one the visit was booked with,
    if it was not answered otherwise since."""
    visit, now = opened.shown.visit, opened.now
    own = clearance_of(opened.request, now=now)
    if own is not None:
        return own if own.result in LETS_ON else None
    known = visit.clearance
    if known is None or known.result not in LETS_ON:
        return None
    again = Recheck.objects.filter(appointment=visit).last()
    if again is not None:
        return known if again.result in LETS_ON and again.at > now - GOOD_FOR else None
    return known if known.expires_at > now else None


def _why_not(opened: Opened) -> str:
    """What keeps this patient from booking a course here: check, doctor or shut; empty when nothing does."""
    clearance = clearance_for(opened)
    own = clearance_of(opened.request, now=opened.now)
    worst = own or opened.shown.visit.clearance
    if clearance is None:
        urgent = worst is not None and worst.result in (ScreenResult.URGENT, ScreenResult.EMERGENCY)
        return "doctor" if urgent else "check"
    if not booking_is_open(version=clearance.rules_version, language=get_language() or "en"):
        return "shut"
    return ""


def _page(opened: Opened) -> CoursePage | None:
    visit = opened.shown.visit
    service = service_for(visit.patient, visit.service, visit.location)
    if service is None or not service.bookable_online:
        return None
    sent = opened.request.POST if opened.request.method == "POST" else opened.request.GET
    return CoursePage(
        visit.patient, visit.location, service, sent, opened.by, opened.now, usual_person=visit.practitioner
    )


def _proposal(opened: Opened, page: CoursePage, *, gone: tuple[int, ...] = (), status: int = 200) -> HttpResponse:
    answer = page.answer(gone)
    if isinstance(answer, NoCourse):
        context = {"form": page.form, "service": page.service, "obstacles": answer.obstacles}
        return opened.render("visit/course_ask.html", context, status=status)
    context = {
        "proposed": answer,
        "service": page.service,
        "key": answer.new_key(),
        "again": "?" + page.sent.urlencode(),
    }
    if change := _number(page.sent.get("change", ""), answer):
        row = next(row for row in answer.rows if row.visit.number == change)
        return opened.render("visit/course_change.html", context | {"row": row, "others": answer.alternatives(change)})
    return opened.render("visit/course_proposed.html", context, status=status)


def _number(text: str, proposed: Proposed) -> int:
    numbers = {str(visit.number): visit.number for visit in proposed.course.visits}
    return numbers.get(text, 0)


def _book(opened: Opened, page: CoursePage) -> HttpResponse:
    if not page.form.is_valid() or not picks_of(page.sent) or not page.sent.get("key"):
        return unreadable(opened.request)
    patient = opened.shown.visit.patient
    if has_a_course_coming(phone=patient.phone, email=patient.email) or not COURSES.allows(
        address_of(opened.request), now=opened.now
    ):
        return opened.render("visit/course_not.html", {"why": "many"}, status=429)
    answer = page.answer()
    if isinstance(answer, NoCourse) or answer.gone:
        return _proposal(opened, page, gone=(-1,), status=409)
    terms = Terms(source="web", clearance=clearance_for(opened), screened=True)
    try:
        book_course(
            patient=patient,
            agreed=page.form.wished().agreed(answer.course.usual),
            plans=answer.search.plans(answer.course),
            terms=terms,
            by=opened.by,
            once=answer.once(f"course:{patient.pk}", str(page.sent["key"])),
        )
    except Clashes as refused:
        return _proposal(opened, page, gone=tuple(clash.number + 1 for clash in refused.clashes), status=409)
    except (LookupError, Taken, Unlicensed):
        return _proposal(opened, page, gone=(-1,), status=409)
    except (AlreadyInCourse, KeyReused):
        return redirect(f"{opened.address('course')}?done=changed")
    except NotCleared:
        return opened.render("visit/course_not.html", {"why": "check"}, status=403)
    return redirect(f"{opened.address('course')}?done=booked")


def _overview(opened: Opened, live: CarePlan, *, status: int = 200) -> HttpResponse:
    query = opened.request.GET
    overview = Overview(live, now=opened.now)
    context = {"overview": overview, "done": query.get("done", "")}
    if "after" in query or "resume" in query:
        rest = _rest(opened, live, query)
        if rest is not None:
            return opened.render("visit/course_rest.html", context | rest)
    return opened.render("visit/course.html", context, status=status)


def _rest(opened: Opened, live: CarePlan, sent: Mapping[str, str]) -> dict[str, object] | None:
    """The later visits planned again, after one that was moved or after a pause; None when nothing is left to plan."""
    overview = Overview(live, now=opened.now)
    moved = overview.numbered(sent.get("after", ""))
    search = rest_of(live, now=opened.now, by_desk=False, moved=moved)
    if search is None or (moved is None and not overview.missing):
        return None
    found = search.best()
    after = str(moved.course_number) if moved else ""
    if isinstance(found, Course):
        return {"proposed": Proposed(search, found, []), "after": after}
    return {"obstacles": found.obstacles, "after": after}


def _change(opened: Opened, live: CarePlan) -> HttpResponse:
    sent, here = opened.request.POST, opened.address("course")
    try:
        match sent.get("do"):
            case "pause":
                pause_course(course=live, by=opened.by)
            case "end":
                end_course(course=live, by=opened.by)
            case "resume" | "follow":
                return _plan_rest(opened, live)
            case _:  # the second press of the button that booked it
                return redirect(f"{here}?done={'booked' if 'key' in sent else 'changed'}")
    except (NotLive, NotExpected, Changed):
        return redirect(f"{here}?done=changed")
    return redirect(f"{here}?done={'paused' if sent['do'] == 'pause' else 'ended'}")


def _plan_rest(opened: Opened, live: CarePlan) -> HttpResponse:
    """The later visits as they were shown: booked again after a pause, or moved after one that was moved."""
    sent, here = opened.request.POST, opened.address("course")
    overview = Overview(live, now=opened.now)
    moved = overview.numbered(sent.get("after", ""))
    search = rest_of(live, now=opened.now, by_desk=False, moved=moved)
    if sent["do"] == "resume":
        if _why_not(opened) or not overview.missing:
            return opened.render("visit/course_not.html", {"why": _why_not(opened) or "kind"}, status=403)
    elif moved is None:
        return redirect(f"{here}?done=changed")
    if search is None:
        return redirect(f"{here}?done=changed")
    try:
        found = search.courses.of(picks_of(sent), usual_in(sent))
        plans = {visit.number: search.plan(visit) for visit in found.visits}
        if sent["do"] == "resume":
            terms = Terms(source="web", clearance=clearance_for(opened), screened=True)
            resume_course(course=live, plans=plans, terms=terms, by=opened.by)
        else:
            later = [visit for visit in search.instead_of if visit.course_number in plans]
            move_visits(course=live, moves=[(visit, plans[visit.course_number or 0]) for visit in later], by=opened.by)
    except (Impossible, LookupError, Clashes, Taken, Unlicensed):
        again = _rest(opened, live, sent) or {}
        return opened.render("visit/course_rest.html", {"overview": overview, "gone": True, **again}, status=409)
    return redirect(f"{here}?done={'resumed' if sent['do'] == 'resume' else 'moved'}")
