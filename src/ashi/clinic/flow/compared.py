"""Many days of many houses, side by side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import fmean

from ashi.clinic.flow.house import Day, Habits, House

LONG_OVER = 5  # minutes that needles may stay in too long before it counts


@dataclass(frozen=True)
class Result:
    """Means over the days of one house. Minutes, shares from 0 to 1; None where nothing was there to take a mean of."""

    house: House
    days: int
    visits: float
    turned_away: float
    waited: float | None
    over: float | None
    long_over: float | None
    idle: float
    past_closing: float


def simulate(house: House, *, days: int, habits: Habits | None = None, seed: int = 1) -> Result:
    """Raises ValueError for less than one day."""
    if days < 1:
        raise ValueError("at least one day is simulated")
    from ashi.clinic.flow.lived import live  # and with it the library: an owner asks rarely, a worker lives long

    habits = habits or Habits()
    return summary(house, [live(house, habits, seed=seed * 100_003 + day) for day in range(days)])


def summary(house: House, lived: list[Day]) -> Result:
    waited = [minutes for day in lived for minutes in day.waited]
    over = [minutes for day in lived for minutes in day.over]
    there = house.practitioners * house.minutes * len(lived)
    return Result(
        house=house,
        days=len(lived),
        visits=fmean(day.visits for day in lived),
        turned_away=fmean(day.turned_away for day in lived),
        waited=fmean(waited) if waited else None,
        over=fmean(over) if over else None,
        long_over=fmean(minutes > LONG_OVER for minutes in over) if over else None,
        idle=max(0.0, 1 - sum(day.busy for day in lived) / there),
        past_closing=fmean(day.past_closing for day in lived),
    )


def side_by_side(
    house: House, *, rooms: Iterable[int], practitioners: Iterable[int], days: int, seed: int = 1
) -> Iterator[tuple[Result, Result]]:
    """For each size of house: staggered, and one room at a time, on days on which the same people ask."""
    for people in practitioners:
        for count in rooms:
            sized = replace(house, rooms=count, practitioners=people)
            yield tuple(  # type: ignore[misc]
                simulate(replace(sized, staggered=staggered), days=days, seed=seed) for staggered in (True, False)
            )
