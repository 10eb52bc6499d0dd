"""Two patients would like to come earlier: one at any time, who is asked as soon as the worker looks; one after work,
when the clinic is hardly open, who goes on waiting."""

from datetime import datetime, time, timedelta

from ashi.book.waiting import join
from ashi.records.by import By
from ashi.records.models import Appointment, AppointmentStatus

AHEAD = timedelta(days=16)
EVERY_DAY, WORKDAYS = list(range(7)), list(range(5))
ANY_TIME, AFTER_WORK = (time(0), time.max), (time(17, 30), time.max)


def let_two_wait(*, now: datetime) -> None:
    booked = Appointment.objects.filter(status=AppointmentStatus.BOOKED, start__gt=now + AHEAD, care_plan=None)
    told = booked.exclude(patient__email="").select_related("patient", "practitioner").order_by("start", "pk")
    for number, visit in enumerate(told[:2]):
        begins, ends = AFTER_WORK if number else ANY_TIME
        wishes = {
            "weekdays": WORKDAYS if number else EVERY_DAY,
            "from_time": begins,
            "to_time": ends,
            "practitioner": visit.practitioner if number else None,
            "earliest": None,
            "latest": None,
        }
        join(visit=visit, wishes=wishes, by=By("patient", visit.patient_id), now=now - timedelta(hours=3 - number))
