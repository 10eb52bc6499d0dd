"""The fault harness (bench/faults): a minute of it keeps every promise, and it finds each fault that is planted."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUGS = {
    "no-constraint": "VIOLATION",  # whatever breaks first
    "practitioner-only": "two have one time|an overlap was seen",
    "patient-twice": "two have one time|an overlap was seen",
    "expired-hold": "a hold that ran out",
    "answered-early": "was acknowledged",
    "torn-course": "was refused and has a visit",
    "key-forgotten": "one key has two effects",
}


def harness(engine: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.faults", "--engine", engine, *words]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=500, check=False)


def test_a_minute_of_faults_breaks_no_promise(engine: str) -> None:
    done = harness(engine, "--seconds", "60")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "every promise was kept" in done.stdout
    calls, killed = int(done.stdout.split()[0]), int(done.stdout.split("\n")[1].split()[0])
    assert calls > 200
    assert killed > 10


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_fault_is_found(engine: str, bug: str) -> None:
    """The control: each of these builds is one that somebody could have shipped."""
    done = harness(engine, "--seconds", "300", "--bug", bug)
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(BUGS[bug], done.stdout), done.stdout
