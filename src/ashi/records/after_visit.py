"""What can be told once a visit has been."""

from datetime import datetime

from ashi.records.models import Appointment, AppointmentStatus

HERE = (AppointmentStatus.ARRIVED, AppointmentStatus.FULFILLED)


def has_been(visit: Appointment, *, now: datetime) -> bool:
    """From when the patient was here, or should have been and nobody has written down how it ended."""
    return visit.status in HERE or (visit.status == AppointmentStatus.BOOKED and visit.start <= now)
