"""A course booked while the patient stands there, and what the desk does with one that goes on."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

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
from ashi.book.once import KeyReused
from ashi.book.taking import Clashes
from ashi.clinic.actions.phone import Asked, Stopped, asked_for_course
from ashi.clinic.draft import question_choices, questions
from ashi.clinic.forms.phone import ASKED, NOT_ASKED
from ashi.clinic.gate import staff, worker
from ashi.clinic.place import here
from ashi.clinic.roles import by
from ashi.clinic.views.stop import stop_page
from ashi.core.scheduling.course.courses import Course, Impossible, NoCourse
from ashi.messaging.outbox import UNDO
from ashi.records.audit import record
from ashi.records.models import Appointment, CarePlan, HealthcareService, Location, Patient
from ashi.records.reservations import Taken, Unlicensed


@staff()
@require_http_methods(["GET", "POST"])
def course(request: HttpRequest, pk: int) -> HttpResponse:
    patient = get_object_or_404(Patient, pk=pk, merged_into=None)
    live = live_course(patient)
    if live is not None:
        return _change(request, live) if request.method == "POST" else _overview(request, live)
    page = _page(request, patient)
    if page is None:
        return _render(
            request, patient, "clinic/course_ask.html", {}, refused=gettext("No kind of visit follows a first.")
        )
    if request.method == "POST":
        return _book(request, page)
    if not page.form.is_bound or not page.form.is_valid():
        return _ask(request, page, status=422 if page.form.is_bound else 200)
    return _proposal(request, page)


def _page(request: HttpRequest, patient: Patient) -> CoursePage | None:
    """The patient's own acupuncturist and kind of visit come first."""
    location = here(request)
    last = patient.appointments.select_related("service", "practitioner").order_by("-start").first()
    service = _service(patient, last, location)
    sent = request.POST if request.method == "POST" else request.GET
    if service is None:
        return None
    return CoursePage(
        patient,
        location,
        service,
        sent,
        by(worker(request)),
        timezone.now(),
        by_desk=True,
        usual_person=last.practitioner if last else None,
    )


def _service(patient: Patient, last: Appointment | None, location: Location) -> HealthcareService | None:
    kind = last.service if last else HealthcareService.objects.order_by("position", "pk").first()
    return service_for(patient, kind, location) if kind else None


def _render(
    request: HttpRequest,
    patient: Patient,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
    refused: str = "",
) -> HttpResponse:
    known = {"patient": patient, "section": "people", "refused": refused, "location": here(request)}
    return render(request, template, {**known, **context}, status=status)


def _ask(request: HttpRequest, page: CoursePage, *, status: int = 200, **context: object) -> HttpResponse:
    known = {"form": page.form, "service": page.service}
    return _render(request, page.patient, "clinic/course_ask.html", {**known, **context}, status=status)


def _proposal(
    request: HttpRequest, page: CoursePage, *, gone: tuple[int, ...] = (), status: int = 200, refused: str = ""
) -> HttpResponse:
    answer = page.answer(gone)
    if isinstance(answer, NoCourse):
        return _ask(request, page, status=status, obstacles=answer.obstacles)
    change = next((row for row in answer.rows if str(row.visit.number) == page.sent.get("change")), None)
    context: dict[str, object] = {"proposed": answer, "service": page.service, "key": answer.new_key()}
    if change:
        others = answer.alternatives(change.visit.number)
        return _render(request, page.patient, "clinic/course_change.html", {**context, "row": change, "others": others})
    asked = {"questions": questions(), "ticked": request.POST.getlist("yes"), "asked": request.POST.get("asked", "")}
    return _render(
        request, page.patient, "clinic/course_proposed.html", {**context, **asked}, status=status, refused=refused
    )


