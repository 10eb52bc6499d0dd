"""The small clinic that is fought over: three acupuncturists, two rooms and two machines, all of them short."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from ashi.core.time import cell_of
from ashi.project.demo.founding import (
    EMPTY_ROOM,
    NEW_YORK,
    PRACTITIONER,
    RESTING_WITH_CURRENT,
    PhaseSpec,
    add_device,
    add_room,
    give_role,
    hire,
    hours,
    offer,
    open_at,
)
from ashi.records.models import Audience, Clearance, Location, Organization, ScreenResult

SLUG, SERVICE, DEVICE = "faults", "return", "electro"
WEEKDAYS = 15
STEP = timedelta(minutes=20)
LASTS = timedelta(seconds=1)  # what holds, offers and undo wait for; minutes in life: nobody would see one run out here
PHASES = (
    PhaseSpec("talk", 10, PRACTITIONER),
    PhaseSpec("needles_in", 10, PRACTITIONER),
    PhaseSpec("retention", 20, RESTING_WITH_CURRENT),
    PhaseSpec("needles_out", 5, PRACTITIONER),
    PhaseSpec("turnover", 5, EMPTY_ROOM),
)
ROWS_OF_A_VISIT = 5  # the room throughout, the patient, the machine, the acupuncturist at both ends
ROWS_OF_A_HOLD = 4  # nobody says yet whose it is


class Slot(NamedTuple):
    """A time with somebody; `cell` is of five minutes since 1970."""

    practitioner: int
    cell: int


def fill(now: datetime) -> list[Slot]:
    """Makes the clinic and returns every time that can be asked for in it."""
    working = hours(range(5), (9, 17))
    organization = Organization.objects.create(name="Faults", phone="+13055550100", invented=True)
    location = Location.objects.create(
        organization=organization,
        name="Faults",
        slug=SLUG,
        zone="America/New_York",
        jurisdiction="US-FL",
        address="1 Invented Avenue",
        city="Miami",
        state="FL",
        postal_code="33145",
        horizon_days=60,
        lead_minutes=0,
    )
    open_at(location, working)
    for number in (1, 2):
        add_room(location, f"Room {number}")
        add_device(location, f"Stimulator {number}", DEVICE)
    kind = offer(
        PHASES,
        slug=SERVICE,
        name_en="Return visit",
        name_es="Visita de seguimiento",
        audience=Audience.RETURNING,
        price_cents=9_000,
        grid_minutes=5,
        device_kind=DEVICE,
    )
    staff = [hire(f"Fault{n}", "Invented", f"AP 00F{n}", checked=now) for n in (1, 2, 3)]
    for person in staff:
        give_role(person, location, [kind], working)
    organization.licensee = staff[0]
    organization.save()
    Clearance.objects.create(
        key_hash="faults",
        result=ScreenResult.CLEAR,
        rules_version="2026-11-24",
        language="en",
        created_at=now,
        decided_at=now,
        expires_at=now + timedelta(days=60),
    )
    return [Slot(person.pk, cell) for cell in _starts(now) for person in staff]


def _starts(now: datetime) -> Iterator[int]:
    day = now.astimezone(NEW_YORK).date()
    found = 0
    while found < WEEKDAYS:
        day += timedelta(days=1)
        if day.weekday() < 5:
            found += 1
            start = datetime.combine(day, time(9), tzinfo=NEW_YORK)
            yield from (cell_of(start + step * STEP) for step in range(20))
