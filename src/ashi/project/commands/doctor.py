"""`ashi doctor`: is this installation sound? One line a question; exit status 1 when something is wrong."""

import argparse
from datetime import UTC, datetime

import django

from ashi.project.commands import CommandError


def arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none: it asks everything."""


def run(given: argparse.Namespace) -> int:
    django.setup()

    from ashi.project import health

    now = datetime.now(UTC)
    wrong = 0
    for name, question in health.QUESTIONS.items():
        found = list(question(now))
        wrong += len(found)
        print(f"{name:10} {'ok' if not found else ''}".rstrip())
        print("".join(f"  - {each}\n" for each in found), end="", flush=True)
        if found and name == "database":
            break  # the other questions are asked in it
    if wrong:
        raise CommandError(f"{wrong} things need somebody; they are said above")
    return 0
