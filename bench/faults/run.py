"""One run: a clinic, its clients, whoever kills them, and the reader; then the reckoning."""

import random
import threading
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.faults.calls import Call, Stretch
from bench.faults.clients import Client
from bench.faults.clinic import Slot
from bench.faults.databases import Database
from bench.faults.intentions import Intentions
from bench.faults.reader import Reader
from bench.faults.register import Register

CRASH_EVERY = 12.0  # seconds between two crashes of a database that can be crashed


@dataclass(frozen=True)
class Wanted:
    """How long and how hard. It ends at `calls` or `seconds`, whichever comes first.

    `about`: what the clients want most. `together_every`: seconds from one moment at which all clients ask at once to
    the next. 0: each asks as soon as it has been answered, which takes all the processors there are.
    """

    clients: int = 8
    calls: int = 1_000_000_000
    seconds: float = 60.0
    kills_every: float = 1.0
    together_every: float = 0.0
    seed: int = 1
    about: Collection[str] = ()


@dataclass
class Run:
    """What happened."""

    register: Register = field(default_factory=Register)
    kills: int = 0
    crashes: int = 0
    looks: int = 0
    seconds: float = 0.0

    def outcomes(self) -> Counter[str]:
        return Counter(call.outcome for call in self.register.history)


def run(wanted: Wanted, database: Database, address: Path, slots: list[Slot]) -> Run:
    result = Run()
    register, intentions = result.register, Intentions(slots, wanted.seed, wanted.about)
    clients = [Client(address) for _ in range(wanted.clients)]
    reader = Reader(register, database.connect, wanted.seed)
    left = Countdown(wanted.calls)
    began = time.monotonic()
    until = began + wanted.seconds
    crashing = threading.Event()

    def live(client: Client) -> None:
        while not register.over.is_set() and time.monotonic() < until and left.take():
            wait_for_the_others(wanted.together_every, register.over)
            one_call(client, intentions.next(), register, intentions, crashing)

    threads = [threading.Thread(target=live, args=(client,)) for client in clients]
    for thread in [*threads, reader]:
        thread.start()
    chance = random.Random(wanted.seed)
    crash_at = began + CRASH_EVERY
    while any(thread.is_alive() for thread in threads) and not register.over.is_set():
        register.over.wait(chance.expovariate(1 / wanted.kills_every) if wanted.kills_every else 0.2)
        if wanted.kills_every and chance.choice(clients).kill():
            result.kills += 1
        if time.monotonic() > crash_at:
            crash_at += CRASH_EVERY
            crashing.set()
            result.crashes += database.crash()
            crashing.clear()
    for thread in threads:
        thread.join()
    reader.end()
    for client in clients:
        client.end()
    result.looks, result.seconds = reader.looks, time.monotonic() - began
    return result


def wait_for_the_others(every: float, over: threading.Event) -> None:
    if every:
        over.wait(every - time.monotonic() % every)


class Countdown:
    def __init__(self, left: int) -> None:
        self._left, self._lock = left, threading.Lock()

    def take(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left >= 0


def one_call(client: Client, call: Call, register: Register, intentions: Intentions, crashing: threading.Event) -> None:
    register.ask(call)
    crashed = crashing.is_set()
    answer = client.do(call.job)
    understand(call, answer, excused=crashed or crashing.is_set())
    register.answer(call)
    intentions.learn(call)
    if "lost" in answer:
        time.sleep(0.3)  # the database comes back when it can


def understand(call: Call, answer: dict[str, Any], *, excused: bool) -> None:
    """Writes an answer into the call. No answer, or a lost connection while the database crashed: nobody knows."""
    if "accepted" in answer:
        said = answer["accepted"]
        call.outcome, call.made = "accepted", tuple(said.get("made", ()))
        call.stretches = {about: tuple(Stretch(*each) for each in said["stretches"][about]) for about in call.made}
        call.expires, call.offer = said.get("expires", call.expires), said.get("offer")
    elif "refused" in answer:
        call.outcome, call.why = "refused", answer["refused"]
    elif "failed" in answer:
        call.outcome, call.why = "failed", answer["failed"]
    elif "lost" in answer and not excused and not lost_by_crash(answer["lost"]):
        call.outcome, call.why = "failed", answer["lost"]
    else:
        call.outcome, call.why = "unknown", answer.get("lost", "killed")


def lost_by_crash(why: str) -> bool:
    return any(word in why for word in ("terminat", "closed", "connection", "starting up", "recovery", "shutdown"))
