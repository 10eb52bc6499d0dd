"""What this patient was given before."""

from ashi.records.models import Appointment, Encounter, EncounterStatus

OVER = (EncounterStatus.ENDED, EncounterStatus.CLOSED)


def earlier(visit: Appointment) -> list[Encounter]:
    """This patient's treatments before this visit, newest first."""
    rows = Encounter.objects.filter(appointment__patient=visit.patient_id, status__in=OVER).exclude(appointment=visit)
    return list(rows.filter(opened_at__lt=visit.end).select_related("appointment").order_by("-opened_at"))


def last_encounter(visit: Appointment) -> Encounter | None:
    return next(iter(earlier(visit)), None)
