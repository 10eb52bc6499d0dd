"""What every change of a chart has in common: the encounter, locked, and a word for why something is not possible."""

from enum import StrEnum

from ashi.core.treatment import Caution, Prescription, as_value, of_value
from ashi.records.models import Encounter, EncounterStatus

WRITABLE = (EncounterStatus.PLANNED, EncounterStatus.OPEN)
UNCLOSED = (EncounterStatus.OPEN, EncounterStatus.ENDED)


class Why(StrEnum):
    """Keys of words: treat/wording.py."""

    NOT_HERE = "not here"
    NOT_OPEN = "not open"
    CLOSED = "closed"
    ENDED = "ended"
    STARTED = "started"
    NOT_STARTED = "not started"
    STILL_GOING_IN = "still going in"
    OUT = "out"
    EMPTY = "empty"
    NOT_ANSWERED = "not answered"
    NOT_CLEARED = "not cleared"
    NO_SUCH_LINE = "no such line"
    COUNT = "count"
    ALONE = "alone"
    NEEDLES_LEFT = "needles left"
    NOTHING_BEFORE = "nothing before"
    FORBIDDEN = "forbidden"
    NAME_TAKEN = "name taken"
    NO_CONSENT = "no consent"
    NOTHING_AGREED = "nothing agreed"
    MINOR = "minor"


class NotNow(Exception):
    """It cannot be done as things stand; `why` says what stands against it, `number` of what."""

    def __init__(self, why: Why, number: int = 0) -> None:
        self.why, self.number = why, number
        super().__init__(str(why))


class Warned(Exception):
    """Cautions speak that nobody has answered: no needle of the set goes in."""

    def __init__(self, cautions: tuple[Caution, ...]) -> None:
        self.cautions = cautions
        super().__init__(", ".join(caution.rule for caution in cautions))


def locked(encounter: Encounter) -> Encounter:
    """As it is now, and nobody else's to change until the transaction ends."""
    return Encounter.objects.select_for_update(no_key=True, of=("self",)).get(pk=encounter.pk)


def writable(encounter: Encounter) -> Encounter:
    """Locked, and still to be prescribed for. Raises NotNow."""
    found = locked(encounter)
    if found.status not in WRITABLE:
        raise NotNow(Why.CLOSED if found.status == EncounterStatus.CLOSED else Why.ENDED)
    return found


def planned(encounter: Encounter) -> Prescription:
    return of_value(encounter.prescription)


def keep(encounter: Encounter, prescription: Prescription) -> None:
    encounter.prescription = as_value(prescription)
    encounter.save(update_fields=["prescription"])


def entity(encounter: Encounter) -> str:
    return f"Encounter/{encounter.pk}"
