"""Booking with the telephone at the ear."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ashi.clinic.screening import answers, judge
from ashi.core.safety import Action, Answer, Result
from ashi.knowledge import safety
from ashi.knowledge.safety.emergencies import emergency_signs
from ashi.messaging.models import Channel, OutboxMessage
from ashi.records.models import Appointment, Clearance, Occupancy, Patient, StopRecord
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

TEN = TUESDAY + timedelta(hours=2)
FAR = TEN + timedelta(days=2)
SCREEN = safety.the_screen()


def key(start: object = TEN) -> str:
    return f"{start:%Y-%m-%dT%H:%MZ}"


def sent(clinic: cast.Clinic, **changes: object) -> dict[str, object]:
    """Ben calls for the first time and leaves a number; the questions were asked and all were no."""
    return {
        "book": "1",
        "location": clinic.location.slug,
        "who": "new",
        "name": "Ben Invented",
        "phone": "305-555-0101",
        "service": clinic.first.pk,
        "at": key(),
        "first": "2026-12-01",
        "asked": "asked",
        "language": "es",
        **changes,
    }


def book(browser: Client, clinic: cast.Clinic, **changes: object):  # type: ignore[no-untyped-def]
    data = sent(clinic, **changes)
    return browser.post(reverse("clinic:book"), {name: value for name, value in data.items() if value is not None})


def test_somebody_new_is_booked_without_a_mail_address_and_put_on_the_call_list(
    dana: Client, clinic: cast.Clinic
) -> None:
    assert book(dana, clinic).status_code == 302
    visit = Appointment.objects.select_related("patient").get()
    assert (visit.start, visit.status, visit.source, visit.screened) == (TEN, "booked", "desk", True)
    assert (visit.patient.name, visit.patient.phone, visit.patient.language) == ("Ben Invented", "+13055550101", "es")
    message = OutboxMessage.objects.get()
    assert (message.channel, message.send_after - message.created_at) == (Channel.CALL, timedelta(minutes=3))


def test_somebody_known_keeps_their_record(dana: Client, clinic: cast.Clinic) -> None:
    ana = cast.ana()
    assert book(dana, clinic, who=ana.pk, name=None, phone=None).status_code == 302
    assert Appointment.objects.get().patient == ana
    assert Patient.objects.count() == 1


def test_the_answers_travel_with_the_visit(dana: Client, clinic: cast.Clinic) -> None:
    book(dana, clinic)
    check = Appointment.objects.get().clearance
    assert check is not None
    assert check.result == "clear"
    assert check.answers["RF01"] == "no"
    assert check.rules_version == SCREEN.version


def test_not_asked_is_marked_so_and_has_no_answers(dana: Client, clinic: cast.Clinic) -> None:
    book(dana, clinic, asked="not")
    visit = Appointment.objects.get()
    assert (visit.screened, visit.clearance) == (False, None)


def test_an_emergency_books_nothing_and_says_what_to_tell_the_caller(dana: Client, clinic: cast.Clinic) -> None:
    page = book(dana, clinic, yes="RF01").content.decode()
    assert "Tell them: call 911 now" in page
    assert "cauda equina" in page
    assert not Appointment.objects.exists()
    assert not Patient.objects.exists()
    assert not Clearance.objects.exists()
    assert not Occupancy.objects.exists()
    assert list(StopRecord.objects.values_list("rule", flat=True)) == ["RF01"]


def test_an_urgent_answer_books_a_time_that_waits_for_clearance(dana: Client, clinic: cast.Clinic) -> None:
    assert book(dana, clinic, yes="RF05", at=key(FAR)).status_code == 302
    visit = Appointment.objects.get()
    assert visit.status == "pending"
    assert visit.clear_by is not None
    assert visit.clearance is not None
    assert visit.clearance.result == "urgent"


def test_an_urgent_answer_gets_no_time_before_anybody_can_look_at_it(dana: Client, clinic: cast.Clinic) -> None:
    page = book(dana, clinic, yes="RF05")
    assert page.status_code == 422
    assert "a doctor comes first" in page.content.decode()
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"who": None}, "Choose the person"),
        ({"name": ""}, "Write the name of the person"),
        ({"phone": ""}, "Write a phone number"),
        ({"phone": "12"}, "we could not read this one"),
        ({"birth": "13/32/1984"}, "Write the birth date"),
        ({"birth": "5/2/2015"}, "They are under 18"),
        ({"at": None}, "Choose a time"),
        ({"at": "whenever"}, "This time is not free"),
        ({"asked": None}, "Say whether you asked"),
        ({"asked": "not", "yes": "RF01"}, "Something is ticked"),
        ({"squeeze": "on"}, "Write why this visit is squeezed in"),
        ({"yes": "RF99"}, "RF99"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    changes: dict[str, object], said: str, dana: Client, clinic: cast.Clinic
) -> None:
    page = book(dana, clinic, q="words to keep", **changes)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert "words to keep" in page.content.decode()
    assert not Appointment.objects.exists()
    assert not Patient.objects.exists()


def test_a_time_that_has_just_gone_is_not_booked_and_others_are_offered(dana: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    page = book(dana, clinic)
    assert page.status_code == 422
    text = page.content.decode()
    assert "This time is not free" in text
    assert 'name="at" value="' in text
    assert "Ben Invented" in text


@pytest.mark.parametrize("number", [0, 1])
def test_the_room_whose_free_stretch_was_pressed_is_taken(number: int, dana: Client, clinic: cast.Clinic) -> None:
    room = clinic.rooms[number]
    assert book(dana, clinic, room=room.pk, room_at=key()).status_code == 302
    assert Appointment.objects.get().room == room


def test_a_time_off_the_grid_can_be_had_when_somebody_pointed_at_it(dana: Client, clinic: cast.Clinic) -> None:
    odd = TEN + timedelta(minutes=5)
    page = dana.get(reverse("clinic:book"), {"at": key(odd), "room": clinic.rooms[0].pk}).content.decode()
    assert f'value="{key(odd)}" checked' in page
    assert book(dana, clinic, at=key(odd)).status_code == 302


def test_a_visit_is_squeezed_in_beside_another_with_a_reason(dana: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    answer = book(dana, clinic, squeeze="on", squeeze_reason="Flies home tonight")
    assert answer.status_code == 302
    visit = Appointment.objects.get(patient__name="Ben Invented")
    assert (visit.lane, visit.squeeze_reason, visit.start) == (1, "Flies home tonight", TEN)


def test_an_acupuncturist_squeezes_nobody_into_a_colleagues_day(bao: Client, clinic: cast.Clinic) -> None:
    other = cast.hire("Cleo", "Invented", number="AP 0001")
    cast.give_role(other, clinic.location, [clinic.first])
    page = book(bao, clinic, squeeze="on", squeeze_reason="Because", practitioner=other.pk)
    assert page.status_code == 409
    assert not Appointment.objects.exists()


def test_looking_for_somebody_complains_about_nothing(dana: Client, clinic: cast.Clinic) -> None:
    cast.ana()
    page = dana.post(reverse("clinic:book"), {"q": "invented ana", "look": "who", "location": "miami"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "Ana Invented" in text
    assert "error-summary" not in text


def test_somebody_nobody_knows_is_new_and_what_was_typed_is_their_name(dana: Client, clinic: cast.Clinic) -> None:
    text = dana.post(reverse("clinic:book"), {"q": "Zoe Quill", "look": "who"}).content.decode()
    assert 'value="Zoe Quill"' in text
    assert 'value="new" required' in text or 'value="new"' in text


def test_who_has_been_here_is_offered_the_visit_for_those_who_come_again(dana: Client, clinic: cast.Clinic) -> None:
    ana = cast.ana()
    first = dana.get(reverse("clinic:book"), {"patient": ana.pk}).content.decode()
    assert f'<option value="{clinic.first.pk}" selected' in first
    cast.booked(clinic, TEN, patient=ana)
    Appointment.objects.update(status="fulfilled")
    again = dana.get(reverse("clinic:book"), {"patient": ana.pk}).content.decode()
    assert f'<option value="{clinic.first.pk}" selected' not in again


def test_a_patient_is_not_offered_a_time_at_which_they_have_another_visit(dana: Client, clinic: cast.Clinic) -> None:
    other = cast.hire("Cleo", "Invented", number="AP 0001")
    cast.give_role(other, clinic.location, [clinic.again])
    ana = cast.ana()
    cast.booked(clinic, TEN, patient=ana)
    asked = {"patient": ana.pk, "service": clinic.again.pk, "practitioner": other.pk, "at": key(TEN)}
    assert f'value="{key(TEN)}" checked' not in dana.get(reverse("clinic:book"), asked).content.decode()
    stranger = {**asked, "patient": cast.ana(name="Zoe").pk}
    assert f'value="{key(TEN)}" checked' in dana.get(reverse("clinic:book"), stranger).content.decode()


def test_every_emergency_there_is_a_rule_for_can_be_found_with_these_questions() -> None:
    asked = {name for sign in emergency_signs(SCREEN) for name in (sign.id, *sign.follow)}
    rules = [one for rule in SCREEN.rules.rules for one in rule.outcomes if one.action is Action.EMERGENCY]
    assert rules
    for outcome in rules:
        openers = {sign.id for sign in emergency_signs(SCREEN) if outcome.when.names & set(sign.follow)}
        with_openers = (outcome.when.names & asked) | openers
        found = judge(SCREEN, with_openers, born=date(1984, 5, 2), today=date(2026, 11, 24))
        assert found.result is Result.EMERGENCY, outcome.text
        assert outcome.when.names <= asked


def test_what_was_read_aloud_and_not_ticked_is_a_no() -> None:
    said = answers(SCREEN, ["RF13"])
    assert said["RF13"] is Answer.YES
    assert said["RF13.recent"] is said["RF01"] is Answer.NO
    assert "RF11.unwell" not in said


def ask(browser: Client, visit: Appointment, **data: object):  # type: ignore[no-untyped-def]
    return browser.post(reverse("clinic:ask", args=[visit.pk]), {"asked": "on", **data})


def not_asked(clinic: cast.Clinic) -> Appointment:
    visit = cast.booked(clinic, FAR)
    Appointment.objects.update(screened=False)
    return visit


def test_who_was_not_asked_is_asked_later(dana: Client, clinic: cast.Clinic) -> None:
    visit = not_asked(clinic)
    assert ask(dana, visit).status_code == 302
    visit.refresh_from_db()
    assert (visit.screened, visit.status) == (True, "booked")


def test_an_urgent_answer_afterwards_makes_the_visit_wait(dana: Client, clinic: cast.Clinic) -> None:
    visit = not_asked(clinic)
    ask(dana, visit, yes="RF05")
    visit.refresh_from_db()
    assert visit.status == "pending"


def test_after_an_emergency_nobody_arrives_any_more(dana: Client, clinic: cast.Clinic) -> None:
    visit = not_asked(clinic)
    assert "call 911 now" in ask(dana, visit, yes="RF01").content.decode()
    assert dana.post(reverse("clinic:arrive", args=[visit.pk])).status_code == 409
    visit.refresh_from_db()
    assert visit.status == "booked"


def test_nobody_is_marked_as_asked_without_being_asked(dana: Client, clinic: cast.Clinic) -> None:
    visit = not_asked(clinic)
    assert dana.post(reverse("clinic:ask", args=[visit.pk]), {}).status_code == 422
    visit.refresh_from_db()
    assert not visit.screened


def been_here(clinic: cast.Clinic) -> Patient:
    ana = cast.ana()
    past = cast.booked(clinic, FAR, patient=ana)
    Appointment.objects.filter(pk=past.pk).update(status="fulfilled", start=TEN - timedelta(days=7))
    return ana


def test_without_a_script_the_kind_of_visit_follows_the_person_who_was_chosen_last(
    dana: Client, clinic: cast.Clinic
) -> None:
    ana = been_here(clinic)
    asked = {"who": ana.pk, "name": None, "phone": None, "proposed": f"{clinic.first.pk}:new"}
    page = book(dana, clinic, **asked)
    assert page.status_code == 422
    assert "has followed the person: it is now “Return visit”" in page.text
    assert f'<option value="{clinic.again.pk}" selected>' in page.text
    assert f'name="proposed" value="{clinic.again.pk}:returning"' in page.text
    assert f'value="{key()}" checked' in page.text
    assert Appointment.objects.count() == 1
    assert book(dana, clinic, **asked | {"service": clinic.again.pk}).status_code == 302
    assert Appointment.objects.latest("pk").service == clinic.again


def test_a_kind_that_was_chosen_on_purpose_stays(dana: Client, clinic: cast.Clinic) -> None:
    ana = been_here(clinic)
    asked = {"who": ana.pk, "name": None, "phone": None, "proposed": f"{clinic.again.pk}:returning"}
    assert book(dana, clinic, **asked).status_code == 302
    assert Appointment.objects.latest("pk").service == clinic.first


def test_a_button_without_a_script_shows_what_suits_the_person(dana: Client, clinic: cast.Clinic) -> None:
    ana = been_here(clinic)
    page = book(dana, clinic, who=ana.pk, q="ana", book=None, look="person", proposed=f"{clinic.first.pk}:new")
    assert page.status_code == 200
    assert f'<option value="{clinic.again.pk}" selected>' in page.text
