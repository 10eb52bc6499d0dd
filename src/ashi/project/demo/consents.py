"""Consents of invented patients: signed at the first treatment that is charted, before the needles."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ashi.core.treatment import Technique
from ashi.core.treatment.consent import GOOD_FOR
from ashi.records.models import (
    Appointment,
    AppointmentStatus,
    ConsentText,
    ConsentWay,
    SignedBy,
    TreatmentConsent,
    User,
)

SIGNED = (Technique.NEEDLING, Technique.ELECTRICAL, Technique.CUPPING)
READ_IN = timedelta(minutes=4)
ALOUD_EVERY = 12  # one in so many heard the words read aloud


def write_consents(first: Iterable[Appointment], *, now: datetime) -> None:
    """Of each patient whose first charted visit this is. Who is new today has not been asked before they come."""
    texts = {text.technique: text for text in ConsentText.objects.filter(in_force=True)}
    users = dict(User.objects.exclude(practitioner=None).values_list("practitioner", "pk"))
    came = (visit for visit in first if visit.start + READ_IN < now and visit.status != AppointmentStatus.BOOKED)
    visits = list({visit.patient_id: visit for visit in came}.values())
    TreatmentConsent.objects.bulk_create(
        row for number, visit in enumerate(visits) for row in _rows(number, visit, texts, users)
    )


def _rows(
    number: int, visit: Appointment, texts: dict[str, ConsentText], users: dict[int, int]
) -> Iterator[TreatmentConsent]:
    patient, at = visit.patient, visit.start + READ_IN
    aloud = number % ALOUD_EVERY == ALOUD_EVERY - 1
    for technique in SIGNED:
        yield TreatmentConsent(
            patient=patient,
            text=texts[technique],
            language=patient.language,
            way=ConsentWay.SPOKEN if aloud else ConsentWay.READ,
            witness="Marisol Vega" if aloud else "",
            signer=SignedBy.GUARDIAN if patient.guardian_name else SignedBy.PATIENT,
            name=patient.guardian_name or patient.name,
            relation="parent" if patient.guardian_name else "",
            practitioner_id=visit.practitioner_id,
            signed_at=at,
            good_until=at + GOOD_FOR,
            by=f"user:{users[visit.practitioner_id]}",
        )
