"""What the clients want: half of it on one hot time, the rest all over the diary."""

import threading
from collections import deque
from collections.abc import Collection, Sequence
from random import Random
from typing import Any

from bench.faults.calls import Call
from bench.faults.clinic import Slot

STAYS_HOT = 60  # calls, until another time is the one that everybody wants
DAY = 288  # cells
REMEMBERED = 400  # visits, holds and offers that somebody may come back to
FRESH = 20  # the last holds, most of which still run
RECENT = 6  # the last visits, which are about the hot time
BESIDE = 12  # cells: no visit takes more
TOO_LATE = 0.3  # of those who come back to a hold or an offer, however long ago it was: they left the page open
MORE = 8  # times as often, of what a run is about
AT_THE_DESK = 0.4  # of moves and cancellations; those can be undone

# How often each is wanted. Around the hot time some want it and some give it up, so that it is free again and again.
HOT = {
    "book": 30,
    "impatient": 3,
    "book-again": 11,
    "together": 5,
    "course": 4,
    "hold": 10,
    "offer": 4,
    "move": 11,
    "course-move": 2,
    "cancel": 20,
    "undo": 5,
}
COLD = {
    "book": 13,
    "together": 3,
    "course": 6,
    "repeat": 6,
    "hold": 10,
    "give-back": 3,
    "book-held": 15,
    "offer": 8,
    "accept": 9,
    "decline": 1,
    "move": 8,
    "course-move": 4,
    "cancel": 13,
    "undo": 4,
}


class Intentions:
    """Draws the next call. The same seed draws the same while the answers are the same."""

    def __init__(self, slots: list[Slot], seed: int, about: Collection[str] = ()) -> None:
        self._slots, self._chance, self._about = slots, Random(seed), about
        self._visits: deque[str] = deque(maxlen=REMEMBERED)
        self._changed: deque[str] = deque(maxlen=RECENT)  # at the desk
        self._holds: deque[Call] = deque(maxlen=REMEMBERED)
        self._offers: deque[Call] = deque(maxlen=REMEMBERED)
        self._courses: deque[Call] = deque(maxlen=RECENT)
        self._booked: deque[Call] = deque(maxlen=50)
        self._impatient: Call | None = None  # somebody who sends the same again before they have an answer
        self._cells: dict[str, int] = {}
        self._lock = threading.Lock()
        self._number = 0

    def next(self) -> Call:
        with self._lock:
            self._number += 1
            if (first := self._impatient) is not None:
                self._impatient = None
                return self._repeat(first)
            if self._chance.random() < 0.5:
                slot = self._slots[(self._number // STAYS_HOT * 37) % len(self._slots)]
                return self._want(self._drawn(HOT), slot, list(self._visits)[-RECENT:])
            return self._want(self._drawn(COLD), self._chance.choice(self._slots), self._visits)

    def learn(self, call: Call) -> None:
        """Of what came of it: those visits can be moved, those holds booked, those offers accepted."""
        with self._lock:
            if call.do == "book" and call.outcome in ("accepted", "unknown"):
                self._booked.append(call)
            if call.outcome != "accepted":
                return
            kept = {"hold": self._holds, "offer": self._offers, "course": self._courses}.get(call.do)
            if kept is not None:
                kept.append(call)
            if call.job.get("desk"):
                self._changed.append(call.subjects[0])
            for reference in [about for about in call.made if not about.startswith("hold ")]:
                self._cells[reference] = min(each.start for each in call.stretches[reference])
                if reference not in self._visits:
                    self._visits.append(reference)

    def _drawn(self, weights: dict[str, int]) -> str:
        often = [weight * (MORE if what in self._about else 1) for what, weight in weights.items()]
        return self._chance.choices(list(weights), often)[0]

    def _want(self, what: str, slot: Slot, visits: Sequence[str]) -> Call:
        """Whoever has nothing that this could be done with books."""
        chance = self._chance
        match what:
            case "impatient":
                self._impatient = self._call("book", slot=slot)
                return self._impatient
            case "hold":
                return self._call("hold", slot=slot)
            case "course":
                return self._call("course", slots=self._on_days_of_their_own(slot, 4))
            case "together":
                return self._call("together", slots=[slot, chance.choice(self._near(slot.cell, but=slot))])
            case "repeat" if self._booked:
                return self._repeat(chance.choice(self._booked))
            case "book-again" if visits:
                reference = chance.choice(visits)
                return self._call(what, reference=reference, slot=chance.choice(self._near(self._cells[reference])))
            case "move" | "cancel" if visits:
                reference, desk = chance.choice(visits), chance.random() < AT_THE_DESK
                return self._call(what, (reference,), reference=reference, slot=slot, desk=desk)
            case "undo" if self._changed:
                reference = chance.choice(self._changed)
                return self._call(what, (reference,), reference=reference)
            case "course-move" if self._courses:
                made = chance.choice(self._courses).made
                rest = made[chance.randrange(len(made)) :]
                slots = self._on_days_of_their_own(slot, len(rest))
                return self._call(what, rest[: len(slots)], references=rest[: len(slots)], slots=slots)
            case "book-held" | "give-back" if self._holds:
                first = self._come_back_to(self._holds)
                return self._call(what, first.made, first.expires, hold=int(first.made[0].removeprefix("hold ")))
            case "offer" if earlier := [each for each in visits if self._cells[each] > slot.cell]:
                return self._call(what, reference=chance.choice(earlier), slot=slot)
            case "accept" | "decline" if self._offers:
                first = self._come_back_to(self._offers)
                subjects = (str(first.job["reference"]), *first.made) if what == "accept" else first.made
                return self._call(what, subjects, first.expires, offer=first.offer, slot=first.job["slot"])
        return self._call("book", slot=slot)

    def _repeat(self, first: Call) -> Call:
        call = self._call("repeat")
        call.job = {**first.job, "do": "repeat"}
        return call

    def _near(self, cell: int, but: Slot | None = None) -> list[Slot]:
        """At about the same hour, with anybody."""
        return [slot for slot in self._slots if abs(slot.cell - cell) < BESIDE and slot != but]

    def _on_days_of_their_own(self, slot: Slot, count: int) -> list[Slot]:
        """So many times in order, one of them this."""
        days = {slot.cell // DAY: slot}
        for other in self._chance.sample(self._slots, 8):
            days.setdefault(other.cell // DAY, other)
        return sorted(list(days.values())[:count], key=lambda each: each.cell)

    def _come_back_to(self, kept: deque[Call]) -> Call:
        """Drawn by age, not by number: a fast machine makes the last twenty holds within the second that each lasts."""
        calls = list(kept)
        return self._chance.choice(calls if self._chance.random() < TOO_LATE else calls[-FRESH:])

    def _call(self, do: str, subjects: tuple[str, ...] = (), expires: float | None = None, **job: Any) -> Call:
        asked = {"do": do, "number": self._number, **job}
        return Call(number=self._number, do=do, job=asked, subjects=subjects, expires=expires)
