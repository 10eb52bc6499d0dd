"""Starts the benchmark clinic, measures, prints a table."""

import sys
import tempfile
from pathlib import Path
from statistics import median

import bench.faults.__main__ as faults
from bench import chain, courses, memory, old, race, replica, sellable
from bench.calibration import calibrate
from bench.catalogue import MEASUREMENTS, Measurement
from bench.server import Server

ROUNDS = 7
COURSE = "course"


def main(name: str) -> int:
    if name == "race":
        return race.main()
    if name == "sellable":
        return sellable.main()
    if name == "chain":
        return chain.main()
    if name == "replica":
        return replica.main()
    if name == "memory":
        return memory.main()
    if name == "old":
        return old.main()
    if name == "faults":
        return faults.main(sys.argv[2:])
    chosen = {
        scenario: {key: value for key, value in measurements.items() if name in ("all", key)}
        for scenario, measurements in MEASUREMENTS.items()
    }
    if name == COURSE:
        return by_itself()
    if not any(chosen.values()):
        known = ", ".join(
            [
                *(key for measurements in MEASUREMENTS.values() for key in measurements),
                COURSE,
                "chain",
                "faults",
                "memory",
                "old",
                "race",
                "replica",
                "sellable",
            ]
        )
        print(f"ashi: no measurement {name}: choose from {known}", file=sys.stderr)
        return 2
    before = calibrate()
    print(f"calibration before {before:.1f} ms; server CPU per request, the whole process tree, {ROUNDS} rounds")
    print(f"{'measurement':<24}{'requests':>9}{'median ms':>11}{'least':>8}{'most':>8}")
    for scenario, measurements in chosen.items():
        if measurements:
            with tempfile.TemporaryDirectory(prefix="ashi-bench-") as folder, Server(Path(folder), scenario) as server:
                measure(server, measurements)
    if name == "all":
        for line in courses.measure(ROUNDS):
            print(line, flush=True)
    after = calibrate()
    print(f"calibration after {after:.1f} ms ({after / before:.2f} times before)")
    return 0


def by_itself() -> int:
    """What needs no server."""
    print(f"calibration {calibrate():.1f} ms; CPU of this process, {ROUNDS} rounds")
    for line in courses.measure(ROUNDS):
        print(line, flush=True)
    return 0


def measure(server: Server, measurements: dict[str, Measurement]) -> None:
    for key, measurement in measurements.items():
        requests, work = measurement(server)
        work(max(requests // 4, 1))  # caches warm, as they are all day
        rounds = [server.cpu_of(work, requests) for _ in range(ROUNDS)]
        print(f"{key:<24}{requests:>9}{median(rounds):>11.3f}{min(rounds):>8.3f}{max(rounds):>8.3f}", flush=True)
    for line in server.memory():
        print(line)


sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
