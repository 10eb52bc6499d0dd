"""What ten years and a million visits cost: the bench clinic and the old one side by side, on each engine.

The two servers run at once and are asked in turn, so that whatever else the machine does slows both.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from bench.catalogue import AGEING, MEASUREMENTS
from bench.server import Server
from tests.machine import postgresql

ROUNDS = 9
AIM = 1.2


def main() -> int:
    print(f"server CPU per request, the whole process tree and the database's processes, median of {ROUNDS} rounds")
    print(f"{'engine':<12}{'measurement':<20}{'empty ms':>10}{'old ms':>10}{'ratio':>8}   (aim: at most {AIM})")
    with ExitStack() as servers:
        for line in compared("sqlite", *servers.enter_context(side_by_side())):
            print(line, flush=True)
    try:
        postgresql.find()
    except FileNotFoundError as error:
        print(error)
        return 0
    with ExitStack() as servers:
        databases = [servers.enter_context(database()) for _ in range(2)]
        for line in compared("postgresql", *servers.enter_context(side_by_side(*databases))):
            print(line, flush=True)
    return 0


@contextmanager
def side_by_side(*databases: postgresql.Server) -> Iterator[tuple[Server, Server]]:
    """The empty clinic and the old one."""
    new, aged = databases or (None, None)
    with ExitStack() as open_:
        folder = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="ashi-bench-old-")))
        yield (
            open_.enter_context(Server(folder, "bench", new)),
            open_.enter_context(Server(folder, "old", aged)),
        )


@contextmanager
def database() -> Iterator[postgresql.Server]:
    server = postgresql.start()
    try:
        yield server
    finally:
        server.stop()


def compared(engine: str, new: Server, aged: Server) -> Iterator[str]:
    for key in AGEING:
        both = [MEASUREMENTS["bench"][key](server) for server in (new, aged)]
        found: tuple[list[float], list[float]] = ([], [])
        for number in range(ROUNDS + 1):
            for server, (requests, work), rounds in zip((new, aged), both, found, strict=True):
                cost = server.cpu_of(work, max(requests // 2, 10))
                if number:  # the first round warms the caches
                    rounds.append(cost)
        small, large = median(found[0]), median(found[1])
        yield f"{engine:<12}{key:<20}{small:>10.3f}{large:>10.3f}{large / small:>8.2f}"
