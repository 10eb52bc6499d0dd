"""One patient in the middle of a course: visits that have been, visits to come, and the rest not booked yet."""

from datetime import datetime

from django.db.models import Count, Q

from ashi.core.scheduling.course.templates import TEMPLATES, Template
from ashi.records.courses import CAME, kept_wishes, rows_of
from ashi.records.models import EXPECTED, Appointment, AppointmentStatus, Audience, CarePlan, CarePlanStatus, Patient

LENGTHS = ("eight", "ten", "twelve")
MOST_BEEN, LEAST_BEEN, LEAST_TO_COME = 7, 2, 2


def give_a_course(*, now: datetime) -> CarePlan | None:
    """To the patient whose visits look most like one: their next visit is the soonest. None when nobody's do."""
    again = Q(appointments__service__audience=Audience.RETURNING)
    been = Count("appointments", filter=again & Q(appointments__status__in=CAME))
    to_come = Count("appointments", filter=again & Q(appointments__status__in=EXPECTED, appointments__start__gt=now))
    likely = Patient.objects.annotate(been=been, to_come=to_come).filter(
        been__gte=LEAST_BEEN, been__lte=MOST_BEEN, to_come__gte=LEAST_TO_COME
    )
    soonest = Appointment.objects.filter(patient__in=likely, status=AppointmentStatus.BOOKED, start__gt=now)
    visit = soonest.select_related("patient", "location", "service").order_by("start", "pk").first()
    return _course(visit, now) if visit else None


def _course(visit: Appointment, now: datetime) -> CarePlan:
    rows = list(
        visit.patient.appointments.filter(service__audience=Audience.RETURNING)
        .exclude(status__in=[AppointmentStatus.CANCELLED, AppointmentStatus.PENDING])
        .order_by("start", "pk")
    )
    template = _as_long_as(len(rows))
    course = CarePlan.objects.create(
        **rows_of(template),
        reference="DEMO-CTRK",
        status=CarePlanStatus.ACTIVE,
        patient=visit.patient,
        location=visit.location,
        service=visit.service,
        wishes=kept_wishes(weekdays=frozenset(), spans=(), practitioners=frozenset({visit.practitioner_id})),
        source="demo",
        created_at=rows[0].created_at,
        changed_at=rows[0].created_at,
    )
    for number, row in enumerate(rows[: template.visits], start=1):
        Appointment.objects.filter(pk=row.pk).update(care_plan=course, course_number=number)
    return course


def _as_long_as(visits: int) -> Template:
    fitting = [TEMPLATES[slug] for slug in LENGTHS if TEMPLATES[slug].visits >= visits]
    return fitting[0] if fitting else TEMPLATES[LENGTHS[-1]]
