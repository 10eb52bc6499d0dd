# ruff: noqa: S608 (the SQL is put together from constants of this file)
"""The database's refusals around consent: no needle without one in force, and a consent stays as it was signed.

In force is what core/treatment/consent.py says: the words in force, not withdrawn, not run out, of this course or of
none, and by a guardian where the patient is a minor.
"""

from ashi.records.chart_guards import AGE, SHARE_CONSENT, Guard, Refusal, postgresql, sqlite

NO_CONSENT = "ashi: no consent in force"
MINOR = "ashi: a guardian signs for a minor"
STAYS = "ashi: a consent stays as it was signed"

_FROM_SET = """records_needleset s JOIN records_encounter e ON e.id = s.encounter_id"""
_SIGNED = (
    *("care_plan_id", "text_id", "language", "way", "signer", "name", "relation", "witness", "practitioner_id"),
    *("signed_at", "good_until", "by"),
)


def _in_force(technique: str, *, since: str, where: str, begun: str) -> str:
    """`since`: the tables that lead to the encounter e; `begun`: the instant at which it had to be in force."""
    return f"""SELECT 1 FROM {since}
        JOIN records_appointment a ON a.id = e.appointment_id JOIN records_patient p ON p.id = a.patient_id
        JOIN records_treatmentconsent c ON c.patient_id = a.patient_id JOIN records_consenttext t ON t.id = c.text_id
        WHERE {where} AND t.technique = {technique} AND t.in_force AND c.withdrawn_at IS NULL
          AND c.good_until > {begun}
          AND (c.care_plan_id IS NULL OR a.care_plan_id IS NULL OR c.care_plan_id = a.care_plan_id)
          AND (c.signer = 'guardian' OR p.birth_date IS NULL OR {AGE} <= {begun}) {SHARE_CONSENT}"""


def _needle(technique: str) -> str:
    return _in_force(
        f"'{technique}'", since=_FROM_SET, where="s.id = NEW.set_id", begun="COALESCE(s.started_at, c.signed_at)"
    )


def _unless_agreed(condition: str, technique: str) -> Refusal:
    return Refusal(f"{NO_CONSENT} for {technique}", f"SELECT 1 WHERE {condition} AND NOT EXISTS ({_needle(technique)})")


_ELECTRICAL = _unless_agreed("NEW.electrical", "electrical")
_STAYS = _unless_agreed("(NEW.stays OR NEW.left_in > 0)", "stays")
_BESIDE = _in_force("NEW.kind", since="records_encounter e", where="e.id = NEW.encounter_id", begun="NEW.at")
_MORE = """(NOT OLD.electrical AND NEW.electrical) OR (NOT OLD.stays AND NEW.stays) OR OLD.left_in < NEW.left_in
    OR OLD.inserted < NEW.inserted"""
_CHANGED = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _SIGNED)
_TAKEN_BACK = "OLD.withdrawn_at IS NOT NULL AND OLD.withdrawn_at IS DISTINCT FROM NEW.withdrawn_at"

GUARDS = {
    "needle_with_consent": Guard(
        "records_needle",
        "INSERT",
        (Refusal(f"{NO_CONSENT} for needling", _needle("needling"), found=False), _ELECTRICAL, _STAYS),
    ),
    # A needle that is in becomes nothing that was not agreed to, and no second one joins it.
    "needle_changes_with_consent": Guard(
        "records_needle",
        "UPDATE",
        (
            Refusal(
                f"{NO_CONSENT} for needling",
                f"SELECT 1 WHERE OLD.inserted < NEW.inserted AND NOT EXISTS ({_needle('needling')})",
            ),
            _ELECTRICAL,
            _STAYS,
        ),
        when=f"({_MORE})",
    ),
    "beside_with_consent": Guard(
        "records_beside",
        "INSERT",
        (Refusal(NO_CONSENT, _BESIDE, found=False),),
        when="NEW.kind IN ('moxa', 'cupping', 'lamp')",
    ),
    "consent_of_a_minor": Guard(
        "records_treatmentconsent",
        "INSERT",
        (
            Refusal(
                MINOR,
                f"SELECT 1 FROM records_patient p WHERE p.id = NEW.patient_id AND {AGE} > NEW.signed_at",
            ),
        ),
        when="NEW.signer = 'patient'",
    ),
    "consent_is_new": Guard(
        "records_treatmentconsent",
        "INSERT",
        (Refusal(STAYS, "SELECT 1 FROM records_treatmentconsent was WHERE was.id = NEW.id"),),
    ),
    "consent_stays": Guard(
        "records_treatmentconsent", "UPDATE", (Refusal(STAYS, "SELECT 1"),), when=f"({_CHANGED} OR ({_TAKEN_BACK}))"
    ),
    "consent_is_not_taken_away": Guard("records_treatmentconsent", "DELETE", (Refusal(STAYS, "SELECT 1"),)),
}
POSTGRESQL = {name: postgresql(name, guard) for name, guard in GUARDS.items()}
SQLITE = {name: sqlite(name, guard) for name, guard in GUARDS.items()}
