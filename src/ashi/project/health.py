"""What `ashi doctor` asks about an installation. Each question answers with what is wrong; ids, never names."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from ashi.messaging.models import Channel, OutboxMessage
from ashi.project.commands import CommandError, serve
from ashi.project.serving import prepare
from ashi.records.models import (
    Appointment,
    Encounter,
    EncounterStatus,
    Occupancy,
    Practitioner,
    Qualification,
)
from ashi.records.models.appointments import EXPECTED

LAPSE_WARNING = timedelta(days=60)
VERIFIED_WITHIN = timedelta(days=90)
SENT_WITHIN = timedelta(hours=1)
CHARTED_WITHIN = timedelta(days=1)
BACKUP_WITHIN = timedelta(days=2)


def settings_are_safe(now: datetime) -> Iterator[str]:
    if not settings.DEMO:
        yield from serve.unsafe_settings()


def database_is_ready(now: datetime) -> Iterator[str]:
    """Reachable, migrated, guards in place; a SQLite file undamaged."""
    try:
        prepare.refuse_if_unsound()
    except CommandError as error:
        yield str(error)
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            yield from (
                f"the database file is damaged ({row[0]}): restore a backup" for row in cursor if row[0] != "ok"
            )


def nobody_is_in_two_places(now: datetime) -> Iterator[str]:
    """The guards refuse overlaps; this looks at what is there all the same."""
    other = Occupancy.objects.filter(
        ~Q(pk=OuterRef("pk")),
        resource=OuterRef("resource"),
        lane=OuterRef("lane"),
        start__lt=OuterRef("end"),
        end__gt=OuterRef("start"),
    )
    for row in Occupancy.objects.filter(Exists(other)).order_by("pk")[:20]:
        yield f"occupancy {row.pk} of resource {row.resource_id} overlaps another: move one of the two visits"


def visits_to_come_take_their_time(now: datetime) -> Iterator[str]:
    """A visit without occupancy could be booked over."""
    taken = Occupancy.objects.filter(appointment=OuterRef("pk"))
    open_visits = Appointment.objects.filter(~Exists(taken), status__in=EXPECTED, start__gt=now)
    for reference in open_visits.values_list("reference", flat=True)[:20]:
        yield f"visit {reference} takes no time in the diary: move it to itself"


def licences_stand(now: datetime) -> Iterator[str]:
    licences = Qualification.objects.filter(practitioner__active=True, permits_practice=True)
    for licence in licences.filter(expires_at__lt=now + LAPSE_WARNING).order_by("expires_at"):
        state = "lapsed" if licence.expires_at < now else "lapses"
        yield f"licence {licence} {state} on {licence.expires_at:%Y-%m-%d}: look it up and enter the new date"
    stale = licences.filter(Q(verified_at=None) | Q(verified_at__lt=now - VERIFIED_WITHIN))
    yield from (f"licence {licence} was not verified for {VERIFIED_WITHIN.days} days" for licence in stale)
    for practitioner in Practitioner.objects.filter(active=True).exclude(qualifications__in=licences):
        yield f"practitioner {practitioner.pk} has no licence that permits practice: enter it, or make them inactive"


def messages_go_out(now: datetime) -> Iterator[str]:
    if failed := OutboxMessage.objects.filter(gave_up_at__isnull=False, withdrawn_at=None, called_at=None).count():
        yield f"{failed} messages could not be sent: call these patients, and look at ASHI_EMAIL_URL"
    waiting = OutboxMessage.objects.filter(channel=Channel.MAIL, sent_at=None, gave_up_at=None, withdrawn_at=None)
    if late := waiting.filter(send_after__lt=now - SENT_WITHIN).count():
        yield f"{late} messages wait for more than an hour: is ./ashi serve or ./ashi worker running?"


def a_backup_is_recent(now: datetime) -> Iterator[str]:
    if settings.DEMO:
        return
    noted = settings.DATA_DIR / "last_backup"
    made = datetime.fromtimestamp(noted.stat().st_mtime, UTC) if noted.exists() else None
    if made is None or now - made > BACKUP_WITHIN:
        yield f"the last backup is {made.date() if made else 'not known'}: run ./ashi backup FILE every day"


def needles_are_accounted_for(now: datetime) -> Iterator[str]:
    """Charts that nobody finished."""
    forgotten = Encounter.objects.filter(status=EncounterStatus.OPEN, opened_at__lt=now - CHARTED_WITHIN)
    for chart in forgotten.order_by("pk")[:20]:
        yield f"encounter {chart.pk} was opened more than {CHARTED_WITHIN.days} day ago: count its needles and close it"
    for chart in Encounter.objects.filter(status=EncounterStatus.ENDED).order_by("pk")[:20]:
        yield f"encounter {chart.pk} ended in an emergency and its needles are not accounted for: finish the count"


QUESTIONS: dict[str, Callable[[datetime], Iterator[str]]] = {
    "settings": settings_are_safe,
    "database": database_is_ready,
    "overlaps": nobody_is_in_two_places,
    "diary": visits_to_come_take_their_time,
    "licences": licences_stand,
    "needles": needles_are_accounted_for,
    "messages": messages_go_out,
    "backup": a_backup_is_recent,
}
