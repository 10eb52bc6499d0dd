# ruff: noqa: S608 (the SQL is put together from constants of this file)
"""The database's own refusals: no overlap on a lane, no visit without a licence that permits it, no needle forgotten.

They are put in place after every migrate, because Django's rebuild of a SQLite table drops its triggers without a word.
Before one they are taken away on SQLite: a rebuild fails where the trigger of another table speaks of the one rebuilt.
`missing` is asked at every start, so that a migrate that stopped half way is not served.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from ashi.records import adverse_guards, audit_guards, chart_guards, consent_guards, note_guards

OVERLAP = "ashi: this time is taken"
NO_LICENCE = "ashi: no licence permits this visit"

# Half-open cells of one lane of one resource, packed into a bigint. Each part is cast first: in int4 the shift wraps
# and resources 1 and 2 would collide. The CHECKs of the table keep lane below 2^4 and cells below 2^32.
_RANGE = (
    'int8range((resource_id::bigint << 36) + (lane::bigint << 32) + "start",'
    ' (resource_id::bigint << 36) + (lane::bigint << 32) + "end")'
)
_LICENSED = """
    SELECT 1 FROM records_qualification q JOIN records_location l ON l.id = NEW.location_id
    WHERE q.id = NEW.qualification_id AND q.practitioner_id = NEW.practitioner_id AND q.permits_practice
      AND q.jurisdiction = l.jurisdiction AND q.expires_at >= NEW."end"
"""
_GIVEN_BACK = "('cancelled')"
_PLAN_CHANGED = """(
    OLD."start" <> NEW."start" OR OLD."end" <> NEW."end" OR OLD.practitioner_id <> NEW.practitioner_id
    OR OLD.location_id <> NEW.location_id OR OLD.qualification_id <> NEW.qualification_id
    OR OLD.status IN ('cancelled')
)"""

_POSTGRESQL = {
    "occupancy_no_overlap": [
        "ALTER TABLE records_occupancy DROP CONSTRAINT IF EXISTS occupancy_no_overlap",
        f"ALTER TABLE records_occupancy ADD CONSTRAINT occupancy_no_overlap EXCLUDE USING gist ({_RANGE} WITH &&)",
    ],
    "appointment_licensed_on_insert": [
        f"""CREATE OR REPLACE FUNCTION ashi_refuse_unlicensed() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS ({_LICENSED}) THEN
                RAISE EXCEPTION '{NO_LICENCE}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$""",
        "DROP TRIGGER IF EXISTS appointment_licensed_on_insert ON records_appointment",
        f"""CREATE TRIGGER appointment_licensed_on_insert BEFORE INSERT ON records_appointment FOR EACH ROW
        WHEN (NEW.status NOT IN {_GIVEN_BACK}) EXECUTE FUNCTION ashi_refuse_unlicensed()""",
    ],
    "appointment_licensed_on_update": [
        "DROP TRIGGER IF EXISTS appointment_licensed_on_update ON records_appointment",
        f"""CREATE TRIGGER appointment_licensed_on_update BEFORE UPDATE ON records_appointment FOR EACH ROW
        WHEN (NEW.status NOT IN {_GIVEN_BACK} AND {_PLAN_CHANGED}) EXECUTE FUNCTION ashi_refuse_unlicensed()""",
    ],
    **chart_guards.POSTGRESQL,
    **note_guards.POSTGRESQL,
    **consent_guards.POSTGRESQL,
    **adverse_guards.POSTGRESQL,
    **audit_guards.POSTGRESQL,
}


def _sqlite_overlap(event: str) -> str:
    # No stretch is longer than LONGEST cells (a CHECK), so rows that begin earlier than that cannot reach NEW.
    return f"""CREATE TRIGGER occupancy_no_overlap_{event} BEFORE {event.upper()} ON records_occupancy
    WHEN EXISTS (
        SELECT 1 FROM records_occupancy o
        WHERE o.resource_id = NEW.resource_id AND o.lane = NEW.lane
          AND o."start" < NEW."end" AND o."start" > NEW."start" - 288 AND o."end" > NEW."start"
          AND (NEW.id IS NULL OR o.id <> NEW.id)
    ) BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END"""


def _sqlite_licence(event: str, condition: str) -> str:
    return f"""CREATE TRIGGER appointment_licensed_on_{event} BEFORE {event.upper()} ON records_appointment
    WHEN {condition} AND NOT EXISTS ({_LICENSED}) BEGIN SELECT RAISE(ABORT, '{NO_LICENCE}'); END"""


_SQLITE = {
    "occupancy_no_overlap_insert": _sqlite_overlap("insert"),
    "occupancy_no_overlap_update": _sqlite_overlap("update"),
    "appointment_licensed_on_insert": _sqlite_licence("insert", f"NEW.status NOT IN {_GIVEN_BACK}"),
    "appointment_licensed_on_update": _sqlite_licence("update", f"NEW.status NOT IN {_GIVEN_BACK} AND {_PLAN_CHANGED}"),
    **chart_guards.SQLITE,
    **note_guards.SQLITE,
    **consent_guards.SQLITE,
    **adverse_guards.SQLITE,
    **audit_guards.SQLITE,
}


def install(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for statements in _POSTGRESQL.values():
                for statement in statements:
                    cursor.execute(statement)
        else:
            for name, statement in _SQLITE.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(statement)


def missing(connection: BaseDatabaseWrapper | None = None) -> list[str]:
    """Names of guards that are not in place, sorted; empty when all are."""
    connection = connection or connections["default"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT conname FROM pg_constraint WHERE conrelid = to_regclass('records_occupancy') AND convalidated"
                " UNION SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " WHERE c.relname LIKE 'records_%' AND c.relnamespace = current_schema()::regnamespace"
                " AND NOT t.tgisinternal AND t.tgenabled <> 'D'"
            )
            wanted = set(_POSTGRESQL)
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = set(_SQLITE)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(wanted - present)


def remove_before_migrate(using: str, plan: list[Any], **_: Any) -> None:
    """Receiver of pre_migrate. Only where there is something to migrate."""
    connection = connections[using]
    if plan and connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def install_after_migrate(using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    install(connections[using])
