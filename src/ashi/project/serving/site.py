"""The process that stays: it starts web workers and the message worker, and starts again whichever dies.

`python -m ashi.project.serving.site HOST PORT WORKERS ADDRESS LINE...`, in place of the command that prepared it
(become.py). Whatever is imported here stays in memory for months, so it is next to nothing: no Django, no granian, no
argparse.
"""

import os
import signal
import sys
import time

from ashi.project.serving import readiness
from ashi.project.serving.child import Child

LOOK_EVERY = 0.1  # seconds
READY_WITHIN = 120.0  # seconds
STOP_WITHIN = 10.0  # seconds
HOPELESS = 3  # a web worker that dies so often before the first page was served will not come round


class NotServedError(Exception):
    """The site does not come up; the message is one line."""


class Site:
    """`address` is the site's own (scheme://host), as its visitors know it; `lines` are said when pages can be seen."""

    def __init__(self, host: str, port: int, workers: int, address: str, lines: list[str]) -> None:
        self.host, self.port, self.workers = host, port, workers
        self.address, self.lines = address, lines
        self.family: list[Child] = []
        self.stopping = False

    def serve(self) -> None:
        """Returns when a signal said stop. Raises NotServedError where the site does not come up."""
        self._listen_to_signals()
        # Only Linux shares out the connections to a port among several processes that listen on it.
        count = self.workers if sys.platform.startswith("linux") else 1
        self.family = [self._web_worker() for _ in range(count)]
        try:
            self._until_ready()
            self.family.append(Child("message worker", ["ashi.project.commands", "worker", "--with", str(os.getpid())]))
            self._tend()
            if not self.stopping:
                print("\n".join(self.lines), flush=True)
            while not self.stopping:
                self._tend()
                time.sleep(LOOK_EVERY)
        finally:
            self._stop()

    def _web_worker(self) -> Child:
        return Child("web worker", ["ashi.project.serving.web", self.host, str(self.port), str(os.getpid())])

    def _until_ready(self) -> None:
        until = time.monotonic() + READY_WITHIN
        while not self.stopping and not readiness.answers(self.host, self.port, self.address):
            self._tend()
            if any(child.young_deaths >= HOPELESS for child in self.family):
                raise NotServedError("the web workers do not start; the lines above say why")
            if time.monotonic() > until:
                raise NotServedError("/status/ does not answer 200; run ./ashi doctor")
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


def main(host: str, port: str, workers: str, address: str, *lines: str) -> int:
    try:
        Site(host, int(port), int(workers), address, list(lines)).serve()
    except NotServedError as error:
        print(f"ashi: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
