# ruff: noqa: S608 (the SQL is put together from constants of this file)
"""The database's refusals around a signed chart: what was closed is signed, and only amendments follow.

Beside chart_guards.py, which keeps the counts; these keep the words, the plan and the taps.
"""

from ashi.records.chart_guards import Guard, Refusal, postgresql, sqlite

SIGNED = "ashi: this chart is signed"
NOT_SIGNED = "ashi: only a signed chart is amended"
STAYS = "ashi: an amendment stays as it was written"

_WORDS = (
    *("practitioner_id", "opened_by", "ended_at", "ended_by", "emergency", "emergency_note", "closed_by", "reason"),
    *("findings", "advice", "pain", "prescription", "precautions", "copied_from_id"),
)
_AT_THE_POINT = (
    *("position", "point", "side", "region", "map_view", "map_x", "map_y", "depth_mm", "angle", "gauge", "lot"),
    *("technique", "de_qi", "electrical", "device_id", "hertz", "milliampere", "stays", "left_consent", "left_until"),
)
_TAPS = ("number", "region", "started_at", "inserted_at", "rest_until", "removal_at", "removed_at")


def _changed(columns: tuple[str, ...]) -> str:
    return "(" + " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns) + ")"


def _closed(encounter: str) -> str:
    return f"SELECT 1 FROM records_encounter e WHERE e.id = {encounter} AND e.status = 'closed'"


def _closed_by_set(key: str) -> str:
    return _closed(f"(SELECT s.encounter_id FROM records_needleset s WHERE s.id = {key})")


def _kept(table: str, name: str) -> dict[str, Guard]:
    """Rows that belong to a chart: none comes, changes or goes once it is signed."""
    new = (Refusal(SIGNED, _closed("NEW.encounter_id")),)
    both = (Refusal(SIGNED, _closed("OLD.encounter_id")), *new)
    return {
        f"{name}_before_signing": Guard(table, "INSERT", new),
        f"{name}_is_signed": Guard(table, "UPDATE", both),
        f"{name}_is_not_unwritten": Guard(table, "DELETE", (Refusal(SIGNED, _closed("OLD.encounter_id")),)),
    }


def _final(table: str, name: str) -> dict[str, Guard]:
    always = (Refusal(STAYS, "SELECT 1"),)
    return {
        f"{name}_stays": Guard(table, "UPDATE", always),
        f"{name}_is_not_taken_away": Guard(table, "DELETE", always),
    }


_SIGNED_WORDS = f"OLD.status = 'closed' AND NEW.status = 'closed' AND {_changed(_WORDS)}"  # back is refused beside

GUARDS = {
    "note_is_signed": Guard(
        "records_encounter",
        "UPDATE",
        (Refusal(SIGNED, "SELECT 1"),),
        when=_SIGNED_WORDS,
    ),
    "needle_is_signed": Guard(
        "records_needle", "UPDATE", (Refusal(SIGNED, _closed_by_set("OLD.set_id")),), when=_changed(_AT_THE_POINT)
    ),
    "taps_are_signed": Guard(
        "records_needleset", "UPDATE", (Refusal(SIGNED, _closed("OLD.encounter_id")),), when=_changed(_TAPS)
    ),
    "taps_are_not_unwritten": Guard("records_needleset", "DELETE", (Refusal(SIGNED, _closed("OLD.encounter_id")),)),
    **_kept("records_beside", "beside"),
    **_kept("records_cautionanswer", "caution"),
    "amendment_of_a_signed_chart": Guard(
        "records_amendment",
        "INSERT",
        (
            Refusal(NOT_SIGNED, _closed("NEW.encounter_id"), found=False),
            Refusal(STAYS, "SELECT 1 FROM records_amendment was WHERE was.id = NEW.id"),
        ),
    ),
    **_final("records_amendment", "amendment"),
}
POSTGRESQL = {name: postgresql(name, guard) for name, guard in GUARDS.items()}
SQLITE = {name: sqlite(name, guard) for name, guard in GUARDS.items()}
