"""`ashi lock`: pyproject.toml's dependencies, resolved for every platform and hashed (docs/adr/0001)."""

import argparse
import shutil
import subprocess

from ashi.project.commands import CommandError
from ashi.project.environment import ROOT

COMPILE = ["uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--generate-hashes"]
COMPILE += ["--extra", "postgres"]  # any clinic may move to PostgreSQL without installing anything
HEADER = ["--no-annotate", "--custom-compile-command", "./ashi lock", "--quiet"]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")


def run(given: argparse.Namespace) -> int:
    if not shutil.which("uv"):
        raise CommandError("uv is needed to resolve for every platform: install it (pip install uv)")
    upgrade = ["--upgrade"] if given.upgrade else []
    _compile("requirements.txt", *upgrade)
    _compile("requirements-dev.txt", "--group", "dev", "-c", "requirements.txt", *upgrade)
    return 0


def _compile(target: str, *more: str) -> None:
    if subprocess.run([*COMPILE, *HEADER, *more, "-o", target], cwd=ROOT, check=False).returncode != 0:
        raise CommandError(f"{target} could not be resolved; the lines above say why")
