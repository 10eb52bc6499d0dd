"""A web worker of a race, as the site is served: `python -m tests.races.served PORT PARENT [no-lock]`.

Says the names of the guards it runs with before it serves.
"""

import sys

import django

django.setup()

from ashi.book import taking  # noqa: E402
from ashi.project.serving import web  # noqa: E402
from ashi.records import reservations  # noqa: E402
from tests.races.unguarded import without_locks  # noqa: E402


def main(port: str, parent: str, *words: str) -> None:
    if "no-lock" in words:
        without_locks()
    print(reservations.lock.__name__, taking.transaction.atomic.__name__, flush=True)
    web.main("127.0.0.1", port, parent)


main(*sys.argv[1:])
