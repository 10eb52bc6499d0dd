"""What counts as free when a visit moves, when a patient has another one, and when somebody is squeezed in."""

from dataclasses import replace

from ashi.core.scheduling.availability import Window, bits_of_pairs
from ashi.core.scheduling.bitset import Stretches
from ashi.core.scheduling.search import Diary
from ashi.core.time import ceil_cell, floor_cell
from ashi.records.calendar.diary import LocationDiary
from ashi.records.calendar.facts import Facts
from ashi.records.models import Absence, Appointment, Occupancy, Patient


def free_of(moving: Appointment, diary: Diary, facts: Facts) -> Diary:
    """The diary as if this visit had no time yet."""
    own: dict[int, int] = {}
    for resource, start, end in moving.occupancy.values_list("resource_id", "start", "end"):
        own[resource] = own.get(resource, 0) | bits_of_pairs([(start, end)], facts.window)
    people = {pk: _with(free, own.get(facts.practitioners[pk].resource_id)) for pk, free in diary.practitioners.items()}
    rooms = {pk: _with(free, own.get(facts.rooms[pk])) for pk, free in diary.rooms.items()}
    machines = {pk: resource for kind in facts.devices.values() for pk, resource in kind.items()}
    devices = {pk: _with(free, own.get(machines[pk])) for pk, free in diary.devices.items()}
    return replace(diary, practitioners=people, rooms=rooms, devices=devices)


def _with(free: Stretches, own: int | None) -> Stretches:
    return Stretches(free.bits | own) if own else free


def taken_by_patient(patient: Patient, window: Window, *, leaving_out: Appointment | None = None) -> int:
    """Cells in which the patient has another visit, at whatever location."""
    rows = Occupancy.objects.filter(resource=patient.resource_id, start__lt=window.end, end__gt=window.start)
    if leaving_out:
        rows = rows.exclude(appointment=leaving_out)
    return bits_of_pairs(rows.values_list("start", "end"), window)


def beside_visits(diary: LocationDiary, practitioner_id: int) -> int:
    """Cells in which this acupuncturist works and nobody has been squeezed in, whatever else is booked."""
    facts = diary.facts
    worker = facts.practitioners[practitioner_id]
    squeezed = Occupancy.objects.filter(resource=worker.resource_id, lane__gt=0, end__gt=facts.window.start)
    away = Absence.objects.filter(resource=worker.resource_id).values_list("start", "end")
    pairs = [*squeezed.values_list("start", "end"), *((floor_cell(start), ceil_cell(end)) for start, end in away)]
    return worker.open_bits & ~bits_of_pairs(pairs, facts.window)
