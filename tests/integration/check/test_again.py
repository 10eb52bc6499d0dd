"""The emergency questions before each visit, and what an answer does to the visit."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from ashi.book.actions import NotExpected
from ashi.check import again
from ashi.check.actions import forget_unbooked
from ashi.clinic.actions.visits import arrive
from ashi.core.safety import Answer, Profile
from ashi.knowledge.safety import the_screen
from ashi.messaging.calls import Why, waiting_calls
from ashi.messaging.mail import compose
from ashi.messaging.models import OutboxMessage
from ashi.records.before_visit import questions_are_due
from ashi.records.by import By
from ashi.records.models import Appointment, AuditEvent, Clearance, Occupancy, Recheck, Role, StopRecord
from ashi.records.safety_answers import told_of
from tests import cast
from tests.integration.check.visiting import Guest, coming, in_time

SOON = timedelta(hours=30)
HOURS = timedelta(hours=1)
STAFF = By("user", 1)


@pytest.fixture
def guest(clinic: cast.Clinic, settings) -> Guest:
    """Ana, whose visit is tomorrow; she has given her birth date."""
    settings.DEMO = True
    return Guest(coming(clinic, within=SOON)).known()


def answer(guest: Guest, *yes: str, leave: tuple[str, ...] = ()) -> Any:
    fields = guest.get("again/").context["form"].fields
    said = {name: "yes" if name in yes else "no" for name in fields if name not in leave}
    return guest.post("again/", said)


def now_is(guest: Guest) -> Appointment:
    return Appointment.objects.get(pk=guest.visit.pk)


def test_the_form_asks_every_question_an_emergency_hangs_on_with_its_parts() -> None:
    screen = the_screen()
    asked = set(again.questions_of(screen).questions)
    emergencies = {
        name
        for rule in screen.rules.rules
        for outcome in rule.outcomes
        if outcome.action == "E"
        for name in outcome.when.names
        if not screen.rules.by_id[name].group
    }
    assert emergencies <= asked
    assert {"RF01", "RF02", "RF03", "RF04", "RF05", "RF06", "RF07", "RF11", "RF15"} <= asked
    parts = {part.id for name in asked for part in screen.rules.parts_of(name)}
    assert parts <= asked


@pytest.mark.parametrize("hours", [49, 72, 200])
def test_it_is_too_early_to_ask_two_days_before(clinic: cast.Clinic, guest: Guest, hours: int) -> None:
    start = in_time(hours * HOURS + timedelta(minutes=6))
    Appointment.objects.update(start=start, end=start + HOURS)
    assert guest.get("again/")["Location"] == guest.page
    assert "Answer the questions" not in guest.get().content.decode()


def test_the_page_of_the_visit_asks_until_it_is_answered(guest: Guest) -> None:
    assert f'href="{guest.page}again/"' in guest.get().content.decode()
    answer(guest)
    assert f'href="{guest.page}again/"' not in guest.get().content.decode()
    assert not questions_are_due(now_is(guest), now=datetime.now(UTC))


def test_an_answer_from_before_the_two_days_does_not_count(guest: Guest) -> None:
    answer(guest)
    long_ago = datetime.now(UTC) - timedelta(hours=40)
    Recheck.objects.update(at=long_ago)
    Clearance.objects.update(decided_at=long_ago)
    assert questions_are_due(now_is(guest), now=datetime.now(UTC))


def test_a_check_done_within_the_two_days_is_not_asked_again(guest: Guest) -> None:
    guest.visit.clearance = cast.cleared()
    guest.visit.save()
    assert not questions_are_due(guest.visit, now=datetime.now(UTC))


def test_the_link_alone_does_not_open_it(guest: Guest) -> None:
    stranger = Guest(guest.visit)
    assert stranger.get("again/")["Location"].startswith(f"{guest.page}birth-date/")
    assert stranger.post("again/", {"RF01": "yes"})["Location"].startswith(f"{guest.page}birth-date/")
    assert not Recheck.objects.exists()


def test_nothing_to_report_leaves_the_visit_as_it_is(guest: Guest) -> None:
    done = answer(guest)
    assert done["Location"] == f"{guest.page}again/answer/"
    page = guest.client.get(done["Location"]).content.decode()
    assert "See you at the visit" in page
    assert "Call 911 if you have" in page
    row = Recheck.objects.get()
    assert (row.result, row.whole, row.rules_version) == ("clear", False, the_screen().version)
    assert set(row.answers.values()) == {"no"}
    assert now_is(guest).status == "booked"
    assert AuditEvent.objects.filter(action="visit.asked-again", patient=guest.visit.patient).count() == 1


@pytest.mark.parametrize(
    "yes",
    [["RF01"], ["RF06"], ["RF15"], ["RF08", "RF07"], ["RF11", "RF11.unwell"], ["RF13", "RF13.recent"], ["RF22.chest"]],
)
def test_an_emergency_shows_what_to_do_now_and_nothing_else_and_gives_the_time_back(
    guest: Guest, yes: list[str]
) -> None:
    page = guest.client.get(answer(guest, *yes)["Location"]).content.decode()
    assert "Get medical help now" in page
    assert 'href="tel:911"' in page
    assert "<header" not in page
    assert guest.page not in page
    visit = now_is(guest)
    assert (visit.status, visit.cancel_note, visit.cancelled_late) == ("cancelled", "", False)
    assert not Occupancy.objects.filter(appointment=visit).exists()
    assert visit.events.filter(kind="stopped").count() == 1
    assert Recheck.objects.get().result == "emergency"
    # It is no anonymous Stop: the answers stay with the visit, and nothing is counted twice.
    assert not StopRecord.objects.exists()


def test_half_a_page_is_enough_for_an_emergency(guest: Guest) -> None:
    guest.post("again/", {"RF01": "yes"})
    assert now_is(guest).status == "cancelled"
    assert Recheck.objects.get().answers == {"RF01": "yes"}


def test_half_a_page_without_one_is_asked_for_the_rest(guest: Guest) -> None:
    page = answer(guest, leave=("RF15",))
    assert page.status_code == 422
    assert 'href="#id_RF15_0"' in page.content.decode()
    assert not Recheck.objects.exists()


def test_the_stop_is_there_again_whichever_page_of_the_questions_is_opened(guest: Guest) -> None:
    answer(guest, "RF01")
    for path in ("again/", "again/answer/"):
        assert "Get medical help now" in guest.get(path).content.decode()
    # Who has only the link sees that it is cancelled, and no more.
    stranger = Guest(guest.visit)
    page = stranger.get().content.decode()
    assert "Canceled:" in page
    for word in ("emergency", "911", "answer"):
        assert word not in page.partition("<main")[2].partition("</main>")[0]
    assert stranger.get("again/answer/")["Location"].startswith(f"{guest.page}birth-date/")


def test_the_message_is_the_one_for_any_time_that_was_given_back(guest: Guest) -> None:
    answer(guest, "RF01")
    message = OutboxMessage.objects.get(kind="cancellation")
    mail = compose(message, now=datetime.now(UTC))
    whole = mail.subject + mail.body + str(mail.alternatives) + str(mail.attachments) + str(message.facts)
    assert "We could not confirm this time for you, so we have given it back" in mail.body
    for word in ("RF01", "numbness", "emergency", "urgent", "safety", "answer", "stop"):
        assert word not in whole.lower().replace("x-auto-response-suppress", "")


def test_the_desk_has_a_call_to_make_and_is_told_why(clinic: cast.Clinic, guest: Guest) -> None:
    answer(guest, "RF01")
    [call] = waiting_calls(clinic.location, now=datetime.now(UTC))
    assert (call.why, call.phone, call.appointment_id) == (Why.STOPPED, "+13055550100", guest.visit.pk)
    desk = Client()
    desk.force_login(cast.dana())
    assert "called for emergency help: ask how they are" in desk.get("/clinic/to-do/").content.decode()


def test_urgent_makes_the_visit_wait_for_a_licensed_person(guest: Guest) -> None:
    page = guest.client.get(answer(guest, "RF05")["Location"]).content.decode()
    assert "See a doctor today" in page
    assert "provisional again" in page
    visit = now_is(guest)
    assert visit.status == "pending"
    assert timedelta(hours=23) < visit.clear_by - datetime.now(UTC) <= timedelta(hours=24)
    message = OutboxMessage.objects.get(kind="change")
    assert "not confirmed yet" in compose(message, now=datetime.now(UTC)).subject
    with pytest.raises(NotExpected):
        arrive(appointment=visit, by=STAFF, now=datetime.now(UTC))


def test_close_to_the_visit_there_is_half_an_hour_to_clear_it(guest: Guest) -> None:
    start = in_time(HOURS)
    Appointment.objects.update(start=start, end=start + HOURS)
    answer(guest, "RF05")
    assert timedelta(minutes=29) < now_is(guest).clear_by - datetime.now(UTC) <= timedelta(minutes=30)


def test_a_visit_booked_without_answers_has_them_now(guest: Guest) -> None:
    start = in_time(200 * HOURS)
    Appointment.objects.update(screened=False, start=start, end=start + HOURS)
    assert f'href="{guest.page}again/"' in guest.get().content.decode()
    answer(guest)
    visit = now_is(guest)
    assert visit.screened
    assert visit.clearance.result == "clear"
    assert visit.clearance.answers == Recheck.objects.get().answers
    assert not questions_are_due(visit, now=datetime.now(UTC))


def test_the_answers_of_a_visit_outlive_the_day(guest: Guest) -> None:
    answer(guest)
    assert forget_unbooked(now=datetime.now(UTC) + timedelta(days=2), by=STAFF) == 0
    assert Recheck.objects.exists()


def test_after_a_stop_the_next_visit_is_urgent_until_a_licensed_person_has_looked(
    clinic: cast.Clinic, guest: Guest
) -> None:
    other = cast.booked(clinic, coming_start(guest), patient=guest.visit.patient)
    near = in_time(40 * HOURS)
    Appointment.objects.filter(pk=other.pk).update(start=near, end=near + HOURS)
    answer(guest, "RF01")
    second = Guest(Appointment.objects.get(pk=other.pk), client=guest.client).known()
    answer(second)
    assert [row.result for row in Recheck.objects.order_by("pk")] == ["emergency", "urgent"]
    assert now_is(second).status == "pending"
    Appointment.objects.filter(pk=other.pk).update(
        status="booked", clear_by=None, cleared_at=datetime.now(UTC), cleared_by="user:1 AP 0000"
    )
    answer(second)
    assert Recheck.objects.order_by("pk").last().result == "clear"


def coming_start(guest: Guest) -> datetime:
    return cast.next_weekday(2, time(14), after=datetime.now(UTC) + timedelta(days=6))


def test_whoever_has_arrived_stays_the_clinics_and_is_not_needled(clinic: cast.Clinic, guest: Guest) -> None:
    arrive(appointment=now_is(guest), by=STAFF, now=datetime.now(UTC))
    page = guest.client.get(answer(guest, "RF01")["Location"]).content.decode()
    assert "Get medical help now" in page
    assert now_is(guest).status == "arrived"
    assert Recheck.objects.get().result == "emergency"


def test_the_visit_that_was_moved_meanwhile_is_released_where_it_is_now(clinic: cast.Clinic, guest: Guest) -> None:
    old = now_is(guest)
    moved = clinic.rooms[1] if old.room_id == clinic.rooms[0].pk else clinic.rooms[0]
    Appointment.objects.update(room=moved, sequence=5)
    Occupancy.objects.filter(appointment=old, resource=old.room.resource).update(resource=moved.resource)
    profile = Profile(40)
    assessment = again.assess_short({"RF01": Answer.YES}, screen=the_screen(), profile=profile)
    again.answer_again(
        appointment=old, answered=again.Answered({"RF01": "yes"}, assessment, "en"), by=By("patient", old.patient_id)
    )
    assert now_is(guest).status == "cancelled"
    assert not Occupancy.objects.exists()


def test_somebody_with_cancer_in_the_past_is_asked_whether_the_pain_is_new(guest: Guest) -> None:
    """Not asked, it would count as yes, and every visit of a course would have to be cleared."""
    answer(guest, "RF08")
    assert Recheck.objects.get().result == "caution"


def test_what_a_licensed_person_has_cleared_does_not_stop_the_visit_again(guest: Guest) -> None:
    answer(guest, "CI06")
    assert now_is(guest).status == "pending"
    cleared_at = datetime.now(UTC)
    Appointment.objects.update(status="booked", clear_by=None, cleared_at=cleared_at, cleared_by="user:1 AP 0000")
    answer(guest, "CI06")
    assert (now_is(guest).status, Recheck.objects.order_by("pk").last().result) == ("booked", "caution")
    answer(guest, "CI06", "RF05")
    assert (now_is(guest).status, Recheck.objects.order_by("pk").last().result) == ("pending", "urgent")


def test_the_acupuncturist_sees_every_pass_with_rules_and_version(clinic: cast.Clinic, guest: Guest) -> None:
    stop = {"answers": {"RF01": "yes"}, "reasons": [REASON], "result": "emergency", "at": "2026-11-20T10:00:00+00:00"}
    guest.visit.clearance = cast.cleared(
        rules_version=the_screen().version, answers={"RF01": "no"}, earlier_answers=[stop], result="urgent"
    )
    guest.visit.save()
    answer(guest, "RF05")
    staff = Client()
    staff.force_login(cast.staff("bao", Role.ACUPUNCTURIST, clinic.bao))
    page = staff.get(f"/clinic/visit/{guest.visit.pk}/").content.decode()
    assert "RF05 U" in page
    assert the_screen().advice["RF05.alone"].reason.in_language("en") in page
    assert f"rules of {the_screen().version}" in page
    assert "First answers, changed afterwards" in page
    assert "First <strong>Yes</strong>, then <strong>No</strong>." in page
    desk = Client()
    desk.force_login(cast.dana())
    assert "RF05 U" not in desk.get(f"/clinic/visit/{guest.visit.pk}/").content.decode()


REASON = {"rule": "RF01", "action": "E", "text": "RF01", "soon": "", "raised_by": ""}


def test_the_first_answers_of_a_visit_are_told_once(guest: Guest) -> None:
    answer(guest, "RF05")
    assert [one.kind for one in told_of(now_is(guest), language="en")] == ["short"]


@pytest.mark.parametrize(("yes", "level"), [("RF01", "Emergency."), ("RF05", "Urgent.")])
def test_the_desk_is_told_what_the_last_answers_amount_to(guest: Guest, yes: str, level: str) -> None:
    guest.visit.clearance = cast.cleared(rules_version=the_screen().version, result="caution", reasons=[CARE])
    Appointment.objects.update(clearance=guest.visit.clearance)
    Clearance.objects.update(decided_at=datetime.now(UTC) - timedelta(days=9))
    answer(guest, yes)
    desk = Client()
    desk.force_login(cast.dana())
    page = desk.get(f"/clinic/visit/{guest.visit.pk}/").content.decode()
    assert f"<strong>{level}</strong>" in page
    assert the_screen().advice["CI02"].reason.in_language("en") in page


CARE = {"rule": "CI02", "action": "C", "text": "CI02", "soon": "", "raised_by": ""}


def test_a_cancelled_visit_takes_no_answers_but_an_emergency_is_told_what_to_do(guest: Guest) -> None:
    form = guest.get("again/").context["form"]
    Appointment.objects.update(status="cancelled", cancelled_at=datetime.now(UTC))
    assert guest.get("again/")["Location"] == guest.page
    assert guest.post("again/", dict.fromkeys(form.fields, "no"))["Location"] == guest.page
    assert not Recheck.objects.exists()
    assert Clearance.objects.count() == 0
