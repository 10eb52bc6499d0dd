"""The process that stays: it starts web workers and the message worker, and starts again whichever dies.

It loads neither Django nor granian, so that it costs a small clinic next to nothing.
"""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ashi.project.commands import CommandError
from ashi.project.serving import readiness
from ashi.project.serving.child import Child
from ashi.project.serving.place import Place

LOOK_EVERY = 0.1  # seconds
READY_WITHIN = 120.0  # seconds
STOP_WITHIN = 10.0  # seconds
HOPELESS = 3  # a web worker that dies so often before the first page was served will not come round


@dataclass
class Site:
    place: Place
    workers: int
    announce: Callable[[], None]  # called once, when pages can be seen
    family: list[Child] = field(default_factory=list)
    stopping: bool = False

    def serve(self) -> None:
        """Returns when a signal said stop. Raises CommandError where the site does not come up."""
        self._listen_to_signals()
        # Only Linux shares out the connections to a port among several processes that listen on it.
        count = self.workers if sys.platform.startswith("linux") else 1
        self.family = [self._web_worker() for _ in range(count)]
        try:
            self._until_ready()
            self.family.append(Child("message worker", ["ashi.project.commands", "worker", "--with", str(os.getpid())]))
            self._tend()
            if not self.stopping:
                self.announce()
            while not self.stopping:
                self._tend()
                time.sleep(LOOK_EVERY)
        finally:
            self._stop()

    def _web_worker(self) -> Child:
        where = [self.place.host, str(self.place.port), str(os.getpid())]
        return Child("web worker", ["ashi.project.serving.web", *where])

    def _until_ready(self) -> None:
        until = time.monotonic() + READY_WITHIN
        while not self.stopping and not readiness.answers(self.place):
            self._tend()
            if any(child.young_deaths >= HOPELESS for child in self.family):
                raise CommandError("the web workers do not start; the lines above say why")
            if time.monotonic() > until:
                raise CommandError("/status/ does not answer 200; run ./ashi doctor")
            time.sleep(LOOK_EVERY)

    def _tend(self) -> None:
        for child in self.family:
            child.tend(time.monotonic())

    def _listen_to_signals(self) -> None:
        def stop(*_: object) -> None:
            self.stopping = True

        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGTERM, stop)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup said beforehand that it must not stop
            signal.signal(signal.SIGHUP, stop)

    def _stop(self) -> None:
        for child in self.family:
            child.ask_to_stop()
        until = time.monotonic() + STOP_WITHIN
        for child in self.family:
            child.wait_or_kill(until - time.monotonic())
