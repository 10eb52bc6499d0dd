"""The server under measurement: a real `ashi demo --scenario bench`, and what its processes use."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from ashi.project.environment import ROOT

START_SECONDS = 120


class Server:
    """One server on a port of its own; `key` is its FHIR key."""

    def __init__(self, folder: Path, scenario: str = "bench") -> None:
        self.folder, self.scenario = folder, scenario
        self.port = _free_port()
        self.key = ""

    def __enter__(self) -> "Server":
        command = [sys.executable, "-m", "ashi.project.commands", "demo", "--scenario", self.scenario]
        environment = {**os.environ, "ASHI_DATA_DIR": str(self.folder), "PYTHONPATH": str(ROOT / "src")}
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
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
        self.connection.request(method, path, body, sent)
        response = self.connection.getresponse()
        return response.status, response.read()

    def cpu_of(self, work: Callable[[int], Any], requests: int) -> float:
        """CPU milliseconds per request of all the server's processes together."""
        before = self.cpu()
        work(requests)
        return (self.cpu() - before) / requests

    def cpu(self) -> float:
        """CPU milliseconds used so far, to the nanosecond the kernel counts."""
        return sum(_cpu_of(pid) for pid in self.processes()) / 1e6

    def processes(self) -> list[int]:
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting += [int(child) for child in task.read_text().split()]
        return found

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


def _cpu_of(pid: int) -> int:
    used = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            used += int((task / "schedstat").read_text().split()[0])
        except (FileNotFoundError, ProcessLookupError):
            continue  # a thread that has just ended
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
