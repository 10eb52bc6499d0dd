"""What the clients want: half of it on one hot time, the rest all over the diary."""

import threading
from collections import deque
from random import Random
from typing import Any

from bench.faults.calls import Call
from bench.faults.clinic import Slot

STAYS_HOT = 60  # calls, until another time is the one that everybody wants
DAY = 288  # cells
REMEMBERED = 400  # visits and holds that somebody may come back to
FRESH = 20  # the last holds, most of which still run
BESIDE = 12  # cells: no visit takes more
IMPATIENT = 0.03
TOO_LATE = 0.3  # of those who come back to a hold, however long ago it was: they left the page open


class Intentions:
    """Draws the next call. The same seed draws the same while the answers are the same."""

    def __init__(self, slots: list[Slot], seed: int) -> None:
        self._slots, self._chance = slots, Random(seed)
        self._visits: deque[str] = deque(maxlen=REMEMBERED)
        self._holds: deque[tuple[str, float]] = deque(maxlen=REMEMBERED)
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
            return self._hot() if self._chance.random() < 0.5 else self._cold()

    def learn(self, call: Call) -> None:
        """Of what came of it: those visits can be moved, those holds booked."""
        with self._lock:
            if call.outcome == "accepted":
                for about in call.made:
                    if about.startswith("hold "):
                        self._holds.append((about, call.expires or 0.0))
                    else:
                        self._cells[about] = min(each.start for each in call.stretches[about])
                        if about not in self._visits:
                            self._visits.append(about)
            if call.do == "book" and call.outcome in ("accepted", "unknown"):
                self._booked.append(call)

    def _hot(self) -> Call:
        """Around one time: those who want it, and those who give it up, so that it is free again and again."""
        round_ = self._number // STAYS_HOT
        slot = self._slots[(round_ * 37) % len(self._slots)]
        drawn = self._chance.random()
        if drawn < 0.34:
            call = self._call("book", slot=slot)
            self._impatient = call if drawn < IMPATIENT else None
            return call
        if drawn < 0.46 and self._visits:
            return self._again(self._recent())
        if drawn < 0.5:
            return self._course(slot)
        if drawn < 0.62:
            return self._call("hold", slot=slot)
        if drawn < 0.75 and self._visits:
            return self._about(self._recent(), "move", slot=slot)
        if self._visits:
            return self._about(self._recent(), "cancel")
        return self._call("book", slot=slot)

    def _cold(self) -> Call:
        drawn = self._chance.random()
        slot = self._chance.choice(self._slots)
        if drawn < 0.12:
            return self._call("hold", slot=slot)
        if drawn < 0.35 and self._holds:
            about, expires = self._chance.choice(self._come_back_to())
            what = "give-back" if drawn < 0.16 else "book-held"
            call = self._call(what, hold=int(about.removeprefix("hold ")))
            call.subject, call.expires = about, expires
            return call
        if drawn < 0.48 and self._visits:
            return self._about(self._chance.choice(self._visits), "move", slot=slot)
        if drawn < 0.68 and self._visits:
            return self._about(self._chance.choice(self._visits), "cancel")
        if drawn < 0.74 and self._booked:
            return self._repeat(self._chance.choice(self._booked))
        if drawn < 0.8:
            return self._course(slot)
        return self._call("book", slot=slot)

    def _repeat(self, first: Call) -> Call:
        call = self._call("repeat")
        call.job = {**first.job, "do": "repeat"}
        return call

    def _again(self, reference: str) -> Call:
        """Another visit of the same patient at about the same hour, with anybody."""
        about = self._cells[reference]
        near = [slot for slot in self._slots if abs(slot.cell - about) < BESIDE]
        return self._call("book-again", reference=reference, slot=self._chance.choice(near))

    def _course(self, slot: Slot) -> Call:
        """Several visits, one of them at this time, each on a day of its own."""
        days = {slot.cell // DAY: slot}
        for other in self._chance.sample(self._slots, 8):
            days.setdefault(other.cell // DAY, other)
        return self._call("course", slots=sorted(list(days.values())[:4], key=lambda each: each.cell))

    def _come_back_to(self) -> list[tuple[str, float]]:
        """Drawn by age, not by number: a fast machine makes the last twenty holds within the second that each lasts."""
        holds = list(self._holds)
        return holds if self._chance.random() < TOO_LATE else holds[-FRESH:]

    def _recent(self) -> str:
        return self._chance.choice(list(self._visits)[-6:])

    def _about(self, reference: str, do: str, **more: Any) -> Call:
        call = self._call(do, reference=reference, **more)
        call.subject = reference
        return call

    def _call(self, do: str, **job: Any) -> Call:
        return Call(number=self._number, do=do, job={"do": do, "number": self._number, **job})