def _book(request: HttpRequest, page: CoursePage) -> HttpResponse:
    if not page.form.is_valid() or not picks_of(page.sent) or not page.sent.get("key"):
        return _ask(request, page, status=422)
    said = page.sent.get("asked")
    if said not in (ASKED, NOT_ASKED) or (said == NOT_ASKED and page.sent.getlist("yes")):
        text = gettext("Say whether you asked the emergency questions")
        return _proposal(request, page, status=422, refused=text)
    answer = page.answer()
    if isinstance(answer, NoCourse) or answer.gone:
        return _proposal(request, page, gone=(-1,), status=409)
    try:
        book_course(
            patient=page.patient,
            agreed=page.form.wished().agreed(answer.course.usual),
            plans=answer.search.plans(answer.course),
            terms=_terms(page),
            by=page.by,
            once=answer.once(f"course:{page.patient.pk}", str(page.sent["key"])),
        )
    except Stopped as stopped:
        return stop_page(request, stopped.assessment)
    except NotCleared:
        text = gettext(
            "After this answer a doctor comes first. Book one visit, which a licensed person clears; then the course."
        )
        return _proposal(request, page, status=422, refused=text)
    except Clashes as clashes:
        return _proposal(request, page, gone=tuple(clash.number + 1 for clash in clashes.clashes), status=409)
    except (LookupError, Taken, Unlicensed):
        return _proposal(request, page, gone=(-1,), status=409)
    except (AlreadyInCourse, KeyReused):
        pass  # the page shows the course that is there
    return redirect(reverse("clinic:course", kwargs={"pk": page.patient.pk}))


def _terms(page: CoursePage) -> Terms:
    """Raises Stopped for an emergency."""
    if page.sent.get("asked") != ASKED:
        return Terms(source="desk")
    asked = Asked(
        yes=[name for name in page.sent.getlist("yes") if name in dict(question_choices())],
        language=get_language() or "en",
        today=page.now.astimezone(page.zone).date(),
        born=page.patient.birth_date,
    )
    return Terms(source="desk", clearance=asked_for_course(asked, by=page.by, now=page.now), screened=True)


def _overview(request: HttpRequest, live: CarePlan, *, status: int = 200, refused: str = "") -> HttpResponse:
    now = timezone.now()
    if request.method == "GET":
        who = by(worker(request))
        record(at=now, by=who, action="read", entity=f"CarePlan/{live.pk}", patient_id=live.patient_id)
    context: dict[str, object] = {"overview": Overview(live, now=now)}
    query = request.GET if request.method == "GET" else request.POST
    if "after" in query or "resume" in query or query.get("do") == "resume":
        rest = _rest(live, query)
        if rest is not None:
            context |= rest
            return _render(request, live.patient, "clinic/course_rest.html", context, status=status, refused=refused)
    return _render(request, live.patient, "clinic/course.html", context, status=status, refused=refused)


def _rest(live: CarePlan, sent: Mapping[str, str]) -> dict[str, object] | None:
    now = timezone.now()
    overview = Overview(live, now=now)
    moved = overview.numbered(sent.get("after", ""))
    search = rest_of(live, now=now, by_desk=True, moved=moved)
    if search is None:
        return None
    found = search.best()
    after = str(moved.course_number) if moved else ""
    if isinstance(found, Course):
        return {"proposed": Proposed(search, found, []), "after": after}
    return {"obstacles": found.obstacles, "after": after}


def _change(request: HttpRequest, live: CarePlan) -> HttpResponse:
    who, back = by(worker(request)), redirect(reverse("clinic:course", kwargs={"pk": live.patient_id}))
    changed = gettext("The course has changed in the meantime. This page shows how it stands now.")
    try:
        match request.POST.get("do"):
            case "pause":
                pause_course(course=live, by=who, send_after=UNDO)
            case "end":
                end_course(course=live, by=who, send_after=UNDO)
                return redirect(reverse("clinic:person", kwargs={"pk": live.patient_id}))
            case "resume" | "follow":
                _plan_rest(request, live)
            case _:
                return back
    except (NotLive, NotExpected, Changed):
        return _overview(request, live, status=409, refused=changed)
    except (Impossible, LookupError, Clashes, Taken, Unlicensed):
        gone = gettext("Somebody was quicker: one of these times is no longer free.")
        return _overview(request, live, status=409, refused=gone)
    return back


def _plan_rest(request: HttpRequest, live: CarePlan) -> None:
    sent, now, who = request.POST, timezone.now(), by(worker(request))
    moved = Overview(live, now=now).numbered(sent.get("after", ""))
    search = rest_of(live, now=now, by_desk=True, moved=moved)
    if search is None or (sent["do"] == "follow" and moved is None):
        raise Changed
    found = search.courses.of(picks_of(sent), usual_in(sent))
    plans = {visit.number: search.plan(visit) for visit in found.visits}
    if sent["do"] == "resume":
        # Asked anew before each visit, as for every visit that the desk books without asking.
        resume_course(course=live, plans=plans, terms=Terms(source="desk"), by=who)
        return
    later = [visit for visit in search.instead_of if visit.course_number in plans]
    move_visits(
        course=live, moves=[(visit, plans[visit.course_number or 0]) for visit in later], by=who, send_after=UNDO
    )
