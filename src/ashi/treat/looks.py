"""Who looked at a visit's chart, who wrote into it, who took it along: the audit log, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from ashi.records.models import Appointment, AuditEvent, User

MOST = 300


@dataclass(frozen=True)
class Look:
    at: datetime
    who: str
    what: str
    count: int = 1


def looks(visit: Appointment) -> list[Look]:
    """The newest first; the same by the same person within one minute once. At most MOST lines of the log are read."""
    rows = AuditEvent.objects.filter(entity__in=_entities(visit)).order_by("-at", "-pk")[:MOST]
    events = list(rows)
    names = _names(events)
    found: list[Look] = []
    for event in events:
        one = Look(event.at, names.get(event.by, _door(event.by)), what(event.action))
        last = found[-1] if found else None
        if last and (last.who, last.what) == (one.who, one.what) and (last.at - one.at).total_seconds() < 60:
            found[-1] = Look(last.at, last.who, last.what, last.count + 1)
        else:
            found.append(one)
    return found


def _entities(visit: Appointment) -> list[str]:
    encounter = getattr(visit, "encounter", None)
    found = [f"Appointment/{visit.pk}"]
    if encounter:
        found.append(f"Encounter/{encounter.pk}")
    return found + [f"AdverseEvent/{pk}" for pk in visit.adverse_events.values_list("pk", flat=True)]


def what(action: str) -> str:
    words = {
        "read": gettext("Looked at the visit"),
        "read-chart": gettext("Looked at the chart"),
        "read-adverse": gettext("Looked at adverse events"),
        "read-consent": gettext("Looked at the consent"),
        "consent": gettext("Had the consent signed"),
        "withdraw-consent": gettext("Wrote down that the consent was withdrawn"),
        "found-missing": gettext("Wrote down that missing needles turned up"),
        "left-came-out": gettext("Wrote down that needles left in are out"),
        "write-felt": gettext("Wrote down what was felt"),
        "read-looks": gettext("Looked at who looked"),
        "print": gettext("Opened it to print"),
        "file": gettext("Made a PDF file of it"),
        "stricta": gettext("Looked at the STRICTA summary"),
        "stricta-file": gettext("Made a PDF file of the summary"),
        "open": gettext("Opened the chart"),
        "plan": gettext("Prepared the chart"),
        "write": gettext("Wrote into the chart"),
        "prescribe": gettext("Changed the points"),
        "copy": gettext("Copied last time's points"),
        "start-set": gettext("Began inserting"),
        "all-in": gettext("All needles in"),
        "take-back": gettext("Took a needle back"),
        "begin-removal": gettext("Began taking out"),
        "count-out": gettext("Counted needles out"),
        "leave-in": gettext("Left needles in on purpose"),
        "declare-missing": gettext("Declared needles missing"),
        "answer-caution": gettext("Answered a caution"),
        "tell-condition": gettext("Wrote down where a condition lies"),
        "beside": gettext("Noted moxa, cups and the like"),
        "emergency": gettext("Ended the visit in an emergency"),
        "close": gettext("Signed the chart"),
        "amend": gettext("Wrote an amendment"),
        "adverse-event": gettext("Wrote down an adverse event"),
        "amend-adverse-event": gettext("Amended an adverse event"),
        "adverse-called": gettext("Asked the patient how they are"),
    }
    return words.get(action, gettext("Changed the visit"))


def _names(events: Iterable[AuditEvent]) -> dict[str, str]:
    ids = {event.by: int(event.by.removeprefix("user:")) for event in events if event.by.startswith("user:")}
    users = User.objects.in_bulk(ids.values())
    return {by: users[pk].get_full_name() or users[pk].username for by, pk in ids.items() if pk in users}


def _door(by: str) -> str:
    words = {
        "patient": gettext("the patient"),
        "visitor": gettext("the patient, on the web"),
        "client": gettext("a program"),
        "system": gettext("Ashi"),
    }
    return words.get(by.partition(":")[0], gettext("somebody who worked here"))
