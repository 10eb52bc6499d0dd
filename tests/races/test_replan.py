"""Two desks apply a proposal for the same visits while a patient cancels one of them: one desk, or none, and whole."""

from typing import Any

import pytest

from ashi.clinic.actions.leave import write_absence
from ashi.core.time import instant_of
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment, AppointmentEvent, Practitioner
from ashi.records.reservations import touch_facts
from tests import cast
from tests.races.crowd import Booker, Onlooker, crowd, overlaps
from tests.races.rounds import accepted, cells, failures
from tests.races.test_one_table import second_acupuncturist

pytestmark = pytest.mark.django_db(transaction=True)

DESKS, ROUNDS, VISITS = 2, 4, 3
Answers = list[list[dict[str, Any]]]


def rounds(clinic: cast.Clinic, bookers: list[Booker]) -> Answers:
    """Each round Bao is away for three visits that desks plan again at once; the last booker cancels one of them."""
    patients = [cast.ana(name=f"Person {one}", email=f"p{one}@example.invalid") for one in range(VISITS)]
    mine = [cell + 18 * number for cell in cells(ROUNDS) for number in range(VISITS)]
    visits = [cast.booked(clinic, instant_of(cell), patient=patients[at % VISITS]) for at, cell in enumerate(mine)]
    second_acupuncturist(clinic)
    touch_facts(clinic.location.pk)
    first, last = instant_of(min(mine)), instant_of(max(mine) + 18)
    write_absence(resource_id=clinic.bao.resource_id, start=first, end=last, reason="", by=SYSTEM)
    results = []
    for turn in range(ROUNDS):
        hit = [visit.pk for visit in visits[turn * VISITS : (turn + 1) * VISITS]]
        for desk in bookers[:DESKS]:
            desk.say(do="prepare-replan", visits=hit)
        assert [desk.hear() for desk in bookers[:DESKS]] == [{"ready": VISITS}] * DESKS
        for desk in bookers[:DESKS]:
            desk.say(do="replan")
        bookers[DESKS].say(do="cancel", visit=hit[-1])
        results.append([booker.hear() for booker in bookers])
    return results


def half_done(clinic: cast.Clinic, results: Answers) -> list[int]:
    """Rounds whose visits were moved more or less often than a desk was told that it had moved them, once."""
    visits = list(Appointment.objects.order_by("pk").values_list("pk", flat=True))
    found = []
    for turn, answers in enumerate(results):
        hit = visits[turn * VISITS : (turn + 1) * VISITS]
        moved = AppointmentEvent.objects.filter(appointment__in=hit, kind="moved").count()
        done = len(accepted(answers[:DESKS]))
        if done > 1 or moved != VISITS * done:
            found.append(turn)
    return found


def revived() -> list[Appointment]:
    """Visits that stand although their patient was told that they are cancelled."""
    cancelled = AppointmentEvent.objects.filter(kind="cancelled").values("appointment")
    return list(Appointment.objects.filter(pk__in=cancelled).exclude(status="cancelled"))


def test_of_two_desks_and_a_patient_who_cancels_nothing_is_half_done(clinic: cast.Clinic) -> None:
    with crowd(DESKS + 1) as bookers, Onlooker() as onlooker:
        results = rounds(clinic, bookers)
    assert failures([answer for answers in results for answer in answers]) == []
    assert half_done(clinic, results) == []
    assert revived() == []
    assert (onlooker.overlaps, overlaps()) == (0, 0)
    assert all(accepted(answers) for answers in results)
    assert Practitioner.objects.count() == 2


def test_control_desks_that_do_not_look_again_both_move_them(clinic: cast.Clinic) -> None:
    with crowd(DESKS + 1, "careless") as bookers:
        results = rounds(clinic, bookers)
    assert half_done(clinic, results)
