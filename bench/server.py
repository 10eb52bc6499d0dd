"""The server under measurement: a real `ashi demo --scenario bench`, and what its processes use."""

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from ashi.project.environment import ROOT
from tests.machine import postgresql

START_SECONDS = 120
UNSENT = """SELECT count(*) FROM messaging_outboxmessage
    WHERE sent_at IS NULL AND gave_up_at IS NULL AND withdrawn_at IS NULL AND channel = 'mail'"""


class Server:
    """One server on a port of its own; `key` is its FHIR key. Its database is SQLite, or the PostgreSQL server given,
    whose processes are counted with its own."""

    def __init__(self, folder: Path, scenario: str = "bench", database: postgresql.Server | None = None) -> None:
        self.folder, self.scenario, self.database = folder, scenario, database
        self.port = _free_port()
        self.key = ""
        self.answered: Iterator[str] | None = None  # keys of browsers that have answered the safety questions

    def __enter__(self) -> "Server":
        command = [sys.executable, "-m", "ashi.project.commands", "demo", "--scenario", self.scenario]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], cwd=ROOT, env=self._environment(), stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("FHIR key:"):
                self.key = line.split(":", 1)[1].strip()
                break
        if not self.key:
            raise RuntimeError("the server did not start")
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.process.terminate()
        self.process.wait(30)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """One request on a connection that is kept; its status and body."""
        sent = {
            "Authorization": f"Bearer {self.key}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        if body is not None:
            sent["Content-Type"] = "application/fhir+json"
        response = self.request(method, path, body, sent)
        return response.status, response.read()

    def request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self.connection.request(method, path, body, headers)
        return self.connection.getresponse()

    def shell(self, code: str) -> None:
        """Run this in a process of its own on the server's tables."""
        environment = {**self._environment(), "ASHI_DEMO": "1", "ASHI_DATA_DIR": str(self._data)}
        command = [sys.executable, "-m", "ashi.project.commands", "manage", "shell", "-v", "0", "-c", code]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)

    def cpu_of(self, work: Callable[[int], Any], requests: int) -> float:
        """CPU milliseconds per request of all the server's processes together, until its mails have gone too."""
        before = self.cpu()
        work(requests)
        self.settle()
        return (self.cpu() - before) / requests

    def rest(self) -> None:
        """Wait until nothing is being started any more: in a second the processes use less than a hundredth of it."""
        until = time.monotonic() + START_SECONDS
        before = self.cpu()
        while time.monotonic() < until:
            time.sleep(1)
            now = self.cpu()
            before, used = now, now - before
            if used < 10:
                return
        raise RuntimeError("the server does not come to rest")

    def settle(self) -> None:
        """Wait until the message worker has nothing left to send."""
        until = time.monotonic() + START_SECONDS
        while self._unsent():
            if time.monotonic() > until:
                raise RuntimeError("the message worker does not send")
            time.sleep(0.2)

    def _unsent(self) -> int:
        if self.database:
            import psycopg  # here: only PostgreSQL needs it

            with psycopg.connect(self.database.url) as connection:
                return int(connection.execute(UNSENT).fetchall()[0][0])
        # Read in this process, so that asking costs the server nothing.
        with closing(sqlite3.connect(f"file:{self._data / 'ashi.sqlite3'}?mode=ro", uri=True)) as file:
            return int(file.execute(UNSENT).fetchall()[0][0])

    @property
    def _data(self) -> Path:
        return self.folder / f"demo-{self.scenario}"

    def _environment(self) -> dict[str, str]:
        environment = {**os.environ, "ASHI_DATA_DIR": str(self.folder), "PYTHONPATH": str(ROOT / "src")}
        environment.setdefault("ASHI_LOG_LEVEL", "INFO")
        if self.database:
            environment["ASHI_DATABASE_URL"] = self.database.url
        return environment

    def cpu(self) -> float:
        """CPU milliseconds used so far, to the nanosecond the kernel counts."""
        others = _family(self.database.process.pid) if self.database else []
        return sum(_cpu_of(pid) for pid in [*self.processes(), *others]) / 1e6

    def cpu_of_ended(self) -> float:
        """CPU seconds of what the first process started and has seen end: migrating and filling."""
        after_name = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, after_name[13:15])) / os.sysconf("SC_CLK_TCK")

    def processes(self) -> list[int]:
        return _family(self.process.pid)

    def web_workers(self) -> list[int]:
        return [pid for pid in self.processes() if b"serving.web" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def meet(self, pid: int) -> None:
        """From now on this web worker is asked: connections are made until one is its own."""
        for _ in range(200):
            self.connection.close()
            self.ask("GET", "/status/")
            if self._is_at(pid):
                return
        raise RuntimeError(f"no connection reached the web worker {pid}")

    def _is_at(self, pid: int) -> bool:
        """Does this process hold the other end of the connection?"""
        ours = self.connection.sock.getsockname()[1]
        ends = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
        inodes = [end[9] for end in ends if end[1] == f"0100007F:{self.port:04X}" and end[2].endswith(f":{ours:04X}")]
        held = {str(file.readlink()) for file in Path(f"/proc/{pid}/fd").iterdir()}
        return any(f"socket:[{inode}]" in held for inode in inodes)

    def resident(self, pid: int) -> float:
        """Megabytes of a process, as the kernel counts them."""
        return _kilobytes(pid, "status", "VmRSS") / 1024

    def memory(self) -> list[str]:
        """Resident memory of each process, as the kernel counts it, and the proportional share of all."""
        rows = []
        for pid in self.processes():
            words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()[-60:]
            rows.append((_kilobytes(pid, "status", "VmRSS"), _kilobytes(pid, "smaps_rollup", "Pss"), words.strip()))
        lines = [
            f"  {rss / 1024:7.1f} MB resident {pss / 1024:7.1f} MB proportional  {words}" for rss, pss, words in rows
        ]
        total_rss, total_pss = sum(row[0] for row in rows), sum(row[1] for row in rows)
        return [f"memory: {total_rss / 1024:.1f} MB resident, {total_pss / 1024:.1f} MB proportional", *lines]


def _family(pid: int) -> list[int]:
    """A process and all that come from it."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with suppress(FileNotFoundError, ProcessLookupError):
                waiting += [int(child) for child in task.read_text().split()]
    return found


def _cpu_of(pid: int) -> int:
    used = 0
    with suppress(FileNotFoundError, ProcessLookupError):  # a connection's process that has just ended
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has
                used += int((task / "schedstat").read_text().split()[0])
    return used


def _kilobytes(pid: int, file: str, name: str) -> int:
    for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1])
    return 0


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
