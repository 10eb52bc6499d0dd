"""`ashi check`: what can be said about the code without running the clinic."""

import argparse
import os
import subprocess
import sys

from ashi.project.commands import CommandError
from ashi.project.environment import ROOT

PYTHON = sys.executable
CHECKS = {
    "lint": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
    "types": [PYTHON, "-m", "mypy", "--no-error-summary"],
    "layers": [PYTHON, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-logo"],
    "templates": [PYTHON, "-m", "djlint", "--lint", "--quiet", "src"],
    "translations": [PYTHON, "-m", "ashi.project.translations"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="CHECK", help=f"which ones: {', '.join(CHECKS)} (all)")


def run(given: argparse.Namespace) -> int:
    if unknown := sorted(set(given.names) - set(CHECKS)):
        raise CommandError(f"there is no check {', '.join(unknown)}; there are {', '.join(CHECKS)}")
    failed = [name for name in given.names or CHECKS if not _passes(name)]
    if failed:
        raise CommandError(f"put right what is said above: {', '.join(failed)}")
    return 0


def _passes(name: str) -> bool:
    said = outcome(name)
    print(f"{name:13} {'ok' if said is None else 'FAILED'}", flush=True)
    if said:
        print(said, flush=True)
    return said is None


def outcome(name: str) -> str | None:
    """None when the check passes, else what it said."""
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "NO_COLOR": "1",
    }
    done = subprocess.run(CHECKS[name], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else (done.stdout + done.stderr).strip() or f"status {done.returncode}"
