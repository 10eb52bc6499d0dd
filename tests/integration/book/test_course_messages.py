"""What a patient is told of a course: once for all of it, and by itself what happens to one visit."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from ashi.book.actions import cancel_visit, move_visit
from ashi.book.courses.actions import end_course, pause_course
from ashi.messaging.calls import waiting_calls
from ashi.messaging.mail import compose
from ashi.messaging.models import OutboxMessage
from ashi.messaging.sending import send_due
from ashi.records.courses import standing_of
from ashi.records.tokens import token_of
from tests import cast
from tests.integration.book.coursing import DESK, booked_course, visits

pytestmark = pytest.mark.django_db


def newest() -> OutboxMessage:
    return OutboxMessage.objects.order_by("-pk")[0]


def mail_of(message: OutboxMessage):
    return compose(message, now=datetime.now(UTC))


def calendar_of(mail) -> Calendar:
    (file,) = [content for _, content, kind in mail.attachments if kind == "application/ics"]
    return Calendar.from_ical(file)


def test_one_mail_says_all_visits_and_leads_to_the_page_of_the_course(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    assert send_due(now=datetime.now(UTC)) == 1
    mail = mail_of(newest())
    assert mail.subject.startswith("ACUMD: 6 visits are booked, the first on ")
    assert [line[:2] for line in mail.body.splitlines() if line[1:3] == ". "] == ["1.", "2.", "3.", "4.", "5.", "6."]
    last = visits(course)[-1]
    assert f"/visit/{token_of(last.links.get())}/course/" in mail.body
    html = mail.alternatives[0][0]
    assert html.count("<li") == 6
    kinds = [kind for _, kind in mail.alternatives]
    assert "text/calendar; method=PUBLISH" in kinds


def test_it_is_said_in_spanish_to_who_reads_spanish(clinic: cast.Clinic) -> None:
    booked_course(clinic, cast.ana(language="es"))
    mail = mail_of(newest())
    assert "6 visitas reservadas" in mail.subject
    assert "/es/visit/" in mail.body
    assert "Your" not in mail.body


def test_one_visit_that_is_moved_is_a_request_of_its_own_that_replaces_its_event(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    published = {str(one["UID"]) for one in calendar_of(mail_of(newest())).walk("VEVENT")}
    third = visits(course)[2]
    plan = clinic.plan(third.start + timedelta(hours=2), now=datetime.now(UTC))
    move_visit(appointment=third, plan=plan, by=DESK)
    mail = mail_of(newest())
    calendar = calendar_of(mail)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["SEQUENCE"]) == ("REQUEST", 1)
    assert str(event["UID"]) in published
    assert "that time is no longer yours" in mail.body
    cancel_visit(appointment=visits(course)[3], by=DESK)
    assert calendar_of(mail_of(newest()))["METHOD"] == "CANCEL"


@pytest.mark.parametrize(("act", "said"), [(pause_course, "is paused"), (end_course, "has ended")])
def test_what_is_given_back_leaves_the_calendar_with_one_file(clinic: cast.Clinic, act, said: str) -> None:
    course = booked_course(clinic, cast.ana())
    act(course=course, by=DESK)
    mail = mail_of(newest())
    assert said in mail.body
    calendar = calendar_of(mail)
    assert calendar["METHOD"] == "PUBLISH"
    assert [(str(one["STATUS"]), one["SEQUENCE"]) for one in calendar.walk("VEVENT")] == [("CANCELLED", 1)] * 6
    assert OutboxMessage.objects.count() == 2


def test_a_course_that_is_paused_before_its_mail_has_gone_is_told_in_order(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    pause_course(course=course, by=DESK)
    assert send_due(now=datetime.now(UTC)) == 2
    kinds = list(OutboxMessage.objects.order_by("sent_at", "pk").values_list("facts__course__event", flat=True))
    assert kinds == ["booked", "paused"]


def test_who_has_no_mail_address_gets_one_call(clinic: cast.Clinic) -> None:
    booked_course(clinic, cast.ana(email=""))
    calls = waiting_calls(clinic.location, now=datetime.now(UTC))
    assert len(calls) == 1
    assert calls[0].facts.course
    assert len(calls[0].facts.course.visits) == 6


def test_nothing_about_health_stands_in_a_subject_or_a_calendar(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    mail = mail_of(newest())
    calendar = str(calendar_of(mail).to_ical())
    for word in ("return", "pain", "acupuncture", "needle", "Bao", course.reference):
        assert word.casefold() not in mail.subject.casefold()
        assert word.casefold() not in calendar.casefold()


def test_the_chart_can_ask_where_a_visit_stands(clinic: cast.Clinic) -> None:
    course = booked_course(clinic, cast.ana())
    fourth = visits(course)[3]
    standing = standing_of(fourth)
    assert standing is not None
    assert (standing.number, standing.planned, standing.left, standing.reassess) == (4, 6, 6, True)
    alone = cast.booked(clinic, fourth.start + timedelta(hours=2), patient=cast.ana(email="b@example.invalid"))
    assert standing_of(alone) is None
