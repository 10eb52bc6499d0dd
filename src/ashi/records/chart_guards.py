# ruff: noqa: S608 (the SQL is put together from constants of this file)
"""The database's refusals around needles: none without safety answers, none outside an open encounter, none forgotten.

A needle row only ever gains: once the set's insertion is over its count cannot be lowered, nor the row taken away. An
encounter closes when each row is out, left in on purpose or declared missing; after that nothing in the count moves.

Each guard is a table, an event, a condition on the row, and refusals: a SELECT that finds a row when it must not be.
"""

from dataclasses import dataclass

NOT_OPEN = "ashi: the encounter is not open"
NO_ANSWERS = "ashi: the safety questions of this visit are not answered"
NOT_STARTED = "ashi: nobody has begun with this set"
TAKEN_OUT = "ashi: this set is out already"
ONLY_GAINS = "ashi: a needle that went in is not unwritten"
UNACCOUNTED = "ashi: a needle is not accounted for"
IS_CLOSED = "ashi: the encounter is closed"
NO_WAY_BACK = "ashi: an encounter does not go back"
STILL_IN = "ashi: the patient still has needles in"
NO_INCIDENT = "ashi: needles are missing and there is no incident"
TOO_MANY = "ashi: more needles are missing than went in"

# FOR SHARE: who closes the encounter waits for who puts a needle in, and the other way round. SQLite has one writer.
_SHARE = "/*share*/"
SHARE_CONSENT = "/*share c*/"  # the same for the row called c alone
AGE = "/*of age*/"  # the instant at which the patient called p is of age, less a day for the zones


def _encounter_of(set_id: str, *, where: str) -> str:
    return f"""SELECT 1 FROM records_encounter e WHERE e.id =
        (SELECT s.encounter_id FROM records_needleset s WHERE s.id = {set_id}) AND {where} {_SHARE}"""


def _of_needle(needle_id: str, *, where: str) -> str:
    return _encounter_of(f"(SELECT n.set_id FROM records_needle n WHERE n.id = {needle_id})", where=where)


# The check lets a needle in, or a licensed person cleared what it found; every later answer counts too.
_ANSWERED = """
    SELECT 1 FROM records_needleset s JOIN records_encounter e ON e.id = s.encounter_id
    JOIN records_appointment a ON a.id = e.appointment_id LEFT JOIN records_clearance c ON c.id = a.clearance_id
    WHERE s.id = NEW.set_id AND a.screened AND a.status IN ('arrived', 'fulfilled')
      AND (c.result IN ('clear', 'caution') OR (c.result = 'urgent' AND a.cleared_at IS NOT NULL)
           OR (c.id IS NULL AND EXISTS (SELECT 1 FROM records_recheck r WHERE r.appointment_id = a.id)))
      AND NOT EXISTS (
          SELECT 1 FROM records_recheck r WHERE r.appointment_id = a.id AND r.result IN ('urgent', 'emergency')
            AND (a.cleared_at IS NULL OR a.cleared_at < r.at))
"""


def _missing_of(needle: str) -> str:
    return f"(SELECT COALESCE(SUM(m.count), 0) FROM records_missingneedles m WHERE m.needle_id = {needle}.id)"


def _unaccounted(encounter_id: str) -> str:
    return f"""SELECT 1 FROM records_needle n JOIN records_needleset s ON s.id = n.set_id
        WHERE s.encounter_id = {encounter_id} AND n.inserted <> n.removed + n.left_in + {_missing_of("n")}"""


def _no_incident(encounter_id: str) -> str:
    return f"""SELECT 1 FROM records_missingneedles m JOIN records_needle n ON n.id = m.needle_id
        JOIN records_needleset s ON s.id = n.set_id WHERE s.encounter_id = {encounter_id}
        AND NOT EXISTS (SELECT 1 FROM records_adverseevent v WHERE v.missing_id = m.id)"""


_STARTED_AND_NOT_OUT = """SELECT 1 FROM records_needleset s WHERE s.encounter_id = NEW.id
    AND s.started_at IS NOT NULL AND s.removed_at IS NULL"""
