"""`ashi worker`: sends what is in the outbox and runs the periodic work; several may run."""

import argparse
import signal
import sys

from ashi.project.serving.lean import without_development_packages
from ashi.project.serving.parent import die_with


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--with", dest="parent", type=int, metavar="PID", help="end when this process, our parent, ends"
    )


def run(given: argparse.Namespace) -> int:
    if given.parent:
        die_with(given.parent)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)

    without_development_packages()

    import django

    django.setup()

    from ashi.project import worker

    worker.run()
    return 0


def _end(*_: object) -> None:
    # Ctrl-C reaches every process of the terminal, and the main process then tells us once more.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    sys.exit(0)
