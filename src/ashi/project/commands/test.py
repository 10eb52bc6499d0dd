"""`ashi test`: every check and every test, on SQLite and PostgreSQL at once; arguments go to pytest."""

import os
import subprocess
import sys

from ashi.project.commands import CommandError
from ashi.project.environment import ROOT

ENGINES = ("sqlite", "postgresql")


def run(words: list[str]) -> int:
    if not (ROOT / "tests").is_dir():
        raise CommandError("the tests are in the source tree: get a clone of it")
    # One run and one closing line: each engine has a process of its own, and every test goes to both.
    engines = [part for engine in ENGINES for part in ("--tx", f"popen//env:ASHI_TEST_ENGINE={engine}")]
    command = [sys.executable, "-m", "pytest", "--dist", "each", *engines, *words]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, check=False
    ).returncode