_SET = "SELECT 1 FROM records_needleset s WHERE s.id = NEW.set_id"
_INSERTION_OVER = "SELECT 1 FROM records_needleset s WHERE s.id = OLD.set_id AND s.inserted_at IS NOT NULL"


@dataclass(frozen=True)
class Refusal:
    """`found`: refused with `message` when `select` finds a row; otherwise when it finds none."""

    message: str
    select: str
    found: bool = True


@dataclass(frozen=True)
class Guard:
    table: str
    event: str
    refusals: tuple[Refusal, ...]
    when: str = ""


def _always(message: str) -> tuple[Refusal, ...]:
    return (Refusal(message, "SELECT 1"),)


_COUNT_MOVED = """(OLD.inserted <> NEW.inserted OR OLD.removed <> NEW.removed OR OLD.left_in <> NEW.left_in
    OR OLD.set_id <> NEW.set_id)"""
_STEPS_BACK = """(
    (OLD.started_at IS NOT NULL AND NEW.started_at IS NULL) OR (OLD.inserted_at IS NOT NULL AND NEW.inserted_at IS NULL)
    OR OLD.encounter_id <> NEW.encounter_id)"""
_GOES_BACK = """(OLD.appointment_id <> NEW.appointment_id
    OR (OLD.status = 'closed' AND (NEW.status <> 'closed' OR OLD.closed_at <> NEW.closed_at))
    OR (OLD.status = 'ended' AND NEW.status NOT IN ('ended', 'closed'))
    OR (OLD.status = 'open' AND NEW.status = 'planned') OR (OLD.opened_at <> NEW.opened_at))"""


def _not_again(table: str) -> Refusal:
    """SQLite's REPLACE takes the old row away without asking the guards of DELETE."""
    return Refusal(ONLY_GAINS, f"SELECT 1 FROM {table} was WHERE was.id = NEW.id")


# What may pass is asked for, never what may not: only a row that is found can be locked.
_OPEN = "e.status = 'open'"
_UNCLOSED = "e.status IN ('open', 'ended')"
_NOT_OVER = "e.status IN ('planned', 'open')"

GUARDS = {
    "needle_goes_in": Guard(
        "records_needle",
        "INSERT",
        (
            _not_again("records_needle"),
            Refusal(NOT_OPEN, _encounter_of("NEW.set_id", where=_OPEN), found=False),
            Refusal(NOT_STARTED, f"{_SET} AND s.started_at IS NULL"),
            Refusal(TAKEN_OUT, f"{_SET} AND s.removed_at IS NOT NULL"),
            Refusal(NO_ANSWERS, _ANSWERED, found=False),
        ),
    ),
    "needle_only_gains": Guard(
        "records_needle",
        "UPDATE",
        (
            Refusal(IS_CLOSED, _encounter_of("OLD.set_id", where=_UNCLOSED), found=False),
            Refusal(ONLY_GAINS, "SELECT 1 WHERE OLD.set_id <> NEW.set_id"),
            Refusal(ONLY_GAINS, f"{_INSERTION_OVER} AND NEW.inserted < OLD.inserted"),
            Refusal(
                NOT_OPEN,
                "SELECT 1 WHERE NEW.inserted <> OLD.inserted"
                f" AND NOT EXISTS ({_encounter_of('OLD.set_id', where=_OPEN)})",
            ),
        ),
        when=_COUNT_MOVED,
    ),
    "needle_is_not_unwritten": Guard(
        "records_needle",
        "DELETE",
        (
            Refusal(NOT_OPEN, _encounter_of("OLD.set_id", where=_OPEN), found=False),
            Refusal(ONLY_GAINS, _INSERTION_OVER),
        ),
    ),
    "set_belongs": Guard(
        "records_needleset",
        "INSERT",
        (
            _not_again("records_needleset"),
            Refusal(
                NOT_OPEN,
                f"SELECT 1 FROM records_encounter e WHERE e.id = NEW.encounter_id AND {_NOT_OVER} {_SHARE}",
                found=False,
            ),
        ),
    ),
    "set_does_not_go_back": Guard("records_needleset", "UPDATE", _always(NO_WAY_BACK), when=_STEPS_BACK),
    "missing_is_declared": Guard(
        "records_missingneedles",
        "INSERT",
        (
            _not_again("records_missingneedles"),
            Refusal(IS_CLOSED, _of_needle("NEW.needle_id", where=_UNCLOSED), found=False),
            Refusal(
                TOO_MANY,
                "SELECT 1 FROM records_needle n WHERE n.id = NEW.needle_id"
                f" AND n.inserted < n.removed + n.left_in + NEW.count + {_missing_of('n')}",
            ),
        ),
    ),
    "missing_stays": Guard(
        "records_missingneedles",
        "UPDATE",
        _always(ONLY_GAINS),
        when="(OLD.count <> NEW.count OR OLD.needle_id <> NEW.needle_id)",
    ),
    "missing_is_not_unwritten": Guard("records_missingneedles", "DELETE", _always(ONLY_GAINS)),
    "encounter_is_new": Guard("records_encounter", "INSERT", (_not_again("records_encounter"),)),
    "encounter_closes": Guard(
        "records_encounter",
        "UPDATE",
        (
            Refusal(UNACCOUNTED, _unaccounted("NEW.id")),
            Refusal(UNACCOUNTED, _STARTED_AND_NOT_OUT),
            Refusal(NO_INCIDENT, _no_incident("NEW.id")),
        ),
        when="NEW.status = 'closed' AND OLD.status <> 'closed'",
    ),
    "encounter_does_not_go_back": Guard("records_encounter", "UPDATE", _always(NO_WAY_BACK), when=_GOES_BACK),
    "encounter_is_not_unwritten": Guard(
        "records_encounter", "DELETE", _always(NO_WAY_BACK), when="OLD.status <> 'planned'"
    ),
    "visit_stays_while_needles_are_in": Guard(
        "records_appointment",
        "UPDATE",
        (
            Refusal(
                STILL_IN,
                "SELECT 1 FROM records_encounter e WHERE e.appointment_id = NEW.id AND e.status = 'open'"
                f" AND EXISTS ({_unaccounted('e.id')})",
            ),
        ),
        when="OLD.status = 'arrived' AND NEW.status <> 'arrived'",
    ),
}


