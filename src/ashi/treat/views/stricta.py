"""The STRICTA summary of a course or of a patient's treatments, for whoever treats; every look is written down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ashi.records.audit import record
from ashi.records.models import Appointment
from ashi.treat.paper import may_be_pdf, pdf
from ashi.treat.stricta import summary
from ashi.treat.views.page import by, found, treating


@require_GET
def page(request: HttpRequest, pk: int) -> HttpResponse:
    context = _looked(request, found(pk), "stricta")
    return render(request, "treat/stricta.html", {**context, "may_be_pdf": may_be_pdf()})


@require_GET
def file(request: HttpRequest, pk: int) -> HttpResponse:
    visit = found(pk)
    treating(request, visit)
    if not may_be_pdf():
        return redirect("treat:stricta", pk=pk)
    context = _looked(request, visit, "stricta-file")
    return pdf(request, "treat/stricta.html", context, name=f"stricta-{visit.reference}")


def _looked(request: HttpRequest, visit: Appointment, action: str) -> dict[str, object]:
    now = timezone.now()
    treating(request, visit)
    of_course = visit.care_plan_id is not None and request.GET.get("of") != "all"
    record(at=now, by=by(request), action=action, entity=f"Appointment/{visit.pk}", patient_id=visit.patient_id)
    return {"summary": summary(visit, of_course=of_course), "visit": visit, "now": now, "of_course": of_course}
