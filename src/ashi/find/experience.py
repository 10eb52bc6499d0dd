"""Experience as it can be counted: people treated here, not years claimed."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count
from django.db.models.functions import Coalesce

from ashi.records.models import Appointment, AppointmentStatus

COUNTED_FOR = timedelta(days=365)
# Fewer say nothing about a person, and might say something about a patient.
ENOUGH = 10


def patients_treated(*, now: datetime, location_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """How many different patients each practitioner treated at each of the locations in the last twelve months.

    By (practitioner, location); records that turned out to be one person's count once.
    """
    visits = Appointment.objects.filter(
        location__in=location_ids, status=AppointmentStatus.FULFILLED, start__gt=now - COUNTED_FOR, start__lte=now
    ).order_by()
    people = Count(Coalesce("patient__merged_into", "patient"), distinct=True)
    rows = visits.values_list("practitioner", "location").annotate(people=people)
    return {(practitioner, location): count for practitioner, location, count in rows}
