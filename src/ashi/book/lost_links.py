"""The private link once more, for somebody who has lost it and knows what only they and the clinic know."""

from datetime import date, datetime

import phonenumbers
from django.db import transaction

from ashi.messaging import outbox
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Appointment, Patient
from ashi.records.tokens import is_live


def send_link_again(*, reference: str, birth_date: date | None, contact: str, now: datetime, by: By) -> bool:
    """Put the link into the outbox if all that is given belongs to this visit and the patient left a mail address.

    The answer is for tests and counts; whoever asked is never told it.
    """
    visit = Appointment.objects.select_related("patient").filter(reference=reference).first()
    if visit is None or not visit.patient.email or not is_known(visit.patient, birth_date, contact):
        return False
    if not any(is_live(link, now=now) for link in visit.links.all()):
        return False
    with transaction.atomic():
        outbox.put_link(visit, now=now)
        record(at=now, by=by, action="send-link", entity=f"Appointment/{visit.pk}", patient_id=visit.patient_id)
    return True


def is_known(patient: Patient, birth_date: date | None, contact: str) -> bool:
    """Everything that was given is right, and something was."""
    right = []
    if birth_date:
        right.append(patient.birth_date == birth_date)
    if contact:
        right.append(contact.casefold() == patient.email.casefold() or _is_phone(contact, patient.phone))
    return bool(right) and all(right)


def _is_phone(contact: str, phone: str) -> bool:
    try:
        number = phonenumbers.parse(contact, "US")
    except phonenumbers.NumberParseException:
        return False
    return bool(phone) and phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == phone
