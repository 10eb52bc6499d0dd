"""`ashi simulate`: this clinic's days with one to six rooms and one to four acupuncturists, side by side."""

import argparse
from typing import TYPE_CHECKING

from ashi.project.commands import CommandError

if TYPE_CHECKING:
    from ashi.clinic.flow.compared import Result


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--location", help="the location's short name (the first one)")
    parser.add_argument("--asked", type=float, help="visits asked for on an average day (what was booked of late)")
    parser.add_argument("--days", type=int, default=200, help="days of each house (200)")
    parser.add_argument("--seed", type=int, default=1, help="another number, other days (1)")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()

    from dataclasses import replace

    from django.utils import timezone

    from ashi.clinic.flow.compared import side_by_side
    from ashi.clinic.queries.rooms import MOST_PRACTITIONERS, MOST_ROOMS, house_of
    from ashi.records.models import Location

    if given.days < 1 or (given.asked is not None and given.asked <= 0):
        raise CommandError("--days and --asked are more than nothing")
    places = Location.objects.filter(slug=given.location) if given.location else Location.objects.order_by("pk")
    location = places.first()
    if location is None:
        raise CommandError(f"no location {given.location}" if given.location else "there is no location yet")
    house = house_of(location, now=timezone.now())
    if house is None:
        raise CommandError(f"{location.name} has no room or no kind of visit yet")
    house = replace(house, asked=given.asked or house.asked)
    print(f"{location.name}: {house.asked:.1f} people ask a day, {len(house.kinds)} kinds of visit, {given.days} days")
    print(HEADER)
    sizes = {"rooms": range(1, MOST_ROOMS + 1), "practitioners": range(1, MOST_PRACTITIONERS + 1)}
    for pair in side_by_side(house, days=given.days, seed=given.seed, **sizes):
        for result in pair:
            print(_line(result), flush=True)
    return 0


HEADER = (
    f"{'acupuncturists':>14} {'rooms':>5} {'how':<10} {'visits':>6} {'no time':>7} {'waiting':>7} "
    f"{'over':>5} {'over 5':>6} {'free':>5} {'past closing':>12}"
)


def _line(result: "Result") -> str:
    house = result.house
    how = "staggered" if house.staggered else "one room"
    long_over = "-" if result.long_over is None else f"{result.long_over:.0%}"
    return (
        f"{house.practitioners:>14} {house.rooms:>5} {how:<10} {result.visits:>6.1f} {result.turned_away:>7.1f} "
        f"{_minutes(result.waited):>7} {_minutes(result.over):>5} {long_over:>6} {result.idle:>5.0%} "
        f"{result.past_closing:>12.0f}"
    )


def _minutes(mean: float | None) -> str:
    return "-" if mean is None else f"{mean:.1f}"
