"""The audit log only grows: the database changes no line of it and takes none away."""

from ashi.records.chart_guards import Guard, Refusal, postgresql, sqlite

STAYS = "ashi: a line of the audit log stays"
_ALWAYS = (Refusal(STAYS, "SELECT 1"),)
GUARDS = {
    "audit_stays": Guard("records_auditevent", "UPDATE", _ALWAYS),
    "audit_is_not_taken_away": Guard("records_auditevent", "DELETE", _ALWAYS),
}
POSTGRESQL = {name: postgresql(name, guard) for name, guard in GUARDS.items()}
SQLITE = {name: sqlite(name, guard) for name, guard in GUARDS.items()}
