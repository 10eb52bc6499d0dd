"""Keeps a message worker running beside the web workers."""

import os
import subprocess
import sys
import threading
import time

LONGEST_PAUSE = 30.0  # seconds
SETTLED = 60.0  # a worker that lived so long is started again without a longer pause


def keep_running(stop: threading.Event) -> None:
    """Runs in a thread of the main process until `stop`; a worker that dies is started again, with growing pauses."""
    pause = 1.0
    while not stop.is_set():
        born = time.monotonic()
        ending = _run_one(stop)
        if stop.is_set():
            return
        pause = 1.0 if time.monotonic() - born > SETTLED else pause
        print(
            f"ashi: the message worker ended ({ending}); another starts in {pause:.0f} s.", file=sys.stderr, flush=True
        )
        stop.wait(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _run_one(stop: threading.Event) -> str:
    command = [sys.executable, "-m", "ashi.project.commands", "worker", "--with", str(os.getpid())]
    try:
        worker = subprocess.Popen(command)
    except OSError as error:  # no memory, no process to be had: later there may be
        return str(error)
    while worker.poll() is None and not stop.wait(0.2):
        pass
    worker.terminate()
    try:
        return f"status {worker.wait(timeout=5)}"
    except subprocess.TimeoutExpired:
        worker.kill()
        return f"status {worker.wait()}"
