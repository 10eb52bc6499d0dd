"""Charts of invented patients: those who come today were treated before; somebody may lie with needles now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ashi.core.safety import Answer, Profile, age_on, assess, relevant_questions
from ashi.core.treatment import Level, Placed, PlannedSet, Prescription, as_value, read_typed
from ashi.knowledge.treatment import the_cautions
from ashi.knowledge.treatment.points import known
from ashi.project.demo.consents import write_consents
from ashi.records import rules
from ashi.records.clearances import VALID_FOR
from ashi.records.models import (
    Appointment,
    AppointmentStatus,
    CautionAnswer,
    Clearance,
    Encounter,
    EncounterStatus,
    Needle,
    NeedleSet,
    Patient,
    Protocol,
    ScreenResult,
    User,
)
from ashi.records.tokens import digest
from ashi.treat.speaking import speaking

EARLIER = 4  # treatments that are charted of each patient of today
REST = 25
LETS_IN = (ScreenResult.CLEAR, ScreenResult.CAUTION)
BACK = "bl23 b 25mm 0.25x40, bl25 b 25mm 0.25x40, gv4 15mm, bl40 b 20mm, ki3 b 10mm"
HIP = "gb30 l 50mm 0.30x75, gb34 l 25mm, bl23 b 25mm 0.25x40, bl26 b 25mm, bl60 b 10mm"
NECK = "gb20 b 15mm ob, si3 b 10mm, bl62 b 8mm, gv14 10mm ob"
LEGS = "st36 b 25mm, sp6 b 20mm, bl57 b 20mm, bl40 b 20mm"
PLANS = (BACK, HIP, NECK, LEGS)
PROTOCOLS = {"Low back, prone": BACK, "Hip and leg, one side": HIP}
REASONS = (
    "Low back pain after lifting boxes in March; worse after sitting. Wants to garden again.",
    "Pain in the left hip, down to the knee when walking. Wants to walk the dog for half an hour.",
    "Stiff neck from the desk, headache in the evening. Wants to drive without pain.",
    "Tired, heavy legs and an aching back after night shifts.",
)
ASKED = "Asked their own doctor, who agrees to shallow needles and a short rest."
PAIN = (7, 6, 5, 4, 4)  # at the first treatment that is charted, and on


@dataclass(frozen=True)
class Told:
    """How one treatment went: minutes from its start to each tap."""

    prescription: Prescription
    reason: str
    pain: int


def write_charts(*, midnight: datetime, now: datetime) -> None:
    """After the visits: checks that nobody stumbled over, what was done before, and who lies with needles."""
    _clear(Appointment.objects.filter(start__gte=midnight, clearance=None, screened=True).select_related("patient"))
    today = list(
        Appointment.objects.filter(start__gte=midnight, start__lt=midnight + timedelta(days=1))
        .exclude(status__in=(AppointmentStatus.CANCELLED, AppointmentStatus.NOSHOW, AppointmentStatus.PENDING))
        .select_related("patient", "clearance")
        .order_by("start", "pk")
    )
    _agree(today)
    past = [_earlier(visit, midnight) for visit in today]
    _clear([one for ones in past for one in ones])
    write_consents([(ones[0] if ones else visit) for visit, ones in zip(today, past, strict=True)], now=now)
    for number, ones in enumerate(past):
        for place, visit in enumerate(ones):
            _treated(visit, _told(number, place))
    _treated_today(today, past, now)
    _keep_protocols(now)


def _agree(today: list[Appointment]) -> None:
    """What the check of one of today's found urgent was settled with their doctor when the visit was booked."""
    for visit in today:
        if visit.clearance and visit.clearance.result == ScreenResult.URGENT:
            visit.cleared_at, visit.cleared_by = visit.created_at, "user:2"
            visit.clearing_note = "Their doctor agrees."
            visit.save(update_fields=["cleared_at", "cleared_by", "clearing_note"])


def _earlier(visit: Appointment, midnight: datetime) -> list[Appointment]:
    """The last ones that took place, oldest first."""
    rows = Appointment.objects.filter(
        patient=visit.patient_id, start__lt=midnight, status=AppointmentStatus.FULFILLED, clearance=None
    )
    return list(reversed(rows.select_related("patient").order_by("-start")[:EARLIER]))


def _clear(visits: Iterable[Appointment]) -> None:
    """A finished check with a no to every question for each of them."""
    rows = list(visits)
    checks = Clearance.objects.bulk_create([_nothing(visit) for visit in rows])
    for visit, check in zip(rows, checks, strict=True):
        visit.clearance = check
    Appointment.objects.bulk_update(rows, ["clearance"], batch_size=200)


