"""ServiceRequest read and search: a key sees the courses that its own visits belong to, and those of the patients it
has booked for; of a course's visits it sees those that it booked itself."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from ashi.exchange.fhir import parameters
from ashi.exchange.fhir.answers import answer, entry, paging, searchset
from ashi.exchange.fhir.directory import ids_of, only, page_of, query_of, refuse_unknown
from ashi.exchange.fhir.keys import key_for
from ashi.exchange.fhir.names import base, course_reference_system
from ashi.exchange.fhir.problems import not_found
from ashi.exchange.fhir.resources.courses import requested
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Appointment, CarePlan, MachineKey

KNOWN = dict.fromkeys(("patient", "subject", "identifier", "status"))


def read(request: HttpRequest, pk: int) -> HttpResponse:
    only(request, "GET", "HEAD")
    key = key_for(request, "search")
    course = own_courses(key).filter(pk=pk).first() if pk < 2**63 else None
    if course is None:
        raise not_found(f"ServiceRequest/{pk}")
    _looked(key, course)
    return answer(requested(course))


def search(request: HttpRequest) -> HttpResponse:
    key = key_for(request, "search")
    query = query_of(request)
    refuse_unknown(request, query, KNOWN)
    rows = _matching(query, key).order_by("pk")
    count, offset = page_of(query, default=50)
    total = rows.count()
    found = list(rows[offset : offset + count])
    for course in found:
        _looked(key, course)
    links = paging(request, query, offset=offset, count=count, total=total)
    return answer(searchset([entry(requested(course)) for course in found], total=total, links=links))


def own_courses(key: MachineKey) -> QuerySet[CarePlan]:
    booked = Appointment.objects.filter(machine_key=key)
    known = Q(patient__in=booked.values("patient")) | Q(pk__in=booked.exclude(care_plan=None).values("care_plan"))
    return CarePlan.objects.filter(known).select_related("location", "service")


def _matching(query: QueryDict, key: MachineKey) -> QuerySet[CarePlan]:
    rows = own_courses(key)
    for name in ("patient", "subject"):
        for value in query.getlist(name):
            rows = rows.filter(
                patient__in=[parameters.reference(one, "Patient", name, base()) for one in value.split(",")]
            )
    for value in query.getlist("identifier"):
        system, text = parameters.token(value)
        rows = rows.filter(reference=text) if system in (None, course_reference_system()) else rows.none()
    for value in query.getlist("status"):
        rows = rows.filter(status__in=value.split(","))
    for value in query.getlist("_id"):
        rows = rows.filter(pk__in=ids_of(value))
    return rows


def _looked(key: MachineKey, course: CarePlan) -> None:
    by = By("client", key.pk)
    record(at=timezone.now(), by=by, action="read", entity=f"CarePlan/{course.pk}", patient_id=course.patient_id)
