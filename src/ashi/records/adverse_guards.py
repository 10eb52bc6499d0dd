# ruff: noqa: S608 (the SQL is put together from constants of this file)
"""The database's refusals around adverse events: what was reported stays, and belongs to one visit."""

from ashi.records.chart_guards import Guard, Refusal, postgresql, sqlite

STAYS = "ashi: an adverse event stays as it was reported"
ELSEWHERE = "ashi: the needle is of another visit"

_REPORTED = (
    *("appointment_id", "reporter", "category", "severity", "relation", "onset", "action", "outcome", "words"),
    *("missing_id", "call", "language", "recorded_at", "by_name", "by"),
)
_CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _REPORTED)
# json has no equality in PostgreSQL, jsonb has; SQLite keeps it as text.
_SIGNS = "OLD.signs IS DISTINCT FROM NEW.signs"
_NEEDLE_IS_OF = """SELECT 1 FROM records_adverseevent v JOIN records_encounter e ON e.appointment_id = v.appointment_id
    JOIN records_needleset s ON s.encounter_id = e.id JOIN records_needle n ON n.set_id = s.id
    WHERE v.id = NEW.event_id AND n.id = NEW.needle_id"""
_MISSING_IS_OF = """SELECT 1 FROM records_missingneedles m JOIN records_needle n ON n.id = m.needle_id
    JOIN records_needleset s ON s.id = n.set_id JOIN records_encounter e ON e.id = s.encounter_id
    WHERE m.id = NEW.missing_id AND e.appointment_id = NEW.appointment_id"""
_ALWAYS = (Refusal(STAYS, "SELECT 1"),)


def _not_again(table: str) -> Refusal:
    """SQLite's REPLACE takes the old row away without asking the guards of DELETE."""
    return Refusal(STAYS, f"SELECT 1 FROM {table} was WHERE was.id = NEW.id")


GUARDS = {
    "adverse_is_of_its_visit": Guard(
        "records_adverseevent",
        "INSERT",
        (
            _not_again("records_adverseevent"),
            Refusal(ELSEWHERE, f"SELECT 1 WHERE NEW.missing_id IS NOT NULL AND NOT EXISTS ({_MISSING_IS_OF})"),
        ),
    ),
    "adverse_stays": Guard("records_adverseevent", "UPDATE", _ALWAYS, when=f"({_CHANGED} OR {_SIGNS})"),
    "adverse_called_once": Guard(
        "records_adverseevent",
        "UPDATE",
        _ALWAYS,
        when="OLD.called_at IS NOT NULL"
        " AND (OLD.called_at IS DISTINCT FROM NEW.called_at OR OLD.called_by <> NEW.called_by)",
    ),
    "adverse_is_not_taken_away": Guard("records_adverseevent", "DELETE", _ALWAYS),
    "adverse_needle_of_the_visit": Guard(
        "records_adverseneedle",
        "INSERT",
        (_not_again("records_adverseneedle"), Refusal(ELSEWHERE, _NEEDLE_IS_OF, found=False)),
    ),
    "adverse_needle_stays": Guard("records_adverseneedle", "UPDATE", _ALWAYS),
    "adverse_needle_is_not_taken_away": Guard("records_adverseneedle", "DELETE", _ALWAYS),
    "adverse_amendment_is_new": Guard("records_adverseamendment", "INSERT", (_not_again("records_adverseamendment"),)),
    "adverse_amendment_stays": Guard("records_adverseamendment", "UPDATE", _ALWAYS),
    "adverse_amendment_is_not_taken_away": Guard("records_adverseamendment", "DELETE", _ALWAYS),
}
POSTGRESQL = {name: postgresql(name, guard) for name, guard in GUARDS.items()}
SQLITE = {name: sqlite(name, guard) for name, guard in GUARDS.items()}
