"""A whole course from the private page, page by page, without a script."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from ashi.book.courses.actions import end_course
from ashi.messaging.models import OutboxMessage
from ashi.records.models import Appointment, CarePlan, ScreenResult
from tests import cast
from tests.integration.book.coursing import booked_course, visits
from tests.integration.book.walking import private_page

pytestmark = pytest.mark.django_db
WISHES = {"visits": "six", "day": ["1", "3"], "part": "morning", "who": "anyone"}


class Ana:
    """Somebody with a visit that was booked on the web a moment ago, and its private link."""

    def __init__(
        self, clinic: cast.Clinic, ten: datetime, result: ScreenResult = ScreenResult.CLEAR, **changes
    ) -> None:
        self.visit = cast.booked(clinic, ten, patient=cast.ana(**changes))
        self.visit.clearance = cast.cleared(result)
        self.visit.save()
        self.client = Client()
        self.here = f"{private_page(self.visit)}course/"

    def ask(self, **wishes):
        first = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
        return self.client.get(self.here, {**WISHES, "first": first, **wishes})

    def form(self, page) -> dict[str, list[str]]:
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.content.decode())
        sent: dict[str, list[str]] = {}
        for name, value in found:
            sent.setdefault(name, []).append(value)
        return sent

    def book(self, page=None):
        return self.client.post(self.here, self.form(page or self.ask()))


@pytest.fixture
def ana(clinic: cast.Clinic, ten: datetime) -> Ana:
    return Ana(clinic, ten)


def test_the_visit_page_leads_to_a_course_and_the_course_back_to_each_visit(ana: Ana) -> None:
    assert ana.here in ana.client.get(private_page(ana.visit)).content.decode()
    done = ana.book()
    assert done["Location"].endswith("?done=booked")
    page = ana.client.get(done["Location"]).content.decode()
    course = CarePlan.objects.get()
    assert "6 of 6 visits are still to come" in page
    for visit in visits(course):
        assert private_page(visit) in page
    third = ana.client.get(private_page(visits(course)[2])).content.decode()
    assert "Visit 3 of 6" in third
    assert OutboxMessage.objects.filter(appointment__care_plan=course).count() == 1
    assert {visit.source for visit in visits(course)} == {"web"}
    assert {visit.clearance_id for visit in visits(course)} == {ana.visit.clearance_id}


def test_a_proposal_names_days_and_what_was_bent_and_books_nothing(ana: Ana) -> None:
    page = ana.ask(day=["1"], part=[])
    assert page.status_code == 200
    assert len(page.context["proposed"].rows) == 6
    text = page.content.decode()
    assert "not quite as wished" in text
    assert "because of the days you named" in text
    assert Appointment.objects.count() == 1


def test_one_visit_is_changed_from_its_alternatives_and_all_others_stay(ana: Ana) -> None:
    first = ana.ask()
    rows = first.context["proposed"].rows
    change = ana.client.get(ana.here + rows[2].changes)
    assert change.context["others"]
    second = ana.client.get(ana.here + change.context["others"][0].address)
    changed = [a.visit.start != b.visit.start for a, b in zip(rows, second.context["proposed"].rows, strict=True)]
    assert changed == [False, False, True, False, False, False]
    ana.book(second)
    picked = [row.visit.start for row in second.context["proposed"].rows]
    assert [int(visit.start.timestamp()) // 300 for visit in visits(CarePlan.objects.get())] == picked


def test_the_button_pressed_twice_books_one_course(ana: Ana) -> None:
    sent = ana.form(ana.ask())
    answers = [ana.client.post(ana.here, sent)["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert CarePlan.objects.count() == 1
    assert Appointment.objects.count() == 7


def test_a_time_that_went_meanwhile_is_named_and_another_course_is_shown(ana: Ana, clinic: cast.Clinic) -> None:
    page = ana.ask()
    start = page.context["proposed"].rows[3].starts_at
    cast.booked(clinic, start, patient=cast.ana(email="other@example.invalid"))
    refused = ana.book(page)
    assert refused.status_code == 409
    assert "Somebody was quicker." in refused.content.decode()
    assert not CarePlan.objects.exists()
    assert ana.book(refused).status_code == 302


@pytest.mark.parametrize("result", [ScreenResult.URGENT, ScreenResult.EMERGENCY])
def test_after_an_urgent_answer_no_course_is_booked_online(clinic: cast.Clinic, ten: datetime, result: str) -> None:
    ana = Ana(clinic, ten, result)
    assert "somebody with a license comes first" in ana.ask().content.decode()
    ana.client.post(ana.here, {**WISHES, "at": "1.1", "key": "k"})
    assert not CarePlan.objects.exists()


def test_answers_more_than_a_day_old_are_asked_again_and_a_new_check_is_enough(ana: Ana) -> None:
    clearance = ana.visit.clearance
    clearance.expires_at = datetime.now(UTC) - timedelta(minutes=1)
    clearance.save()
    assert "First the safety questions" in ana.ask().content.decode()
    cast.cleared(key="again")
    ana.client.cookies["ashi_check"] = "again"
    assert ana.book().status_code == 302


def test_where_the_rules_are_not_signed_nothing_is_booked_online(ana: Ana, settings) -> None:
    settings.DEMO = False
    assert "Booking online is not open yet" in ana.ask().content.decode()


def test_a_course_is_one_of_the_things_a_contact_has_coming_and_there_is_one_of_it(
    ana: Ana, clinic: cast.Clinic, ten: datetime
) -> None:
    from ashi.book.limits import has_enough_coming

    now = datetime.now(UTC)
    assert ana.book().status_code == 302
    assert not has_enough_coming(phone="", email=ana.visit.patient.email, now=now)  # six visits, asked for once
    again = Ana(clinic, ten + timedelta(hours=2), name="Another Name (invented)")  # the same mail address
    assert again.book().status_code == 429
    end_course(course=CarePlan.objects.get(), by=cast.By("user", 1))
    assert again.book().status_code == 302


@pytest.mark.usefixtures("still")
def test_from_one_address_three_courses_a_day_are_booked(clinic: cast.Clinic, ten: datetime, monkeypatch) -> None:
    from ashi.book import limits

    monkeypatch.setattr(limits, "IN_THE_DEMO", 1)
    codes = []
    for number in range(4):
        contact = {"email": f"a{number}@example.invalid", "phone": f"+1305555010{number}"}
        codes.append(Ana(clinic, ten + timedelta(days=7 * number, hours=5), **contact).book().status_code)
    assert codes == [302, 302, 302, 429]


def test_pause_end_and_go_on(ana: Ana) -> None:
    ana.book()
    paused = ana.client.post(ana.here, {"do": "pause"})
    assert paused["Location"].endswith("?done=paused")
    assert "It is paused." in ana.client.get(paused["Location"]).content.decode()
    rest = ana.client.get(f"{ana.here}?resume=1")
    sent = ana.form(rest)
    assert len(sent["at"]) == 6
    assert ana.client.post(ana.here, sent)["Location"].endswith("?done=resumed")
    assert CarePlan.objects.get().status == "active"
    assert ana.client.post(ana.here, {"do": "end"})["Location"].endswith("?done=ended")
    assert CarePlan.objects.get().status == "revoked"


def test_the_later_visits_follow_only_when_asked(ana: Ana, clinic: cast.Clinic) -> None:
    ana.book(ana.ask(day=[]))
    course = CarePlan.objects.get()
    starts = [visit.start for visit in visits(course)]
    second = visits(course)[1]
    later = int(second.start.timestamp()) // 300 + 280 + 6 * 288  # a week later: past the third
    target = datetime.fromtimestamp(
        300 * next(c for c in clinic.search(now=datetime.now(UTC)).cells() if c > later), UTC
    )
    moved = ana.client.post(f"{private_page(second)}move/", {"to": f"{target:%Y-%m-%dT%H:%MZ}", "sequence": "0"})
    page = ana.client.get(moved["Location"]).content.decode()
    assert [visit.start for visit in visits(course)][2:] == starts[2:]
    assert "Should the later visits follow?" in page
    rest = ana.client.get(f"{private_page(second)}course/?after=2")
    done = ana.client.post(f"{private_page(second)}course/", ana.form(rest))
    assert done["Location"].endswith("?done=moved")
    assert [visit.start for visit in visits(course)][2:] != starts[2:]
    assert visits(course)[1].start == target


def test_the_last_visits_that_were_cancelled_are_booked_again(ana: Ana) -> None:
    from ashi.book.actions import cancel_visit

    ana.book()
    course = CarePlan.objects.get()
    for visit in visits(course)[4:]:
        cancel_visit(appointment=visit, by=cast.By("user", 1))
    assert "Book the visits that are missing" in ana.client.get(ana.here).content.decode()
    sent = ana.form(ana.client.get(f"{ana.here}?resume=1"))
    assert len(sent["at"]) == 2
    assert ana.client.post(ana.here, sent)["Location"].endswith("?done=resumed")
    assert course.visits.exclude(status="cancelled").count() == 6


def test_the_calendar_file_of_the_course_has_every_visit_to_come(ana: Ana) -> None:
    ana.book()
    file = ana.client.get(f"{private_page(ana.visit)}course.ics")
    assert file["Content-Type"].startswith("text/calendar")
    assert file.content.count(b"BEGIN:VEVENT") == 6
    assert b"ATTENDEE" not in file.content
    assert b"METHOD:PUBLISH" in file.content


@pytest.mark.parametrize(
    "wrong",
    [
        {"visits": "ninety"},
        {"first": "2020-01-01"},
        {"first": "never"},
        {"first": "9999-12-31"},
        {"day": ["9"]},
        {"who": "77"},
        {"at": ["x"]},
        {"at": ["1.1", "2.2"]},
        {"change": "99"},
        {"usual": "x.y"},
        {"usual": "99999999999999999999.1"},
        {"at": ["99999999999999999999999.1"] * 6},
    ],
)
def test_what_is_wrong_is_said_and_never_an_error_of_ours(ana: Ana, wrong: dict) -> None:
    assert ana.ask(**wrong).status_code in (200, 422)
    sent = {**ana.form(ana.ask()), **wrong}
    assert ana.client.post(ana.here, sent).status_code in (302, 400, 409)


def test_a_page_of_a_course_leaves_no_trace(ana: Ana) -> None:
    page = ana.ask()
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert dict(parse_qsl(urlsplit(ana.ask().request["QUERY_STRING"]).query)).keys() <= {"visits", "first"}


def test_charlie_sees_nothing_of_the_course(ana: Ana, clinic: cast.Clinic) -> None:
    course = booked_course(clinic, ana.visit.patient)
    other = cast.booked(
        clinic, visits(course)[0].start + timedelta(hours=3), patient=cast.ana(email="c@example.invalid")
    )
    page = Client().get(f"{private_page(other)}course/").content.decode()
    assert private_page(visits(course)[0]) not in page
    assert Client().get("/visit/nonsense/course/").status_code == 404
