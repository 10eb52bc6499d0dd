"""Adverse events: what kind, how severe, when it began, how it hangs together with the treatment.

Categories, severities and who reports: rows AE-R1 to AE-R9 and section 3.2 of the clinic's reviewed facts. Severity is
by what it needed, as MacPherson and colleagues did in York (2001); how it hangs together is in the words of the WHO's
centre in Uppsala; the outcomes are those of FHIR R4. docs/adr: corrections stand beside what was reported.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class Category(StrEnum):
    BLEEDING = "bleeding_haematoma"
    PAIN = "needle_pain"
    AGGRAVATION = "aggravation"
    FAINT = "faint_syncope"
    SHOCK = "needle_shock"
    DIZZY = "dizziness_nausea"
    DROWSY = "drowsiness"
    FALL = "fall"
    RETAINED = "retained_needle"
    STRAY = "stray_needle"
    STUCK = "stuck_or_bent_needle"
    BROKEN = "broken_needle"
    INFECTION_LOCAL = "infection_local"
    INFECTION = "infection_systemic"
    NERVE = "nerve_injury"
    PNEUMOTHORAX = "pneumothorax"
    ORGAN = "organ_injury"
    BURN = "burn"
    SKIN = "skin_reaction_allergy"
    DEVICE = "device_interference"
    SEIZURE = "seizure"
    NEEDLESTICK = "needlestick_staff"
    HEADACHE = "headache"
    EMOTIONAL = "emotional"
    DELAY = "missed_diagnosis_delay"
    OTHER = "other"


class Severity(StrEnum):
    """`mild` needed no treatment, `moderate` did; `serious` is hospital, something that stays, or death."""

    MILD = "mild"
    MODERATE = "moderate"
    SERIOUS = "serious"


class Onset(StrEnum):
    DURING = "during"
    SAME_DAY = "same-day"
    NEXT_DAYS = "next-days"
    LATER = "later"


class Relation(StrEnum):
    """Does it come from the treatment?"""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    UNKNOWN = "unknown"


class Action(StrEnum):
    NONE = "none"
    CARE = "care"
    NEEDLES_OUT = "needles-out"
    STOPPED = "stopped"
    REFERRED = "referred"
    EMERGENCY = "emergency"


class Outcome(StrEnum):
    RESOLVED = "resolved"
    RECOVERING = "recovering"
    ONGOING = "ongoing"
    SEQUELAE = "sequelae"
    FATAL = "fatal"
    UNKNOWN = "unknown"


class Reporter(StrEnum):
    PATIENT = "patient"
    ACUPUNCTURIST = "acupuncturist"


class Needed(StrEnum):
    """What a patient says that it needed."""

    NOTHING = "nothing"
    OWN = "own"
    DOCTOR = "doctor"
    HOSPITAL = "hospital"


def severity_of(needed: Needed | None, *, alarm: bool) -> Severity:
    """As a patient reports it. A sign of alarm counts as serious until an acupuncturist has judged it, and so does the
    hospital; whoever did not say what it needed is taken to have needed something."""
    if alarm or needed is Needed.HOSPITAL:
        return Severity.SERIOUS
    return Severity.MILD if needed is Needed.NOTHING else Severity.MODERATE


def needs_call(severity: Severity, *, asked: bool) -> bool:
    """Does the clinic telephone? Always when it was more than mild, otherwise when the patient asked for it."""
    return asked or severity is not Severity.MILD


@dataclass(frozen=True)
class Standing:
    """How an event stands: as reported, and after each correction. A `withdrawn` one was written down by mistake."""

    category: Category
    severity: Severity
    relation: Relation | None = None
    outcome: Outcome | None = None
    withdrawn: bool = False


@dataclass(frozen=True)
class Correction:
    """What one amendment says; None where it changes nothing. A withdrawal can itself be taken back."""

    category: Category | None = None
    severity: Severity | None = None
    relation: Relation | None = None
    outcome: Outcome | None = None
    withdrawn: bool | None = None


def stands(reported: Standing, corrections: Iterable[Correction]) -> Standing:
    """How it stands after all corrections, in their order: of each thing the last word counts."""
    for one in corrections:
        said = {name: value for name, value in vars(one).items() if value is not None}
        reported = replace(reported, **said)
    return reported
