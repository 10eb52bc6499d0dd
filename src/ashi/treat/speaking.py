"""Which cautions speak for this patient, with what is known of them at this visit."""

from zoneinfo import ZoneInfo

from ashi.core.safety import Answer, age_on
from ashi.core.safety.reading import counted_as_yes
from ashi.core.treatment import Caution, Patient, Placed, areas_of, cautions_at
from ashi.knowledge.rows import KnowledgeError
from ashi.knowledge.treatment import the_cautions
from ashi.knowledge.treatment.points import at
from ashi.records import rules
from ashi.records.models import Appointment, Encounter

MAY_BE_SO = ("yes", "unsure")


def conditions_of(visit: Appointment) -> frozenset[str]:
    """Every question of any pass through the safety check that was answered yes, or left in doubt."""
    passes = [(row.rules_version, row.answers) for row in visit.rechecks.all()]
    if visit.clearance:
        passes.append((visit.clearance.rules_version, visit.clearance.answers))
    return frozenset(name for version, answers in passes for name in _yes(version, answers))


def _yes(version: str, answers: dict[str, str]) -> frozenset[str]:
    plain = frozenset(name for name, said in answers.items() if said in MAY_BE_SO)
    try:
        return plain | counted_as_yes(
            {name: Answer(said) for name, said in answers.items()}, rules=rules.screen_of(version).rules
        )
    except (KnowledgeError, ValueError):
        return plain


def patient_of(encounter: Encounter) -> Patient:
    visit = encounter.appointment
    told = {name: areas_of(keys) for name, keys in encounter.precautions.items()}
    born = visit.patient.birth_date or (visit.clearance.birth_date if visit.clearance else None)
    today = visit.start.astimezone(ZoneInfo(visit.location.zone)).date()
    return Patient(
        conditions=conditions_of(visit) | told.keys(),
        places={name: areas for name, areas in told.items() if areas},
        age=age_on(today, born=born) if born and born <= today else None,
    )


def speaking(encounter: Encounter, points: tuple[Placed, ...]) -> tuple[Caution, ...]:
    """What still speaks against any of these points, each caution once."""
    patient, found = patient_of(encounter), the_cautions().rules
    answered = frozenset(encounter.cautions.values_list("rule", "point"))
    spoken = (cautions_at(at(placed), rules=found, patient=patient, answered=answered) for placed in points)
    return tuple(dict.fromkeys(caution for each in spoken for caution in each))
