"""What makes the days ahead worth looking at: a few visits that wait for somebody."""

from datetime import datetime, timedelta
from random import Random

from ashi.messaging import outbox
from ashi.messaging.models import MessageKind
from ashi.records.models import Appointment, AppointmentStatus


def mark(*, now: datetime, chance: Random) -> None:
    """A few visits are provisional, a few not screened, and one patient waits for a call."""
    ahead = list(
        Appointment.objects.filter(status=AppointmentStatus.BOOKED, start__gt=now + timedelta(hours=30))
        .select_related("patient", "practitioner")
        .order_by("start")[:60]
    )
    for visit in ahead[2:20:7]:
        visit.status = AppointmentStatus.PENDING
        visit.clear_by = min(now + timedelta(hours=chance.randrange(6, 22)), visit.start - timedelta(hours=2))
    for visit in ahead[4:30:9]:
        visit.screened = False
    Appointment.objects.bulk_update(ahead, ["status", "clear_by", "screened"])
    for visit in [visit for visit in ahead if not visit.patient.email][:1]:
        outbox.put(visit, MessageKind.CONFIRMATION, now=now)
