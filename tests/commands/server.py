"""A server under test and its family of processes."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping

READY_WITHIN = 60  # seconds


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as line:
        return int(line.getsockname()[1])


def eventually(true: Callable[[], bool], *, within: float = 40) -> bool:
    until = time.monotonic() + within
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def is_running(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


class Server:
    def __init__(self, command: str, *words: str, port: int, environment: Mapping[str, str]) -> None:
        self.port = port
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ashi.project.commands", command, *words, "--port", str(port)],
            env=dict(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def wait_until_ready(self) -> list[str]:
        """What was said up to the line that begins with "Ashi is ready:", that line last."""
        assert self.process.stdout is not None
        said = []
        for line in self.process.stdout:
            said.append(line.rstrip())
            if line.startswith("Ashi is ready:"):
                assert eventually(lambda: len(self.children()) >= 3), "two web workers and the message worker"
                return said
        raise AssertionError("it ended instead:\n" + "\n".join(said))

    def status(self, path: str = "/status/") -> int:
        """The status of the answer, or 0 where there was none."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def children(self) -> dict[int, str]:
        """Command lines of the processes it has started, by process id."""
        listed = subprocess.run(
            ["ps", "-ww", "-e", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
        )
        rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
        mine = [row for row in rows if int(row[1]) == self.process.pid and not row[2].startswith("Z")]
        return {int(row[0]): row[3] for row in mine}

    def web_workers(self) -> list[int]:
        return [pid for pid, line in self.children().items() if " worker --with" not in line]

    def message_workers(self) -> list[int]:
        return [pid for pid, line in self.children().items() if " worker --with" in line]

    def memory(self, *pids: int) -> float:
        """Resident memory in MB, each process counted in full even where they share pages."""
        listed = subprocess.run(
            ["ps", "-o", "rss=", "-p", ",".join(map(str, pids))], capture_output=True, text=True, check=True
        )
        return sum(int(row) for row in listed.stdout.split()) / 1024

    def end(self) -> None:
        """Stops what is still there; a test that failed leaves nothing behind."""
        left = [self.process.pid, *self.children()] if self.process.poll() is None else []
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
