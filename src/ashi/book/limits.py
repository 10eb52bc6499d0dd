"""How much one visitor may ask for. Generous: a family, a waiting room or a telephone company share an address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from ashi.records.limits import allowed
from ashi.records.models import EXPECTED, LIVE, Appointment, CarePlan, Patient

COMING_VISITS = 3  # booked on the web and still to come, for one telephone number or mail address
# In the demo everybody comes from this one machine.
IN_THE_DEMO = 25


@dataclass(frozen=True)
class Limit:
    action: str
    most: int
    within: timedelta

    def allows(self, who: str, *, now: datetime) -> bool:
        """Counts this try, and says whether it is still within the limit."""
        most = self.most * (IN_THE_DEMO if settings.DEMO else 1)
        return allowed(self.action, who, most=most, within=self.within, now=now)


HOLDS = Limit("hold", 40, timedelta(minutes=10))
BOOKINGS = Limit("book", 15, timedelta(hours=1))
CHANGES = Limit("change", 30, timedelta(hours=1))
COURSES = Limit("course", 3, timedelta(days=1))
LINKS_ASKED = Limit("link-from", 6, timedelta(minutes=15))
LINKS_OF_ONE = Limit("link-of", 3, timedelta(hours=1))


def has_enough_coming(*, phone: str, email: str, now: datetime) -> bool:
    """Has this contact as many visits to come as can be booked without speaking to the clinic?"""
    coming = Appointment.objects.filter(_of_contact(phone, email), source="web", status__in=EXPECTED, start__gt=now)
    # The visits of a course are one thing that was asked for once; of these a contact has one at a time. Looked at
    # here: asked for in the query, SQLite would begin with all visits that are of no course, which is nearly all.
    return sum(plan is None for plan in coming.values_list("care_plan", flat=True)) >= COMING_VISITS


def has_a_course_coming(*, phone: str, email: str) -> bool:
    """Has this contact a course that was booked on the web and goes on, whatever name it was booked under?"""
    return CarePlan.objects.filter(_of_contact(phone, email), source="web", status__in=LIVE).exists()


def _of_contact(phone: str, email: str) -> Q:
    """Whoever left this number or this address, which the forms keep in small letters: two indexes find them among all
    who ever came."""
    contact = Q(pk__in=[])
    if phone:
        contact |= Q(phone=phone)
    if email:
        contact |= Q(email=email.lower())
    return Q(patient__in=Patient.objects.filter(contact).values("pk"))
