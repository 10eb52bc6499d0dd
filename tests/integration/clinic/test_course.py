"""The desk books a course while the patient stands there, and takes care of one that goes on."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from ashi.core.safety import Result
from ashi.knowledge.safety.emergencies import emergency_signs
from ashi.records import rules
from ashi.records.models import Appointment, AuditEvent, CarePlan, Location, StopRecord
from tests import cast
from tests.integration.book.coursing import BY_DESK, DESK, booked_course, visits
from tests.integration.clinic.conftest import TUESDAY

pytestmark = pytest.mark.django_db


class AtTheDesk:
    def __init__(self, client: Client, patient_id: int) -> None:
        self.client, self.here = client, f"/clinic/people/{patient_id}/course/"

    def ask(self, **wishes: Any) -> Any:
        first = (TUESDAY + timedelta(days=1)).date().isoformat()
        return self.client.get(self.here, {"visits": "six", "who": "anyone", "first": first, **wishes})

    def form(self, page: Any) -> dict[str, list[str]]:
        sent: dict[str, list[str]] = {}
        main = page.content.decode().split("<main", 1)[1]
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', main):
            sent.setdefault(name, []).append(value)
        return sent

    def book(self, page: Any = None, **said: Any) -> Any:
        return self.client.post(self.here, {**self.form(page or self.ask()), "asked": "asked", **said})


@pytest.fixture
def desk(dana: Client) -> AtTheDesk:
    return AtTheDesk(dana, cast.ana().pk)


def test_a_course_is_booked_with_the_questions_asked(desk: AtTheDesk) -> None:
    page = desk.ask()
    assert "Somebody was quicker" not in page.content.decode()
    assert desk.book(page).status_code == 302
    course = CarePlan.objects.get()
    assert course.source == "desk"
    assert len(visits(course)) == 6
    assert all(visit.screened and visit.clearance for visit in visits(course))
    shown = desk.client.get(desk.here).content.decode()
    assert "6 of 6 left" in shown
    assert AuditEvent.objects.filter(action="read", entity=f"CarePlan/{course.pk}").count() == 1
    assert desk.here in desk.client.get(f"/clinic/visit/{visits(course)[2].pk}/").content.decode()
    assert "Visit 3 of 6" in desk.client.get(f"/clinic/visit/{visits(course)[2].pk}/").content.decode()


def test_a_course_without_the_questions_is_marked_so(desk: AtTheDesk) -> None:
    assert desk.book(asked="not").status_code == 302
    assert not any(visit.screened for visit in visits(CarePlan.objects.get()))


def test_nothing_is_booked_until_it_is_said_whether_they_were_asked(desk: AtTheDesk) -> None:
    refused = desk.book(asked="")
    assert refused.status_code == 422
    assert "Say whether you asked the emergency questions" in refused.content.decode()
    assert not Appointment.objects.exists()


def test_an_emergency_answer_books_nothing_and_says_what_to_do(desk: AtTheDesk) -> None:
    sign = next(iter(emergency_signs(rules.in_force())))
    said = desk.book(yes=[sign.id, *sign.follow])
    assert said.status_code == 200
    assert not Appointment.objects.exists()
    assert StopRecord.objects.exists()
    assert not CarePlan.objects.exists()


def test_an_urgent_answer_books_no_course(desk: AtTheDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    from ashi.clinic.actions import phone

    real = phone.judge

    def urgent(*args: Any, **kwargs: Any) -> Any:
        from dataclasses import replace

        return replace(real(*args, **kwargs), result=Result.URGENT)

    monkeypatch.setattr(phone, "judge", urgent)
    refused = desk.book()
    assert refused.status_code == 422
    assert "a doctor comes first" in refused.content.decode()
    assert not Appointment.objects.exists()


def test_a_payers_limit_is_kept_and_what_is_used_of_it_counts(desk: AtTheDesk) -> None:
    page = desk.ask(visits="twelve", limit="12-in-90", used="3")
    assert "The payer has 9 visits left" in page.content.decode()
    booked = desk.book(desk.ask(visits="twelve", limit="12-in-90"))
    assert booked.status_code == 302
    course = CarePlan.objects.get()
    days = [visit.start.date() for visit in visits(course)]
    assert (days[-1] - days[0]).days < 90
    assert course.limit == {"visits": 12, "days": 90, "since": None, "used": 0}


def test_a_time_that_went_is_said_and_nothing_is_booked(desk: AtTheDesk, clinic: cast.Clinic) -> None:
    page = desk.ask()
    starts_at = page.context["proposed"].rows[2].starts_at
    cast.booked(clinic, starts_at, patient=cast.ana(email="o@example.invalid"))
    refused = desk.book(page)
    assert refused.status_code == 409
    assert "Somebody was quicker." in refused.content.decode()
    assert not CarePlan.objects.exists()


def test_pausing_resuming_and_ending(desk: AtTheDesk) -> None:
    desk.book()
    desk.client.post(desk.here, {"do": "pause"})
    assert CarePlan.objects.get().status == "on-hold"
    rest = desk.client.get(f"{desk.here}?resume=1")
    desk.client.post(desk.here, desk.form(rest))
    assert CarePlan.objects.get().status == "active"
    ended = desk.client.post(desk.here, {"do": "end"})
    assert ended["Location"].startswith("/clinic/people/")
    assert CarePlan.objects.get().status == "revoked"
    assert desk.ask().status_code == 200


def test_the_rest_follows_a_visit_that_was_moved(desk: AtTheDesk, clinic: cast.Clinic) -> None:
    desk.book()
    course = CarePlan.objects.get()
    rest = desk.client.get(f"{desk.here}?after=2")
    sent = desk.form(rest)
    assert len(sent["at"]) == 4
    assert desk.client.post(desk.here, sent).status_code == 302
    assert {visit.sequence for visit in visits(course)[2:]} == {1}


def test_what_is_wrong_is_said_and_never_an_error_of_ours(desk: AtTheDesk) -> None:
    for wrong in (
        {"visits": "x"},
        {"first": "x"},
        {"limit": "x"},
        {"used": "-1"},
        {"at": ["x.y"]},
        {"usual": "9999.1"},
    ):
        assert desk.ask(**wrong).status_code in (200, 422), wrong
    assert desk.client.post(desk.here, {}).status_code == 422
    assert desk.client.get("/clinic/people/999999/course/").status_code == 404
    desk.book()
    for sent in ({}, {"do": "x"}, {"do": "follow"}, {"do": "follow", "after": "99"}, {"do": "resume", "at": ["1.1"]}):
        assert desk.client.post(desk.here, sent).status_code in (302, 409), sent


def test_without_a_sign_in_nobody_sees_anything(clinic: cast.Clinic) -> None:
    clinic.location = Location.objects.get(pk=clinic.location.pk)
    course = booked_course(clinic, cast.ana())
    answer = Client().get(f"/clinic/people/{course.patient_id}/course/")
    assert answer.status_code == 302
    assert "/clinic/people/" not in answer["Location"].split("?")[0]


def test_a_visit_whose_place_in_its_course_was_booked_again_is_not_uncancelled(
    clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    from ashi.book.courses.actions import resume_course
    from ashi.clinic.actions.changing import cancel
    from ashi.clinic.actions.undo import TooLate, undo

    course = booked_course(clinic, cast.ana())
    second = visits(course)[1]
    elsewhere = clinic.plan(second.start + timedelta(hours=2), now=TUESDAY)
    event = cancel(appointment=second, note="", by=DESK)
    resume_course(course=course, plans={2: elsewhere}, terms=BY_DESK, by=DESK)
    with pytest.raises(TooLate):
        undo(event=event, by=DESK)
