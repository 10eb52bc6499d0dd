"""A client: a process that is told one job at a time, may be killed, and is started again."""

import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bench.faults import worker


@contextmanager
def nursery(folder: Path, bug: str) -> Iterator[Path]:
    """Where clients come from: the address of a socket."""
    address = folder / "nursery"
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(address))
        door.listen(64)
        process = worker.start(door, bug)
    try:
        yield address
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        address.unlink()


class Client:
    """One process after another in the same place."""

    def __init__(self, address: Path) -> None:
        self._address = address
        self._line: socket.socket | None = None
        self._process: int | None = None
        self._lock = threading.Lock()

    def do(self, job: dict[str, Any]) -> dict[str, Any]:
        """Its answer; empty when it died before it could give one."""
        line = self._line or self._start()
        try:
            line.sendall(json.dumps(job).encode() + b"\n")
            if answer := self._hear():
                return answer
        except OSError:
            pass
        self.end()
        return {}

    def kill(self) -> bool:
        """Whether there was somebody to kill."""
        with self._lock:
            if self._process is None:
                return False
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            self._process = None
            return True

    def end(self) -> None:
        self.kill()
        if self._line is not None:
            self._heard.close()
            self._line.close()
            self._line = None

    def _start(self) -> socket.socket:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(str(self._address))
        self._heard = self._line.makefile("r")
        process = self._hear()["process"]
        with self._lock:
            self._process = process
        return self._line

    def _hear(self) -> dict[str, Any]:
        """The next answer that says something: one that answered early says nothing more when it has committed."""
        while (line := self._heard.readline()).endswith("\n"):
            if answer := json.loads(line):
                return dict(answer)
        return {}
