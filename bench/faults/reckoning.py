"""The reckoning when everybody has gone home: the tables against the history, one promise a function.

Each yields what is wrong in words; nothing means that the promise was kept.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise

from ashi.clinic.actions.keeping import keeper
from ashi.core.time import cell_of
from ashi.messaging.models import MessageKind, OutboxMessage
from ashi.records.models import Appointment, AppointmentEvent, Hold, IdempotencyKey, Occupancy, WaitingOffer
from bench.faults.calls import HOLDS, PLACES, RELEASES, Call, Stretch
from bench.faults.clinic import LASTS, ROWS_OF_A_VISIT

MAKES = ("book", "book-again", "book-held", "course", "together", "repeat")
MESSAGE_OF = {"booked": "confirmation", "moved": "change", "cancelled": "cancellation"}


def wrongs(history: list[Call]) -> Iterator[str]:
    for check in CHECKS:
        yield from (f"{check.__name__}: {wrong}" for wrong in check(history))


def no_overlap_is_left(history: list[Call]) -> Iterator[str]:
    """By sorting, not by the join that the reader uses."""
    rows: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for pk, resource, lane, start, end in Occupancy.objects.values_list("pk", "resource_id", "lane", "start", "end"):
        rows[resource, lane].append((start, end, pk))
    for (resource, _), taken in rows.items():
        taken.sort()
        for (_, end, one), (start, _, other) in pairwise(taken):
            if start < end:
                yield f"resource {resource}: rows {one} and {other}"


def every_visit_is_somebodys_call(history: list[Call]) -> Iterator[str]:
    """Acknowledged: it is there, once. Refused: no trace. Unknown: there whole, or not there."""
    visits: dict[str, list[str]] = defaultdict(list)
    for source, name, reference in Appointment.objects.values_list("source", "patient__name", "reference"):
        visits[source if source.startswith("again") else name].append(reference)
    for name, calls in by_name(history).items():
        there = visits.pop(name, [])
        said = {reference for call in calls if call.outcome == "accepted" for reference in call.made}
        possible = any(call.outcome in ("unknown", "under way") for call in calls)
        whole = max((expected_visits(call) for call in calls), default=1)
        if said and set(there) != said:
            yield f"{name} was told {sorted(said)} and the tables have {there}: {'; '.join(map(str, calls))}"
        if not said and there and not possible:
            yield f"{name} was refused and the tables have {there}: {'; '.join(map(str, calls))}"
        if len(there) not in (0, whole):
            yield f"{name} asked for {whole} and the tables have {there}"
    for name, there in visits.items():
        yield f"nobody asked for {there} of {name}"


def expected_visits(call: Call) -> int:
    cells = call.job.get("slots")
    return len(cells) if isinstance(cells, list) else 1


def by_name(history: list[Call]) -> dict[str, list[Call]]:
    found: dict[str, list[Call]] = defaultdict(list)
    for call in history:
        if call.do in MAKES:
            found[call.name].append(call)
    return found


def visits_are_whole(history: list[Call]) -> Iterator[str]:
    """Time, history, link and nothing of it for what was cancelled."""
    for visit in Appointment.objects.prefetch_related("occupancy", "events", "links"):
        rows = len(visit.occupancy.all())
        if rows != (0 if visit.status == "cancelled" else ROWS_OF_A_VISIT):
            yield f"{visit.reference} is {visit.status} and has {rows} rows of time"
        if [event.kind for event in visit.events.all()].count("booked") != 1 or len(visit.links.all()) != 1:
            yield f"{visit.reference} has no whole history or no link"


def every_change_has_its_message(history: list[Call]) -> Iterator[str]:
    """One message for each committed event and each offer, and none for anything else. What was undone within its time
    nobody hears of: neither that it happened nor that it did not."""
    said: dict[tuple[str, str], int] = defaultdict(int)
    messages = OutboxMessage.objects.values_list("appointment__reference", "kind", "facts", "withdrawn_at")
    for reference, kind, facts, withdrawn_at in messages:
        for row in facts["course"]["visits"] if "course" in facts else [{"reference": reference}]:
            said[row["reference"], kind] += kind == MessageKind.LINK or withdrawn_at is None
    for visit in Appointment.objects.prefetch_related("events"):
        for event in visit.events.all():
            of, count = wanted_messages(event)
            said[visit.reference, MESSAGE_OF[of]] -= count
    for reference in WaitingOffer.objects.values_list("wish__visit__reference", flat=True):
        said[reference, MessageKind.LINK] -= 1
    yield from (f"{reference}: {kind} {count:+d}" for (reference, kind), count in said.items() if count)


def wanted_messages(event: AppointmentEvent) -> tuple[str, int]:
    """Of which event, and how many. Moving back is a move, too, of which nobody hears."""
    if event.kind != "undone":
        return event.kind, 1
    return event.detail["of"], -2 if event.detail["of"] == "moved" else -1


def one_key_has_one_effect(history: list[Call]) -> Iterator[str]:
    for name, calls in by_name(history).items():
        answers = {call.made for call in calls if call.outcome == "accepted" and call.do != "book-held"}
        if len(answers) > 1:
            yield f"{name} repeated one request and was told {answers}"
    numbers = [key.removeprefix("key ") for key in IdempotencyKey.objects.values_list("key", flat=True)]
    if len(numbers) != len(set(numbers)):
        yield "a key is there twice"


def the_last_word_stands(history: list[Call]) -> Iterator[str]:
    """A visit is where the last of its changes put it, in the order in which people saw them happen."""
    calls: dict[str, list[Call]] = defaultdict(list)
    for call in history:
        for reference in {*call.subjects, *call.made}:
            if call.outcome in ("accepted", "unknown", "under way") and call.do != "repeat":
                calls[reference].append(call)
    for visit in Appointment.objects.all():
        about = calls[visit.reference]
        cancels = [call for call in about if call.do == "cancel"]
        if any(for_good(call, about) for call in cancels) and visit.status != "cancelled":
            yield f"{visit.reference} was cancelled and is {visit.status}: {'; '.join(map(str, about))}"
        if not cancels and visit.status == "cancelled":
            yield f"{visit.reference} is cancelled and nobody asked for it"
        last = list(last_words(about))
        if any(call.do == "undo" and call.outcome != "accepted" for call in last):
            continue  # it may be wherever it has ever been
        where = {cell for call in last for cell in possible_cells(call, visit.reference)}
        if where and visit.status != "cancelled" and cell_of(visit.start) not in where:
            told = "; ".join(map(str, about))
            yield f"{visit.reference} is at {cell_of(visit.start)}, not at {sorted(where)}: {told}"


def for_good(cancel: Call, about: list[Call]) -> bool:
    """An acknowledged cancelling that nobody can have undone."""
    undone = [call for call in about if call.do == "undo"]
    before = [call for call in undone if call.outcome == "accepted" and (call.answered or FOREVER) < cancel.asked]
    return cancel.outcome == "accepted" and len(before) == len(undone)


def last_words(about: list[Call]) -> Iterator[Call]:
    """Placements that no other acknowledged one came wholly after. None when its beginning is not known."""
    placed = [call for call in about if call.do in PLACES]
    if not any(call.outcome == "accepted" for call in placed):
        return
    for call in placed:
        end = call.answered if call.outcome == "accepted" else None
        if end is None or not any(other.outcome == "accepted" and other.asked > end for other in placed):
            yield call


def possible_cells(call: Call, reference: str) -> Iterable[int]:
    if call.outcome == "accepted":
        return {min(each.start for each in call.stretches[reference])}
    return {cell for about, (_, cell) in zip(call.subjects, slots(call), strict=False) if about == reference}


def slots(call: Call) -> list[tuple[int, int]]:
    """The times that were asked for; of a course one for each of its subjects."""
    found = call.job.get("slots", [call.job["slot"]] if "slot" in call.job else [])
    assert isinstance(found, list)
    return found


def holds_have_gone(history: list[Call]) -> Iterator[str]:
    """One that is there is not of somebody who was refused, and none is there that was booked or given back."""
    made = {about: call for call in history if call.do in HOLDS for about in call.made}
    unknown = any(call.do in HOLDS and call.outcome == "unknown" for call in history)
    for_undo = {keeper(pk) for pk in Appointment.objects.values_list("pk", flat=True)}
    holds = Hold.objects.filter(expires_at__gt=datetime.now(UTC)).exclude(visitor__in=for_undo)
    for pk in holds.values_list("pk", flat=True):
        if f"hold {pk}" not in made and not unknown:
            yield f"hold {pk} is nobody's"
    there = {f"hold {pk}" for pk in Hold.objects.values_list("pk", flat=True)}
    for call in history:
        if call.do in RELEASES and call.outcome == "accepted" and (left := there & set(call.subjects)):
            yield f"{left} was given back and is there: {call}"


def nobody_was_refused_without_a_cause(history: list[Call]) -> Iterator[str]:
    """Where somebody was told that a time is taken, somebody may have had it at some moment between question and
    answer. What a killed or unanswered call did counts as possible."""
    possible = possible_times(history)
    for call in history:
        slot = call.job.get("slot")
        if call.outcome != "refused" or call.why != "Taken" or call.do != "book" or not isinstance(slot, list | tuple):
            continue
        cell, answered = int(slot[1]), call.answered or FOREVER
        near = [each for step in range(-1, 2) for each in possible.get(cell // NEAR + step, ())]
        if not any(
            taken.start < cell + VISIT and cell < taken.end and asked <= answered and until >= call.asked
            for taken, asked, until in near
        ):
            yield f"nobody can have had cell {cell}: {call}"


NEAR = VISIT = 12  # cells: no visit takes more
FOREVER = float("inf")


def possible_times(history: list[Call]) -> dict[int, list[tuple[Stretch, float, float]]]:
    """By stretches of cells: what may have been taken, from when, until when."""
    releases: dict[str, list[Call]] = defaultdict(list)
    for call in history:
        for about in call.subjects if call.do in RELEASES and call.outcome == "accepted" else ():
            releases[about].append(call)
    ever: dict[str, set[Stretch]] = defaultdict(set)
    for call in history:
        for about, taken in call.stretches.items():
            ever[about].update(taken)
    found: dict[int, list[tuple[Stretch, float, float]]] = defaultdict(list)
    for call in history:
        if call.do not in PLACES | {"repeat"} or call.outcome in ("refused", "failed"):
            continue
        for about, taken in (call.stretches or supposed(call, ever)).items():
            until = min(longest(call, releases[about]), call.expires or FOREVER if call.do in HOLDS else FOREVER)
            for stretch in taken:
                found[stretch.start // NEAR].append((stretch, call.asked, until))
    return found


def longest(placed: Call, releases: list[Call]) -> float:
    """Until when what a call placed may have stood: the last that may have taken it away was answered then. The desk
    keeps what it gives up, so that it can be undone."""
    kept = LASTS.total_seconds()
    after = [(call.answered or FOREVER) + kept * bool(call.job.get("desk")) for call in releases if call is not placed]
    return max((when for when in after if when > placed.asked), default=FOREVER)


def supposed(call: Call, ever: Mapping[str, Iterable[Stretch]]) -> dict[str, tuple[Stretch, ...]]:
    """What a call may have taken of which nobody knows what became: what it asked for, or what once was taken."""
    wished = tuple(Stretch(0, cell, cell + VISIT) for _, cell in slots(call))
    return {f"unknown {call.number}": wished or tuple(each for about in call.subjects for each in ever.get(about, ()))}


CHECKS: tuple[Callable[[list[Call]], Iterator[str]], ...] = (
    no_overlap_is_left,
    every_visit_is_somebodys_call,
    visits_are_whole,
    every_change_has_its_message,
    one_key_has_one_effect,
    the_last_word_stands,
    holds_have_gone,
    nobody_was_refused_without_a_cause,
)
