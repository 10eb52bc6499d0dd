"""What a mail says, and what it must not say."""

import re
from datetime import timedelta

import pytest
from django.test import override_settings

from ashi.book.actions import clear_by
from ashi.book.provisional import clear_visit, release_uncleared
from ashi.messaging import outbox
from ashi.messaging.models import MessageKind, OutboxMessage
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment, ScreenResult, VisitLink
from ashi.records.plans import plan_of
from ashi.records.tokens import token_of
from tests.integration.messaging.office import Office, html_of, parsed, part, remind

HEALTH = re.compile(
    r"acupunct|acupunt|needle|aguja|pain|dolor|back|espalda|treat|trat|therap|terap|health|salud|patient|pacient|"
    r"medic|médic|doctor|clinic|clínic|safety|segur|check|symptom|síntoma|first visit|licens|licenc",
    re.IGNORECASE,
)
LANGUAGES = ["en", "es"]
SAID = {
    "en": {
        "booked": "Your visit at ACUMD is booked.",
        "when": "10:00 am to 10:50 am, Miami time (E",
        "day": "Thursday",
        "licence": "Bao Tran, A.P., Florida license AP 0000",
        "call": "You can also call us: 305-204-9981.",
        "inside": "Ground floor, no steps.",
        "kept": "not confirmed yet",
        "cleared": "is now confirmed",
        "before": "It was on Thursday",
        "cancelled": "is canceled",
        "released": "We could not confirm this time",
        "reminder": "You asked us to remind you of your visit.",
    },
    "es": {
        "booked": "Su visita en ACUMD está reservada.",
        "when": "10:00 a. m. a 10:50 a. m., hora de Miami (E",
        "day": "jueves",
        "licence": "Bao Tran, A.P., licencia de Florida AP 0000",
        "call": "También puede llamarnos: 305-204-9981.",
        "inside": "Planta baja, sin escalones.",
        "kept": "todavía no está confirmada",
        "cleared": "ya está confirmada",
        "before": "Antes era el jueves",
        "cancelled": "está cancelada",
        "released": "No pudimos confirmarle esta hora",
        "reminder": "Nos pidió que le recordáramos su visita.",
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_confirmation_says_when_where_with_whom_and_how_to_change_it(office: Office, language: str) -> None:
    visit = office.book(language=language)
    office.send()
    text, html, said = office.last().body, html_of(office.last()), SAID[language]
    for fact in ("booked", "when", "day", "licence", "call", "inside"):
        assert said[fact] in text, fact
        assert said[fact] in html.replace("\u00a0", " ").replace("&nbsp;", " "), fact
    for fact in (visit.reference, "1 Invented Avenue", "Miami, FL 33145", token_of(visit.links.get())):
        assert fact in text, fact
        assert fact in html, fact


def test_the_time_a_patient_reads_ends_when_they_may_go_and_not_when_the_room_is_ready(office: Office) -> None:
    visit = office.book()
    assert visit.end - visit.start == timedelta(minutes=55)
    office.send()
    assert "10:00 am to 10:50 am" in office.last().body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_provisional_visit_is_called_so_and_later_confirmed(office: Office, language: str) -> None:
    visit = office.book(language=language, result=ScreenResult.URGENT)
    office.send()
    assert SAID[language]["kept"] in office.last().body
    assert SAID[language]["booked"] not in office.last().body
    clear_visit(appointment=visit, note="seen", licence="AP 0000", by=SYSTEM, now=office.now)
    office.send()
    assert SAID[language]["cleared"] in office.last().body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visit_nobody_cleared_is_taken_back_in_words_of_its_own(office: Office, language: str) -> None:
    visit = office.book(language=language, result=ScreenResult.URGENT)
    assert visit.clear_by == clear_by(
        plan_of(visit, qualification_id=visit.qualification_id, price_cents=0), office.now
    )
    office.later(hours=24)
    assert release_uncleared(now=office.now, by=SYSTEM) == 1
    office.send()
    assert SAID[language]["released"] in office.last().body
    assert SAID[language]["cancelled"] not in office.last().body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_says_what_the_time_was(office: Office, language: str) -> None:
    office.move(office.book(language=language), office.at(4, 14))
    office.send()
    assert SAID[language]["before"] in office.last().body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cancellation_says_so(office: Office, language: str) -> None:
    office.cancel(office.book(language=language))
    office.send()
    assert SAID[language]["cancelled"] in office.last().body


def test_a_cancellation_has_no_private_link(office: Office) -> None:
    office.cancel(office.book())
    office.send()
    assert "/visit/" not in office.last().body + html_of(office.last())


def test_a_message_tells_of_its_own_event_even_when_the_visit_has_changed_since(office: Office) -> None:
    office.move(office.book(), office.at(4, 14))
    office.close()
    office.send()
    office.open()
    office.later(minutes=1)
    assert "Thursday" in office.send()[0]


def test_a_repeat_is_the_same_mail(office: Office) -> None:
    office.book()
    office.send()
    first = office.last()
    OutboxMessage.objects.update(sent_at=None)
    office.later(minutes=2)
    office.send()
    again = office.last()
    assert again is not first
    for header in ("Message-ID", "Subject", "To", "From"):
        assert parsed(again)[header] == parsed(first)[header]
    for kind in ("text/plain", "text/html", "text/calendar", "application/ics"):
        assert part(again, kind).get_content() == part(first, kind).get_content()


def test_every_event_has_a_message_id_of_its_own(office: Office) -> None:
    visit = office.cancel(office.move(office.book(), office.at(4, 14)))
    outbox.put_link(visit, now=office.now)
    ids = set(OutboxMessage.objects.values_list("message_id", flat=True))
    assert len(ids) == 4
    assert all(re.fullmatch(r"<[0-9a-f-]{36}@ashi\.invalid>", each) for each in ids)


def every_subject(office: Office, language: str) -> list[str]:
    """One of each kind that there is."""
    visit = office.book(language=language)
    remind(visit.patient, at=office.now)
    outbox.put(visit, MessageKind.REMINDER, now=office.now)
    subjects = office.send()
    outbox.put_link(visit, now=office.now)
    office.cancel(office.move(visit, office.at(4, 14)))
    urgent = [office.book(office.at(2, hour), language=language, result=ScreenResult.URGENT) for hour in (10, 14)]
    clear_visit(appointment=urgent[0], note="seen", licence="AP 0000", by=SYSTEM, now=office.now)
    subjects += office.send()
    office.later(hours=24)
    release_uncleared(now=office.now, by=SYSTEM)
    return subjects + office.send()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_subject_says_anything_about_health(office: Office, language: str) -> None:
    subjects = every_subject(office, language)
    assert len(set(subjects)) == 9
    assert [subject for subject in subjects if HEALTH.search(subject)] == []
    assert all(subject.startswith("ACUMD: ") and "\u00a0" not in subject for subject in subjects)


@pytest.mark.parametrize("subject", ["ACUMD: your acupuncture on Monday", "ACUMD: su cita por el dolor de espalda"])
def test_a_subject_about_health_would_be_found(subject: str) -> None:
    assert HEALTH.search(subject)


def test_html_fetches_nothing_and_runs_nothing(office: Office) -> None:
    office.book()
    office.send()
    html = html_of(office.last())
    assert re.findall(r"<(?:img|link|script|iframe|object|video|audio|form|style)\b|url\(|@import|\bon\w+=", html) == []
    assert set(re.findall(r"""(?:src|href)="([a-z]+://[^/"]+)""", html)) == {"http://127.0.0.1:8000"}


def test_a_name_with_an_angle_bracket_is_not_html(office: Office) -> None:
    office.clinic.organization.name = "Pins & <b>Needles</b>"
    office.clinic.organization.save()
    office.book()
    office.send()
    assert "Pins & <b>Needles</b>" in office.last().body
    assert "<b>Needles" not in html_of(office.last())
    assert "Pins &amp; &lt;b&gt;" in html_of(office.last())


def test_the_patient_is_not_named_and_no_answer_of_theirs_is_told(office: Office) -> None:
    office.book(name="Ana Invented", result=ScreenResult.URGENT)
    office.send()
    assert "Invented," not in office.last().body
    assert "Ana" not in str(parsed(office.last()))
    assert not re.search(r"pain|urgent|numb|answer", office.last().body, re.IGNORECASE)


def test_a_revoked_link_is_not_sent(office: Office) -> None:
    visit = office.book()
    VisitLink.objects.update(revoked_at=office.now)
    office.send()
    assert "/visit/" not in office.last().body
    assert Appointment.objects.get() == visit


def test_the_link_asked_for_comes_without_a_calendar_file(office: Office) -> None:
    visit = office.book()
    office.send()
    outbox.put_link(visit, now=office.now)
    office.send()
    assert token_of(visit.links.get()) in office.last().body
    assert [each.get_content_type() for each in parsed(office.last()).walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_no_holiday_notice_answers_it(office: Office) -> None:
    office.book()
    office.send()
    assert parsed(office.last())["Auto-Submitted"] == "auto-generated"


def test_answers_go_to_the_clinic(office: Office) -> None:
    office.clinic.organization.email = "desk@example.invalid"
    office.clinic.organization.save()
    office.book()
    office.send()
    assert parsed(office.last())["Reply-To"] == "desk@example.invalid"
    assert parsed(office.last())["From"] == "ACUMD <visits@ashi.invalid>"


@pytest.mark.parametrize("demo", [True, False])
def test_only_the_demo_says_that_all_is_invented(office: Office, demo: bool) -> None:
    office.book()
    with override_settings(DEMO=demo):
        office.send()
    assert ("This is a demonstration" in office.last().body) == demo
    assert ("This is a demonstration" in html_of(office.last())) == demo
