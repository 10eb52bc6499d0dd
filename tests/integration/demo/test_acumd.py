"""The invented clinic keeps every rule a real one has to keep, and has something to show."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth import authenticate

from ashi.core.scheduling.availability import bits_of
from ashi.core.scheduling.phases import Actor
from ashi.core.time import cell_of, instant_of
from ashi.core.treatment import Level, of_value
from ashi.exchange.fhir.keys import SCOPES
from ashi.messaging.models import Channel, DemoMail, OutboxMessage
from ashi.project import demo, health
from ashi.project.demo.staff import PASSWORD
from ashi.project.demo.story import AHEAD, BACK
from ashi.records.calendar.facts import load_facts
from ashi.records.calendar.offers import Search
from ashi.records.models import (
    Absence,
    Appointment,
    AppointmentEvent,
    CarePlan,
    CautionAnswer,
    Closure,
    Consent,
    Encounter,
    HealthcareService,
    Location,
    MachineKey,
    Needle,
    Occupancy,
    Patient,
    Practitioner,
    Protocol,
    Qualification,
    User,
    WaitingOffer,
    WaitingWish,
)
from ashi.records.plans import plan_of
from ashi.records.tokens import digest
from ashi.treat.actions.changing import planned
from ashi.treat.ledgers import ledger_of
from ashi.treat.past import last_encounter
from ashi.treat.speaking import speaking
from tests.integration.demo.conftest import NEW_YORK, Filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("acumd")]
GIVES_TIME_BACK = ("cancelled", "noshow")


def visits() -> list[Appointment]:
    kept = Appointment.objects.exclude(status="cancelled").order_by("start", "pk")
    return list(kept.select_related("practitioner", "room", "device", "patient", "service"))


def local_date(instant: datetime) -> date:
    return instant.astimezone(NEW_YORK).date()


def taken(visit: Appointment) -> set[tuple[int, int, int]]:
    plan = plan_of(visit, qualification_id=visit.qualification_id, price_cents=0)
    return {(part.resource_id, part.start, part.end) for part in plan.stretches(visit.patient.resource_id)}


def test_nobody_and_nothing_was_ever_in_two_places() -> None:
    by_resource = defaultdict(list)
    for visit in visits():
        for resource, start, end in taken(visit):
            by_resource[resource].append((start, end))
    assert len(by_resource) > 400
    assert [
        (resource, one, other)
        for resource, stretches in by_resource.items()
        for one, other in pairwise(sorted(stretches))
        if other[0] < one[1]
    ] == []


def test_everybody_was_at_work_when_they_had_a_visit(acumd: Filled) -> None:
    location = Location.objects.get()
    first = acumd.today - timedelta(days=BACK)
    facts = load_facts(location, first, BACK + AHEAD + 1)
    for visit in visits():
        plan = plan_of(visit, qualification_id=visit.qualification_id, price_cents=0)
        needed = {
            facts.practitioners[visit.practitioner_id].open_bits: plan.visit.taken(Actor.PRACTITIONER, plan.start),
            facts.open_bits: plan.visit.taken(Actor.ROOM, plan.start),
        }
        for open_bits, intervals in needed.items():
            assert bits_of(intervals, facts.window) & ~open_bits == 0, visit
        assert visit.service_id in facts.practitioners[visit.practitioner_id].services


def test_nobody_is_booked_while_away() -> None:
    absences = list(Absence.objects.all())
    assert absences
    for visit in visits():
        for resource, start, end in taken(visit):
            for absence in absences:
                inside = absence.start < instant_of(end) and instant_of(start) < absence.end
                assert not (absence.resource_id == resource and inside), visit


def test_only_time_from_today_on_is_taken_and_all_of_it(acumd: Filled) -> None:
    rows = set(Occupancy.objects.values_list("appointment", "resource", "start", "end"))
    coming = [visit for visit in visits() if local_date(visit.start) >= acumd.today]
    assert rows == {(visit.pk, *part) for visit in coming for part in taken(visit)}
    assert len(coming) > 150


def test_the_doctor_finds_nothing_wrong(acumd: Filled) -> None:
    asked = ("overlaps", "diary", "licences", "messages")
    assert {name: list(health.QUESTIONS[name](acumd.now)) for name in asked} == {name: [] for name in asked}


def test_everybody_comes_first_for_a_first_visit_and_then_returns() -> None:
    kinds = defaultdict(list)
    for visit in visits():
        if visit.status != "cancelled":
            kinds[visit.patient_id].append(visit.service.slug)
    assert all(slugs[0] == "first-visit" and "first-visit" not in slugs[1:] for slugs in kinds.values())
    assert sum(len(slugs) for slugs in kinds.values()) / len(kinds) > 4


def test_the_history_reaches_eighteen_months_back_and_six_weeks_ahead(acumd: Filled) -> None:
    days = Counter(local_date(visit.start) for visit in visits())
    assert min(days) < acumd.today - timedelta(days=530)
    assert acumd.today + timedelta(days=38) <= max(days) <= acumd.today + timedelta(days=AHEAD)
    near = sum(days[acumd.today + timedelta(days=n)] for n in range(1, 8))
    far = sum(days[acumd.today + timedelta(days=n)] for n in range(35, 42))
    assert near > 1.4 * far > 0


def test_the_acupuncturists_have_different_numbers_of_people_all_worth_counting(acumd: Filled) -> None:
    year = acumd.now - timedelta(days=365)
    came = Appointment.objects.filter(status="fulfilled", start__gt=year).values_list("practitioner", "patient")
    counts = Counter(practitioner for practitioner, _ in set(came))
    assert len(counts) == 3
    assert sorted(counts.values())[0] >= 10
    assert sorted(counts.values())[-1] > 100
    assert len(set(counts.values())) == 3


def test_today_an_acupuncturist_goes_to_another_room_while_a_patient_rests(acumd: Filled) -> None:
    today = [visit for visit in visits() if local_date(visit.start) == acumd.today]
    assert len(today) >= 18
    staggered = [
        (one, other)
        for one in today
        for other in today
        if one.practitioner_id == other.practitioner_id and one.start < other.start < one.end
    ]
    assert len(staggered) >= 6
    assert all(one.room_id != other.room_id for one, other in staggered)
    assert {visit.room_id for visit in today} == set(Location.objects.get().rooms.values_list("pk", flat=True))


def test_in_the_middle_of_a_morning_some_have_left_some_are_here_and_some_are_to_come(acumd: Filled) -> None:
    today = [visit for visit in visits() if local_date(visit.start) == acumd.today]
    states = Counter(visit.status for visit in today)
    assert states["fulfilled"] >= 2
    assert states["arrived"] >= 2
    assert states["booked"] >= 8
    for visit in today:
        if visit.status == "arrived":
            assert visit.start - timedelta(minutes=15) <= acumd.now < visit.end + timedelta(minutes=10)
        if visit.status == "fulfilled":
            assert visit.end <= acumd.now + timedelta(minutes=5)


def test_no_visit_of_an_earlier_day_is_still_open(acumd: Filled) -> None:
    midnight = datetime.combine(acumd.today, datetime.min.time(), tzinfo=NEW_YORK)
    past = Appointment.objects.filter(start__lt=midnight)
    assert set(past.values_list("status", flat=True)) == {"fulfilled", "noshow", "cancelled"}
    assert set(past.filter(status="cancelled").values_list("cancelled_late", flat=True)) == {True, False}


def test_the_history_of_a_visit_is_in_order_and_says_what_its_status_says(acumd: Filled) -> None:
    told = defaultdict(list)
    for event in AppointmentEvent.objects.order_by("at", "pk"):
        told[event.appointment_id].append(event)
    ways = {
        "booked": ["booked"],
        "pending": ["booked"],
        "arrived": ["booked", "arrived"],
        "fulfilled": ["booked", "arrived", "fulfilled"],
        "noshow": ["booked", "noshow"],
        "cancelled": ["booked", "cancelled"],
    }
    for visit in Appointment.objects.all():
        assert [event.kind for event in told[visit.pk]] == ways[visit.status], visit.status
        assert told[visit.pk][0].at == visit.created_at < visit.start
        assert told[visit.pk][-1].at <= acumd.now


def test_a_cancellation_is_late_when_it_came_inside_the_window() -> None:
    window = timedelta(hours=Location.objects.get().late_cancel_hours)
    for visit in Appointment.objects.filter(status="cancelled"):
        assert visit.created_at < visit.cancelled_at < visit.start
        assert visit.cancelled_late == (visit.cancelled_at > visit.start - window)


def test_a_first_visit_can_be_had_within_days_with_everybody(acumd: Filled) -> None:
    service = HealthcareService.objects.get(slug="first-visit")
    for practitioner in Practitioner.objects.all():
        soonest = Search(Location.objects.get(), service.pk, now=acumd.now, practitioner_id=practitioner.pk).soonest()
        assert soonest is not None
        assert instant_of(soonest) < acumd.now + timedelta(days=7)


def test_everybody_is_invented_and_no_licence_number_is_possible() -> None:
    for model in (Patient, Practitioner, User):
        assert not model.objects.filter(invented=False).exists()
    assert set(Qualification.objects.values_list("number", flat=True)) == {"AP 0000", "AP 0001", "AP 0002"}
    assert not Patient.objects.exclude(email="").exclude(email__endswith=".invalid").exists()
    assert not Patient.objects.exclude(phone__contains="55501").exists()  # kept for fiction
    assert "(invented)" in Location.objects.get().address


def test_some_visits_wait_for_somebody(acumd: Filled) -> None:
    waiting = Appointment.objects.filter(status="pending")
    assert waiting.count() == 2
    for visit in waiting:
        assert visit.clearance.result == "urgent"
        assert acumd.now < visit.clear_by <= visit.start - timedelta(hours=2)
    assert Appointment.objects.filter(screened=False, start__gt=acumd.now).count() == 3


def test_some_visits_of_today_have_a_caution_with_its_rule(acumd: Filled) -> None:
    cautions = Appointment.objects.filter(clearance__result="caution")
    assert cautions.count() >= 3
    assert {local_date(visit.start) for visit in cautions} >= {acumd.today}
    rules = {reason["rule"] for visit in cautions for reason in visit.clearance.reasons}
    assert rules >= {"CI02", "CI03"}


def test_nobody_is_written_to_but_one_patient_is_to_be_called(acumd: Filled) -> None:
    call = OutboxMessage.objects.get()
    assert call.channel == Channel.CALL
    assert call.appointment.patient.email == ""
    assert call.appointment.start > acumd.now
    assert not DemoMail.objects.exists()
    assert not Consent.objects.exists()


def test_one_patient_is_in_the_middle_of_a_course() -> None:
    course = CarePlan.objects.get(status="active")
    visits = list(course.visits.order_by("start"))
    assert [visit.course_number for visit in visits] == list(range(1, len(visits) + 1))
    assert len({visit.patient_id for visit in visits}) == 1
    states = [str(visit.status) for visit in visits]
    assert states.count("fulfilled") + states.count("arrived") >= 2
    assert states.count("booked") >= 2
    assert len(visits) <= course.planned_visits


def test_two_patients_would_like_to_come_earlier_and_nobody_has_asked_them_yet(acumd: Filled) -> None:
    wishes = WaitingWish.objects.filter(status="waiting").select_related("visit")
    assert wishes.count() == 2
    assert all(wish.created_at < acumd.now < wish.visit.start for wish in wishes)
    assert not WaitingOffer.objects.exists()


def test_the_clinic_is_closed_on_thanksgiving_and_says_why_in_both_languages(acumd: Filled) -> None:
    thanksgiving = datetime(2026, 11, 26, 12, tzinfo=NEW_YORK)
    closure = Closure.objects.get(start__lt=thanksgiving, end__gt=thanksgiving)
    assert (closure.reason_en, closure.reason_es) == ("Thanksgiving", "Día de Acción de Gracias")
    assert not [visit for visit in visits() if local_date(visit.start) == thanksgiving.date()]


def test_the_sign_ins_that_are_printed_are_good() -> None:
    lines = demo.sign_ins()
    users = list(User.objects.all())
    assert len(users) == 5
    for user in users:
        assert any(user.username in line and PASSWORD in line for line in lines)
    assert authenticate(username="dana", password=PASSWORD) == User.objects.get(username="dana")
    key = lines[-1].removeprefix("FHIR key: ")
    assert sorted(MachineKey.objects.get(key_hash=digest(key)).scopes) == sorted(SCOPES)


def test_it_is_known_to_be_filled() -> None:
    assert demo.is_filled()


def test_every_visit_begins_on_its_grid() -> None:
    assert {cell_of(visit.start) % 2 for visit in visits()} == {0}


def test_who_comes_today_was_treated_before_and_every_needle_came_out(acumd: Filled) -> None:
    closed = Encounter.objects.filter(status="closed")
    assert closed.count() >= 10
    for encounter in closed:
        count = ledger_of(encounter)
        assert count.inserted == count.removed > 0
        assert of_value(encounter.prescription).needles == count.inserted
    assert max(Counter(closed.values_list("appointment__patient", flat=True)).values()) >= 3


def test_somebody_lies_with_needles_now(acumd: Filled) -> None:
    resting = Encounter.objects.filter(status="open")
    assert resting.exists()
    assert Needle.objects.filter(set__encounter__in=resting, removed=0).exists()
    assert not resting.exclude(appointment__status="arrived").exists()


def test_nobody_was_needled_over_a_caution_that_nobody_answered(acumd: Filled) -> None:
    charts = list(Encounter.objects.filter(sets__needles__isnull=False).distinct())
    asked = [one for each in charts for one in speaking(each, planned(each).points) if one.level is Level.ASKS]
    assert charts
    assert asked == []
    assert CautionAnswer.objects.exists()


def test_the_next_visits_may_be_needled_and_begin_with_last_times_points(acumd: Filled) -> None:
    booked = Appointment.objects.filter(status="booked", screened=True)
    assert not booked.filter(clearance=None).exists()
    assert any(last_encounter(visit) for visit in booked.order_by("start")[:20])
    assert Protocol.objects.count() == 2
