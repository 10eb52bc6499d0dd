"""`ashi bench [NAME]`: server CPU per request on the benchmark clinic. What each number is: bench/README.md."""

import argparse
import subprocess
import sys

from ashi.project.commands import CommandError
from ashi.project.environment import ROOT


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", default="all", help="one measurement (all of them)")
    parser.add_argument("more", nargs=argparse.REMAINDER, help="what that one takes: see bench/README.md")


def run(given: argparse.Namespace) -> int:
    if not (ROOT / "bench").is_dir():
        raise CommandError("the benchmarks are in the source tree: get a clone of it")
    return subprocess.run([sys.executable, "-m", "bench", given.name, *given.more], cwd=ROOT, check=False).returncode
