"""A process that is started again when it dies."""

import os
import subprocess
import sys

SETTLED = 10.0  # seconds; a process that lived so long is started again at once
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 30.0  # seconds; doubled each time it dies young
# glibc gives each thread a heap of its own, which two threads behind Python's one lock only fill with air.
ONE_ARENA = {"MALLOC_ARENA_MAX": "1"}


class Child:
    """`arguments` are what follows `python -m`. No dataclass: its machinery would be a megabyte of the parent."""

    def __init__(self, name: str, arguments: list[str]) -> None:
        self.name, self.arguments = name, arguments
        self.process: subprocess.Popen[bytes] | None = None
        self.born = self.due = self.pause = 0.0
        self.young_deaths = 0

    def tend(self, now: float) -> None:
        """Start it when it is due; notice when it has died. `now` is of a clock that only goes forward."""
        if self.process is None:
            if now >= self.due:
                self._start(now)
        elif (status := self.process.poll()) is not None:
            self._mourn(now, f"status {status}")

    def _start(self, now: float) -> None:
        self.born = now
        try:
            self.process = subprocess.Popen([sys.executable, "-m", *self.arguments], env={**ONE_ARENA, **os.environ})
        except OSError as error:  # no memory, no process to be had: later there may be
            self._mourn(now, str(error))

    def _mourn(self, now: float, how: str) -> None:
        if now - self.born > SETTLED:
            self.pause, self.young_deaths = 0.0, 0
        else:
            self.pause = min(max(self.pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
            self.young_deaths += 1
        self.process, self.due = None, now + self.pause
        print(f"ashi: a {self.name} ended ({how}); another starts in {self.pause:g} s.", file=sys.stderr, flush=True)

    def ask_to_stop(self) -> None:
        if self.process:
            self.process.terminate()

    def wait_or_kill(self, seconds: float) -> None:
        if not self.process:
            return
        try:
            self.process.wait(timeout=max(seconds, 0))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
