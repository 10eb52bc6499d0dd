"""The fault harness (bench/faults): a minute of it keeps every promise, and it finds each fault that is planted."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOUND = "none"
BUGS = {
    "no-constraint": "",  # whatever breaks first
    "practitioner-only": "two have one time|an overlap was seen",
    "patient-twice": "two have one time|an overlap was seen",
    "expired-hold": "a hold that ran out",
    "answered-early": "was acknowledged",
    "torn-course": "was refused and has a visit|was seen, and not the message",
    "torn-together": "was refused and has a visit",
    "expired-offer": "a hold that ran out",
    "key-forgotten": "one key has two effects",
}


@pytest.fixture(autouse=True)
def clinic() -> None:
    """The harness has one of its own, on a database of its own."""


@pytest.fixture(scope="module")
def said(engine: str) -> dict[str, str]:
    """Of each build, by its name. One clinic is opened for all of them, and copied: that is most of the work."""
    command = [sys.executable, "-m", "bench.faults", "--engine", engine, "--seconds", "60", "--together-every", "0.25"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    words = [*command, "--bug", SOUND, *BUGS]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.stdout.startswith("== "), done.stdout + done.stderr
    return dict(part.split("\n", 1) for part in f"{done.stdout}\n{done.stderr}".removeprefix("== ").split("\n== "))


def test_a_minute_of_faults_breaks_no_promise(said: dict[str, str]) -> None:
    first, second, last = said[SOUND].split("\n")[:3]
    assert last == "every promise was kept", said[SOUND]
    assert int(first.split()[0]) > 60, "calls"  # however busy the machine
    assert int(second.split()[0]) > 10, "killed"


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_fault_is_found(said: dict[str, str], bug: str) -> None:
    """The control: each of these builds is one that somebody could have shipped."""
    assert re.search(f"VIOLATION.*({BUGS[bug]})", said[bug]), said[bug]
