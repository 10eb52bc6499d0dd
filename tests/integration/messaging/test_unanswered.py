"""A visit that a program booked has no safety answers yet: its patient is asked, by mail or by telephone."""

import pytest
from django.utils import translation

from ashi.book.actions import Terms, book_visit
from ashi.messaging import reminders
from ashi.messaging.calls import waiting_calls
from ashi.messaging.links import private_link
from ashi.records.by import By
from ashi.records.models import Appointment, VisitLink
from ashi.records.unanswered import UNANSWERED, waits_for_answers
from tests import cast
from tests.integration.messaging.office import Office, html_of, part, remind

ASK = {"en": "answer a few safety questions", "es": "unas preguntas de seguridad"}
CALL = {"en": "please call us", "es": "llámenos, por favor"}


def by_a_program(office: Office, **patient: object) -> Appointment:
    plan = office.clinic.plan(office.at(3, 10), now=office.now)
    return book_visit(plan=plan, patient=cast.ana(**patient), terms=Terms(source="fhir"), by=By("client", 1))


def said(office: Office) -> tuple[str, str]:
    mail = office.last()
    return str(part(mail, "text/plain").get_content()), html_of(mail)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_patient_is_asked_with_the_confirmation_and_shown_where(office: Office, language: str) -> None:
    visit = by_a_program(office, language=language)
    assert len(office.send()) == 1
    for text in said(office):
        assert ASK[language] in " ".join(text.split())
    with translation.override(language):
        link = private_link(visit, now=office.now)
    for text in said(office):
        assert f"{link}again/" in text


def test_the_subject_and_the_calendar_say_nothing_of_it(office: Office) -> None:
    by_a_program(office)
    (subject,) = office.send()
    assert "question" not in subject
    assert "question" not in str(part(office.last(), "text/calendar").get_content())


def test_who_booked_with_answers_is_not_asked(office: Office) -> None:
    office.book()
    office.send()
    assert ASK["en"] not in said(office)[0]


def test_every_further_message_asks_until_it_is_answered(office: Office) -> None:
    visit = by_a_program(office)
    office.send()
    visit = office.move(visit, office.at(3, 14))
    office.send()
    assert ASK["en"] in said(office)[0]
    Appointment.objects.update(screened=True)
    visit.refresh_from_db()
    office.move(visit, office.at(3, 15))
    office.send()
    assert ASK["en"] not in said(office)[0]


def test_who_answers_before_the_mail_goes_is_not_asked(office: Office) -> None:
    by_a_program(office)
    Appointment.objects.update(screened=True)
    office.send()
    assert ASK["en"] not in said(office)[0]


def test_a_reminder_asks_too(office: Office) -> None:
    visit = by_a_program(office)
    remind(visit.patient, at=office.now)
    office.send()
    office.later(days=2, hours=4)
    assert reminders.put_due(now=office.now) == 1
    office.send()
    assert ASK["en"] in said(office)[0]


def test_a_cancelled_visit_asks_nothing(office: Office) -> None:
    visit = by_a_program(office)
    office.send()
    office.cancel(visit)
    office.send()
    assert ASK["en"] not in said(office)[0]


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_a_birth_date_the_page_would_stay_shut_so_the_patient_is_asked_to_call(
    office: Office, language: str
) -> None:
    by_a_program(office, language=language, birth_date=None)
    office.send()
    assert CALL[language] in " ".join(said(office)[0].split())
    assert "again/" not in said(office)[0]


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_a_live_link_the_patient_is_asked_to_call(office: Office, language: str) -> None:
    by_a_program(office, language=language)
    VisitLink.objects.update(revoked_at=office.now)
    office.send()
    assert CALL[language] in " ".join(said(office)[0].split())


def test_without_a_mail_address_it_is_a_call_that_says_to_ask(office: Office) -> None:
    visit = by_a_program(office, email="")
    assert office.send() == []
    (call,) = waiting_calls(office.clinic.location, now=office.now)
    assert (call.appointment_id, call.ask) == (visit.pk, True)
    Appointment.objects.update(screened=True)
    assert [call.ask for call in waiting_calls(office.clinic.location, now=office.now)] == [False]


def test_the_fact_is_there_for_every_stage_until_the_visit_begins(office: Office) -> None:
    visit = by_a_program(office)
    assert waits_for_answers(visit, now=office.now)
    assert list(Appointment.objects.filter(UNANSWERED)) == [visit]
    assert not waits_for_answers(visit, now=visit.start)
    Appointment.objects.update(screened=True)
    visit.refresh_from_db()
    assert not waits_for_answers(visit, now=office.now)
    assert not Appointment.objects.filter(UNANSWERED).exists()