def _nothing(visit: Appointment) -> Clearance:
    screen, patient = rules.in_force(), visit.patient
    profile = Profile(age_on(visit.created_at.date(), born=_born(patient, visit)))
    said = {question.id: Answer.NO for question in relevant_questions({}, profile, rules=screen.rules)}
    assessment = assess(said, rules=screen.rules, profile=profile)
    return Clearance(
        key_hash=digest(f"an invented check: nothing {visit.pk}"),
        rules_version=assessment.version,
        language=patient.language,
        answers={name: answer.value for name, answer in said.items()},
        birth_date=patient.birth_date,
        result=assessment.result.word,
        reasons=[],
        created_at=visit.created_at,
        decided_at=visit.created_at,
        expires_at=visit.created_at + VALID_FOR,
    )


def _born(patient: Patient, visit: Appointment) -> date:
    return patient.birth_date or visit.created_at.date()


def _told(number: int, place: int) -> Told:
    """The later treatments reach a little deeper: there is something to see in what changed."""
    kind = number % len(PLANS)
    points, unread = read_typed(PLANS[kind], find=known)
    assert not unread, unread
    deeper = tuple(_deeper(point) if place >= EARLIER - 2 else point for point in points)
    return Told(Prescription((PlannedSet(deeper, REST),)), REASONS[kind], PAIN[place])


def _deeper(point: Placed) -> Placed:
    return replace(point, depth=point.depth + 5) if point.depth == 25 else point


def _treated_today(today: list[Appointment], past: list[list[Appointment]], now: datetime) -> None:
    """Who is done was treated; whoever is here and in the middle of it lies with needles in."""
    for number, (visit, before) in enumerate(zip(today, past, strict=True)):
        if not _lets_a_needle_in(visit):
            continue
        told = _told(number, len(before))
        if visit.status == AppointmentStatus.FULFILLED:
            _treated(visit, told)
        elif visit.status == AppointmentStatus.ARRIVED and visit.start + timedelta(minutes=20) < now < visit.end:
            _put_in(_opened(visit, told), visit, told)


def _lets_a_needle_in(visit: Appointment) -> bool:
    return (
        visit.screened
        and visit.clearance is not None
        and (visit.clearance.result in LETS_IN or visit.cleared_at is not None)
    )


def _treated(visit: Appointment, told: Told) -> None:
    """All the way, by the same rows that a chart writes: the tables' guards look on."""
    if not _lets_a_needle_in(visit):
        return
    encounter = _opened(visit, told)
    needles = _put_in(encounter, visit, told)
    out = visit.start + timedelta(minutes=12 + REST + 4)
    for row in needles.needles.all():
        row.removed = row.inserted
        row.save(update_fields=["removed"])
    needles.removal_at, needles.removed_at = out - timedelta(minutes=3), out
    needles.save()
    encounter.status, encounter.ended_at, encounter.closed_at = EncounterStatus.CLOSED, out, out
    encounter.ended_by = encounter.closed_by = encounter.opened_by
    encounter.advice = "Keep moving; a short walk twice a day."
    encounter.save()


def _opened(visit: Appointment, told: Told) -> Encounter:
    """With an answer to every caution that asks for one: nobody goes on without."""
    user = User.objects.get(practitioner=visit.practitioner_id)
    encounter = Encounter.objects.create(
        appointment=visit,
        practitioner_id=visit.practitioner_id,
        status=EncounterStatus.OPEN,
        opened_at=visit.start,
        opened_by=f"user:{user.pk}",
        reason=told.reason,
        pain=told.pain,
        prescription=as_value(told.prescription),
    )
    CautionAnswer.objects.bulk_create(
        CautionAnswer(
            encounter=encounter,
            rule=caution.rule,
            rules_version=the_cautions().version,
            point=caution.point,
            reason=ASKED,
            by_name=user.get_full_name(),
            by=encounter.opened_by,
            at=visit.start + timedelta(minutes=5),
        )
        for caution in speaking(encounter, told.prescription.points)
        if caution.level is Level.ASKS
    )
    return encounter


def _put_in(encounter: Encounter, visit: Appointment, told: Told) -> NeedleSet:
    begun, done = visit.start + timedelta(minutes=6), visit.start + timedelta(minutes=12)
    needles = NeedleSet.objects.create(
        encounter=encounter, number=1, region=told.prescription.points[0].region, started_at=begun
    )
    Needle.objects.bulk_create(_rows(needles, told.prescription.points))
    needles.inserted_at, needles.rest_until = done, done + timedelta(minutes=REST)
    needles.save()
    return needles


def _rows(needles: NeedleSet, points: tuple[Placed, ...]) -> Iterator[Needle]:
    for position, placed in enumerate(points):
        yield Needle(
            set=needles,
            position=position,
            point=placed.point,
            side=str(placed.side),
            region=placed.region,
            depth_mm=placed.depth,
            angle=str(placed.angle or ""),
            gauge=placed.gauge,
            inserted=placed.needles,
        )


def _keep_protocols(now: datetime) -> None:
    for name, typed in PROTOCOLS.items():
        points, _ = read_typed(typed, find=known)
        Protocol.objects.create(
            name=name, prescription=as_value(Prescription((PlannedSet(points, REST),))), made_at=now
        )
