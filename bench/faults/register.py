"""What is certain at every moment, kept while the calls come and go; the first contradiction ends the run.

A visit that was acknowledged holds its time until somebody asks to move or cancel it; a hold until it runs out. Two
of those on one resource at once are a fault, whatever the tables say later: this is real-time order, too.
"""

import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass

from bench.faults.calls import HOLDS, PLACES, RELEASES, Call, Stretch


@dataclass(frozen=True)
class Certain:
    """A time that is somebody's beyond doubt."""

    about: str
    stretches: tuple[Stretch, ...]
    until: float | None
    by: Call


class Register:
    """Safe to use from many threads."""

    def __init__(self) -> None:
        self.history: list[Call] = []
        self.violation = ""
        self.over = threading.Event()
        self.refused: deque[str] = deque(maxlen=20)  # names of those who were just told no
        self.repeated: set[str] = set()  # names of those who asked again, and may have had more luck then
        self._certain: dict[str, Certain] = {}
        self._releasing: dict[str, int] = defaultdict(int)
        self._let_go: dict[str, float] = {}  # when somebody last asked to move or cancel it
        self._before: dict[int, dict[str, Certain]] = {}  # what was certain when a call asked for a change of it
        self._told: dict[str, tuple[str, ...]] = {}  # what was answered to one key
        self._lock = threading.Lock()

    def violate(self, what: str) -> None:
        with self._lock:
            self._violate(what)

    def ask(self, call: Call) -> None:
        with self._lock:
            call.asked = time.time()
            self.history.append(call)
            if call.do == "repeat":
                self.repeated.add(call.name)
            for about in call.subjects if call.do in RELEASES else ():
                self._releasing[about] += 1
                self._let_go[about] = call.asked
                if was := self._certain.pop(about, None):
                    self._before.setdefault(call.number, {})[about] = was

    def answer(self, call: Call) -> None:
        with self._lock:
            call.answered = time.time()
            before = self._before.pop(call.number, {})
            if call.do in RELEASES and call.outcome in ("accepted", "refused"):
                for about in call.subjects:
                    self._releasing[about] -= 1  # one whose outcome is unknown may still be in force
            if call.outcome == "refused":
                self._stands(call, before)
            if call.outcome == "refused" and call.do in ("book", "course", "together"):
                self.refused.append(call.name)
            if call.outcome == "failed":
                self._violate(f"an error instead of an answer: {call}")
            if call.outcome == "accepted":
                self._refuse_late(call)
                self._refuse_second_effect(call)
                for about in call.made if call.do in PLACES else ():  # a repeat is told of what may long be cancelled
                    self._place(call, about)

    def certain(self) -> dict[str, Certain]:
        now = time.time()
        with self._lock:
            return {about: each for about, each in self._certain.items() if each.until is None or each.until > now}

    def _violate(self, what: str) -> None:
        self.violation = self.violation or what
        self.over.set()

    def _stands(self, call: Call, before: dict[str, Certain]) -> None:
        """A change was refused, so everything is where it was, unless somebody else has asked for one meanwhile."""
        for about, was in before.items():
            if not self._releasing[about] and self._let_go[about] == call.asked:
                self._certain[about] = was

    def _refuse_late(self, call: Call) -> None:
        if call.do in ("book-held", "accept") and call.expires is not None and call.asked > call.expires:
            self._violate(f"a hold that ran out {call.asked - call.expires:.3f} s before was honoured: {call}")

    def _refuse_second_effect(self, call: Call) -> None:
        if call.do in ("book", "repeat") and (told := self._told.setdefault(call.name, call.made)) != call.made:
            self._violate(f"one key has two effects: {call}, and before it {told}")

    def _place(self, call: Call, about: str) -> None:
        if self._releasing[about] or self._let_go.get(about, 0.0) > call.asked:
            return  # somebody is moving or cancelling it, or has since: its repeat was answered earlier than itself
        until = call.expires if call.do in HOLDS else None
        placed = Certain(about, call.stretches[about], until, call)
        for other in self._certain.values():
            if other.about != about and self._clash(placed, other):
                self._violate(f"two have one time: {call} and {other.by}, {about} and {other.about}")
        self._certain[about] = placed

    @staticmethod
    def _clash(one: Certain, other: Certain) -> bool:
        if other.until is not None and other.until <= time.time():
            return False
        return any(
            mine.resource == theirs.resource and mine.start < theirs.end and theirs.start < mine.end
            for mine in one.stretches
            for theirs in other.stretches
        )
