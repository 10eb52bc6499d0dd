"""Taking time and giving it back: the only code that writes occupancy.

Two things keep two people off one table. First, a transaction locks every resource it is going to use, in id order
(PostgreSQL: row locks; SQLite: BEGIN IMMEDIATE has locked the whole file already), and looks only after that. Second,
the database refuses an overlap whatever the code thought (guards.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from ashi.core.time import floor_cell
from ashi.records import guards, statements
from ashi.records.models import Appointment, Hold, Location, Occupancy, OccupancyKind
from ashi.records.models.resources import LANES, LONGEST

# Every lane by its number, so that the index of a resource's time is read where it matters and not from end to end.
_OVERLAPS = f"""(resource_id = %s AND lane IN ({", ".join(map(str, range(LANES)))})
    AND "start" < %s AND "start" > %s AND "end" > %s)"""
_IN_ORDER = "SELECT id FROM records_resource WHERE id IN ({places}) ORDER BY id"
_TOUCH = "UPDATE records_resource SET version = version + 1 WHERE id IN ({places})"
_TOUCH_LOCATION = "UPDATE records_location SET calendar_version = calendar_version + 1 WHERE id = %s"
_VERSIONS = "SELECT id, calendar_version FROM records_location WHERE id IN ({places})"
# Where else a touched practitioner works: their time is gone there too.
_OTHER_LOCATIONS = """SELECT role.location_id FROM records_practitionerrole role
    JOIN records_practitioner person ON person.id = role.practitioner_id
    WHERE role.active AND person.resource_id IN ({places})"""


class Taken(Exception):
    """Somebody has this time. `kinds` says what is taken: practitioner, room, device, patient."""

    def __init__(self, kinds: Iterable[str] = ()) -> None:
        self.kinds = tuple(sorted(set(kinds)))
        super().__init__("taken: " + (", ".join(self.kinds) or "unknown"))


class Unlicensed(Exception):
    """No licence permits this practitioner to treat there and then."""


@dataclass(frozen=True)
class Stretch:
    """Cells of one resource that a visit needs, half-open."""

    resource_id: int
    start: int
    end: int
    lane: int = 0


def lock(resource_ids: Iterable[int]) -> datetime:
    """Lock the resources in id order and return the time it is now that they are locked.

    The clock is read after the wait: what had expired by then has expired. Needs a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("time is only taken inside a transaction")
    ids = sorted(set(resource_ids))
    if ids and connection.features.has_select_for_update:
        statements.select_locked(_IN_ORDER.format(places=statements.places(len(ids))), ids)
    return timezone.now()


def occupy(
    stretches: Sequence[Stretch], *, now: datetime, appointment: Appointment | None = None, hold: Hold | None = None
) -> None:
    """Write the occupancy of a visit or a hold, whose resources are locked. Raises Taken."""
    if kinds := _taken(stretches, now=now):
        raise Taken(kinds)
    rows = [
        Occupancy(
            resource_id=stretch.resource_id,
            lane=stretch.lane,
            start=stretch.start,
            end=stretch.end,
            kind=OccupancyKind.BOOKED if appointment else OccupancyKind.HOLD,
            appointment=appointment,
            hold=hold,
            expires_at=hold.expires_at if hold else None,
        )
        for stretch in stretches
    ]
    try:
        with transaction.atomic(savepoint=False):  # whoever is refused here gives up all of the transaction
            statements.insert_all(rows)
    except IntegrityError as error:
        if _refused_overlap(error):
            raise Taken from error
        raise


def release(*, appointment: Appointment | None = None, hold: Hold | None = None) -> None:
    """Give back the time of a visit or a hold."""
    Occupancy.objects.filter(appointment=appointment, hold=hold).delete()


def touch(resource_ids: Iterable[int], *, location_ids: Iterable[int]) -> Mapping[int, int]:
    """Say that these resources' time has changed. The last thing a transaction does, so that locations are locked
    briefly and in id order. Returns what the locations' calendar_version is now."""
    ids = sorted(set(resource_ids))
    others: list[tuple[int]] = []
    if ids:
        places = statements.places(len(ids))
        statements.execute(_TOUCH.format(places=places), ids)
        others = statements.select(_OTHER_LOCATIONS.format(places=places), ids)
    locations = sorted({*location_ids, *(pk for (pk,) in others)})
    if not locations:
        return {}
    for pk in locations:
        statements.execute(_TOUCH_LOCATION, [pk])
    return dict(statements.select(_VERSIONS.format(places=statements.places(len(locations))), locations))


def touch_facts(location_id: int) -> None:
    """Say that hours, closures, roles, services, rooms or licences of a location have changed."""
    Location.objects.filter(pk=location_id).update(
        calendar_version=F("calendar_version") + 1, facts_version=F("facts_version") + 1
    )


def forget_past(*, now: datetime) -> None:
    """Drop what takes no time any more, after an hour and a day of grace: holds that ran out, and time that is over,
    which appointments tell."""
    Hold.objects.filter(expires_at__lt=now - timedelta(hours=1)).delete()
    Occupancy.objects.filter(end__lt=floor_cell(now - timedelta(days=1))).delete()


def refuses_licence(error: IntegrityError) -> bool:
    return guards.NO_LICENCE in str(error)


def _refused_overlap(error: IntegrityError) -> bool:
    return guards.OVERLAP in str(error) or "occupancy_no_overlap" in str(error)


def taken(stretches: Sequence[Stretch], *, now: datetime) -> list[str]:
    """Kinds of the locked resources that somebody has already, for whoever wants to name every clash at once."""
    return _taken(stretches, now=now)


def _taken(stretches: Sequence[Stretch], *, now: datetime) -> list[str]:
    """Kinds of the resources that are taken. A squeeze looks at its own lane only, everybody else at every lane."""
    if not stretches or not _anything_there(stretches):
        return []
    clash = models.Q(pk__in=[])
    for stretch in stretches:
        overlap = Q(
            resource_id=stretch.resource_id,
            start__lt=stretch.end,
            start__gt=stretch.start - LONGEST,
            end__gt=stretch.start,
        )
        clash |= overlap & Q(lane=stretch.lane) if stretch.lane else overlap
    rows = Occupancy.objects.filter(clash).values_list("pk", "resource__kind", "expires_at")
    expired = [pk for pk, _, expires_at in rows if expires_at and expires_at <= now]
    if expired:
        Occupancy.objects.filter(pk__in=expired).delete()
    return [kind for _, kind, expires_at in rows if not expires_at or expires_at > now]


def _anything_there(stretches: Sequence[Stretch]) -> bool:
    """Nearly always there is nothing, on any lane, and then it need not be asked who it is."""
    parameters = [
        value for part in stretches for value in (part.resource_id, part.end, part.start - LONGEST, part.start)
    ]
    where = " OR ".join([_OVERLAPS] * len(stretches))
    return bool(statements.select(f"SELECT 1 FROM records_occupancy WHERE {where} LIMIT 1", parameters))  # noqa: S608
