"""An old clinic to measure: the bench clinic, and behind it ten years with a million visits.

The visits are those of fifty-six acupuncturists in as many rooms, of whom seven and seven are still there: what can be
booked from now on is exactly what can be booked in the bench clinic. Written by the database itself, set by set; with
the guards in place, like everything else.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from ashi.messaging.models import Channel, MessageKind, OutboxMessage
from ashi.project.demo import bench
from ashi.project.demo.founding import NEW_YORK, add_room, hire
from ashi.records import statements
from ashi.records.models import (
    Appointment,
    AppointmentEvent,
    AuditEvent,
    Consent,
    ConsentKind,
    HealthcareService,
    Location,
    Patient,
    Practitioner,
    Qualification,
    Resource,
    ResourceKind,
    Room,
    VisitLink,
)

VISITS = 1_000_000
VISITS_OF_ONE = 12  # a course; so many visits a patient has had
YEARS = 10
STAFF, HOURS_A_DAY = 56, 8
A_DAY = STAFF * HOURS_A_DAY
OPENS = 14  # UTC; nine in the morning in New York in winter
PHASES = '[["visit", 60, ["patient", "practitioner", "room"]]]'
# Of twenty visits two are cancelled and one is missed.
STATUS = "CASE n.n % 20 WHEN 0 THEN 'cancelled' WHEN 1 THEN 'cancelled' WHEN 2 THEN 'noshow' ELSE 'fulfilled' END"
OLD = "visit.reference LIKE 'OLD%'"


def fill(*, now: datetime, seed: int, visits: int = VISITS) -> None:
    bench.fill(now=now, seed=seed)
    _write_staff(now)
    _write_calendar(now.astimezone(NEW_YORK).date(), visits)
    first = _write_patients(visits // VISITS_OF_ONE + 1)
    _write_visits(first, visits // VISITS_OF_ONE + 1)
    _write_what_happened()
    _put_sequences_right()
    with connection.cursor() as cursor:
        for name in ("staff", "day", "number"):
            cursor.execute(f"DROP TABLE old_{name}")


def _write_staff(now: datetime) -> None:
    """Everybody who ever worked here, and their rooms; all but the bench clinic's have left."""
    location, here = Location.objects.get(), Practitioner.objects.count()
    rooms = Room.objects.count()
    for number in range(here + 1, STAFF + 1):
        hire(f"Former{number}", "Invented", f"AP 00F{number}", checked=now)
    for number in range(rooms + 1, STAFF + 1):
        add_room(location, f"Former room {number}")
    people = list(Practitioner.objects.order_by("pk").values_list("pk", flat=True))
    places = list(Room.objects.order_by("pk").values_list("pk", flat=True))
    Practitioner.objects.filter(pk__in=people[here:]).update(active=False)
    Room.objects.filter(pk__in=places[rooms:]).update(active=False)
    licences = dict(Qualification.objects.values_list("practitioner", "pk"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE old_staff (n int PRIMARY KEY, practitioner int, licence int, room int)")
        rows = [(n, people[n], licences[people[n]], places[n]) for n in range(STAFF)]
        cursor.executemany("INSERT INTO old_staff VALUES (%s, %s, %s, %s)", rows)


def _write_calendar(today: date, visits: int) -> None:
    """Working days, spread over the years before today, and the numbers that everything is counted with."""
    days = visits // A_DAY + 1
    first = today - timedelta(days=YEARS * 365)
    spread = (first + timedelta(days=n * (YEARS * 365 - 7) // days) for n in range(days))
    working = (day - timedelta(days=max(day.weekday() - 4, 0)) for day in spread)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE old_day (n int PRIMARY KEY, day varchar(10))")
        cursor.executemany("INSERT INTO old_day VALUES (%s, %s)", [(n, str(day)) for n, day in enumerate(working)])
        cursor.execute("CREATE TEMPORARY TABLE old_number (n int PRIMARY KEY)")
        cursor.execute(
            "WITH RECURSIVE counted(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n < %s)"
            " INSERT INTO old_number SELECT n FROM counted",
            [visits - 1],
        )


def _write_patients(count: int) -> int:
    """The key of the first of them."""
    resource, patient = _next(Resource), _next(Patient)
    some = f"FROM old_number n WHERE n.n < {count}"
    _insert(Resource, {"id": f"{resource} + n.n", "kind": f"'{ResourceKind.PATIENT}'", "version": "1"}, some)
    columns = {
        "id": f"{patient} + n.n",
        "resource_id": f"{resource} + n.n",
        "name": "'Former patient ' || n.n",
        "phone": "'+13055550' || (100 + n.n % 100)",
        "email": "'former' || n.n || '@example.invalid'",
        "birth_date": _as("date", "(1930 + n.n % 75) || '-0' || (1 + n.n % 9) || '-1' || (n.n % 10)"),
        "language": "CASE n.n % 5 WHEN 0 THEN 'es' ELSE 'en' END",
        "created_at": _moment("'2015-01-05'", "9"),
        "verified_at": _moment("'2015-01-05'", "9"),
        "invented": "TRUE",
    }
    _insert(Patient, columns, some)
    consent = {
        "patient_id": f"{patient} + n.n",
        "kind": f"'{ConsentKind.REMINDERS}'",
        "text_version": "'1'",
        "source": "'desk'",
        "given_at": _moment("'2015-01-05'", "9"),
    }
    _insert(Consent, consent, some)
    return patient


def _write_visits(patient: int, patients: int) -> None:
    hour = f"(n.n % {A_DAY} / {STAFF} + {OPENS})"
    cancelled = f"CASE WHEN n.n % 20 < 2 THEN {_moment('day.day', f'({hour} - 6)')} END"
    columns = {
        "id": f"{_next(Appointment)} + n.n",
        "location_id": str(Location.objects.get().pk),
        "practitioner_id": "staff.practitioner",
        "service_id": str(HealthcareService.objects.get(slug="hour").pk),
        "room_id": "staff.room",
        "qualification_id": "staff.licence",
        "patient_id": f"{patient} + (n.n * 101) % {patients}",
        "start": _moment("day.day", hour),
        "end": _moment("day.day", f"({hour} + 1)"),
        "phases": _as("jsonb", f"'{PHASES}'"),
        "reference": "'OLD' || (10000000 + n.n)",
        "status": STATUS,
        "cancelled_at": cancelled,
        "screened": "TRUE",
        "price_cents": "10000",
        "source": "CASE n.n % 3 WHEN 0 THEN 'web' ELSE 'desk' END",
        "created_at": _moment("day.day", f"({hour} - 13)"),
    }
    source = f"""FROM old_number n JOIN old_day day ON day.n = n.n / {A_DAY}
        JOIN old_staff staff ON staff.n = n.n % {STAFF} ORDER BY n.n"""
    _insert(Appointment, columns, source)


def _write_what_happened() -> None:
    """Of each visit: that it was booked, what became of it, the same in the audit with one look, a mail, a link."""
    for kind, at, only in (
        ("booked", "visit.created_at", "TRUE"),
        ("arrived", "visit.start", "visit.status = 'fulfilled'"),
        ("noshow", 'visit."end"', "visit.status = 'noshow'"),
        ("cancelled", "visit.cancelled_at", "visit.status = 'cancelled'"),
    ):
        some = f"FROM records_appointment visit WHERE {OLD} AND {only} ORDER BY visit.id"
        _insert(AppointmentEvent, {"appointment_id": "visit.id", "kind": f"'{kind}'", "at": at, "by": "'user:1'"}, some)
        _insert(AuditEvent, _audit(f"visit.{kind}", at), some)
    every = f"FROM records_appointment visit WHERE {OLD} ORDER BY visit.id"
    _insert(AuditEvent, _audit("read", "visit.start"), every)
    with_patient = every.replace("visit WHERE", "visit JOIN records_patient who ON who.id = visit.patient_id WHERE")
    _insert(OutboxMessage, _mail(), with_patient)
    link = {
        "appointment_id": "visit.id",
        "salt": "'old' || visit.id",
        "token_hash": "'old' || visit.id",
        "expires_at": 'visit."end"',
    }
    _insert(VisitLink, link, every)


def _audit(action: str, at: str) -> dict[str, str]:
    return {
        "at": at,
        "by": "'user:1'",
        "action": f"'{action}'",
        "entity": "'Appointment/' || visit.id",
        "patient_id": "visit.patient_id",
    }


def _mail() -> dict[str, str]:
    facts = '{"start": "2015-01-05T14:00:00+00:00", "until": "2015-01-05T15:00:00+00:00", "status": "booked"}'
    return {
        "appointment_id": "visit.id",
        "kind": f"'{MessageKind.CONFIRMATION}'",
        "sequence": "0",
        "channel": f"'{Channel.MAIL}'",
        "address": "who.email",
        "language": "who.language",
        "facts": _as("jsonb", f"'{facts}'"),
        "message_id": "'<old-' || visit.id || '@example.invalid>'",
        "created_at": "visit.created_at",
        "send_after": "visit.created_at",
        "sent_at": "visit.created_at",
        "attempts": "1",
    }


def _insert(model: type[models.Model], given: Mapping[str, str], source: str) -> None:
    """INSERT … SELECT of what is given, and of the model's own defaults for all other columns."""
    columns, expressions, parameters = [], [], []
    for field in model._meta.local_concrete_fields:
        column = str(field.column)
        if column in given:
            columns.append(column)
            expressions.append(given[column].replace("%", "%%"))
        elif not field.primary_key:
            columns.append(column)
            expressions.append("%s")
            parameters.append(_default(field))
    quote = connection.ops.quote_name
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    statements.execute(f"{into} SELECT {', '.join(expressions)} {source.replace('%', '%%')}", parameters)


def _default(field: Any) -> Any:
    return field.get_db_prep_save(field.get_default(), connection)


def _next(model: type[models.Model]) -> int:
    last = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()
    return (last or 0) + 1


def _moment(day: str, hour: str) -> str:
    """An instant, of a day as text and a whole hour, as each engine keeps it."""
    text = f"{day} || ' ' || substr('0' || {hour}, length('0' || {hour}) - 1) || ':00:00'"
    return f"({text} || '+00')::timestamptz" if connection.vendor == "postgresql" else f"({text})"


def _as(kind: str, text: str) -> str:
    """SQLite keeps dates and JSON as text."""
    return f"CAST({text} AS {kind})" if connection.vendor == "postgresql" else f"({text})"


def _put_sequences_right() -> None:
    """PostgreSQL does not notice that keys were given out by hand."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Resource, Patient, Appointment]):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")  # as it does by itself before long