_POSTGRESQL_WORDS = {
    _SHARE: "FOR SHARE",
    SHARE_CONSENT: "FOR SHARE OF c",
    AGE: "(p.birth_date + INTERVAL '18 years' - INTERVAL '1 day')",
}
_SQLITE_WORDS = {_SHARE: "", SHARE_CONSENT: "", AGE: "date(p.birth_date, '+18 years', '-1 day')"}


def _said(select: str, words: dict[str, str]) -> str:
    for word, means in words.items():
        select = select.replace(word, means)
    return select


def postgresql(name: str, guard: Guard) -> list[str]:
    """The statements that put a guard in place, over an older one of the name."""
    checks = "\n".join(
        f"IF {'' if each.found else 'NOT '}EXISTS ({_said(each.select, _POSTGRESQL_WORDS)}) THEN"
        f" RAISE EXCEPTION '{each.message}' USING ERRCODE = 'check_violation'; END IF;"
        for each in guard.refusals
    )
    row = "OLD" if guard.event == "DELETE" else "NEW"
    when = f"WHEN ({guard.when})" if guard.when else ""
    return [
        f"CREATE OR REPLACE FUNCTION ashi_{name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {checks} RETURN {row}; END $$",
        f"DROP TRIGGER IF EXISTS {name} ON {guard.table}",
        f"CREATE TRIGGER {name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW {when}"
        f" EXECUTE FUNCTION ashi_{name}()",
    ]


def sqlite(name: str, guard: Guard) -> str:
    checks = "\n".join(
        f"SELECT RAISE(ABORT, '{each.message}') WHERE {'' if each.found else 'NOT '}EXISTS"
        f" ({_said(each.select, _SQLITE_WORDS)});"
        for each in guard.refusals
    )
    when = f"WHEN {guard.when}" if guard.when else ""
    return f"CREATE TRIGGER {name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW {when} BEGIN {checks} END"


POSTGRESQL = {name: postgresql(name, guard) for name, guard in GUARDS.items()}
SQLITE = {name: sqlite(name, guard) for name, guard in GUARDS.items()}
