"""`ashi test`: every check and every test, on SQLite and PostgreSQL at once; arguments go to pytest."""

import os
import subprocess
import sys
from compileall import compile_dir
from itertools import product

from ashi.project.commands import CommandError
from ashi.project.environment import ROOT

ENGINES = ("sqlite", "postgresql", "either")  # either: for the tests that one engine is enough for
SHARES = ("inside", "outside")  # outside: what waits for a browser or other processes, beside what keeps a core busy
PLAIN = ("-o", "console_output_style=classic")  # pytest's percentages do not know of two engines


def run(words: list[str]) -> int:
    if not (ROOT / "tests").is_dir():
        raise CommandError("the tests are in the source tree: get a clone of it")
    # One run and one closing line: each has a process of its own, and every test of the database goes to both engines.
    processes = [part for each in product(ENGINES, SHARES) for part in ("--tx", _process(*each))]
    command = [sys.executable, "-m", "pytest", "--dist", "each", *processes, *PLAIN, *words]
    compile_dir(ROOT / "src", quiet=1, workers=0)  # once, not by each of the processes
    return subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode


def _process(engine: str, share: str) -> str:
    return f"popen//env:ASHI_TEST_ENGINE={engine}//env:ASHI_TEST_SHARE={share}"


def _environment() -> dict[str, str]:
    """The tests bring settings of their own (tests/settings.py); this installation's are not theirs."""
    ours = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return {**ours, "PYTHONPATH": str(ROOT / "src")}
