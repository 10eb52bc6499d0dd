"""The same day as it is lived: people come early or late, minutes run over, and whoever is needed may be elsewhere."""

from collections.abc import Generator, Sequence
from itertools import groupby
from random import Random
from typing import Any

import simpy

from ashi.clinic.flow.house import Day, Habits, House
from ashi.clinic.flow.planned import Booked, plan, requests
from ashi.core.scheduling.phases import Actor, Phase

NEEDLES_FIRST, NEXT_PATIENT = 0, 1  # whom an acupuncturist goes to when two wait: the lower number

Steps = Generator[simpy.Event, Any, None]


def live(house: House, habits: Habits, *, seed: int) -> Day:
    """One day. The same seed gives the same day."""
    chance = Random(seed)  # noqa: S311 (a simulation, no secret)
    booked, turned_away = plan(house, requests(house, chance), habits)
    lived = _Lived(house, habits, chance)
    for visit in booked:
        lived.clock.process(lived.visit(visit))
    lived.clock.run()
    return Day(
        visits=len(booked),
        turned_away=turned_away,
        waited=tuple(lived.waited),
        over=tuple(lived.over),
        busy=lived.busy,
        past_closing=max(0.0, lived.last - house.minutes),
    )


class _Lived:
    """The people and rooms of one day, and what is noted of it."""

    def __init__(self, house: House, habits: Habits, chance: Random) -> None:
        self.clock = simpy.Environment()
        self.waited: list[float] = []
        self.over: list[float] = []
        self.busy = self.last = 0.0
        self._people = [simpy.PriorityResource(self.clock) for _ in range(house.practitioners)]
        self._rooms = [simpy.Resource(self.clock) for _ in range(house.rooms)]
        self._habits, self._chance = habits, chance

    def visit(self, booked: Booked) -> Steps:
        there = max(0.0, booked.start + self._chance.gauss(0, self._habits.late_minutes))
        yield self.clock.timeout(max(there, booked.start))
        since, resting = self.clock.now, False
        with self._rooms[booked.room].request() as room:
            yield room
            for attended, phases in groupby(booked.visit.phases, lambda phase: Actor.PRACTITIONER in phase.actors):
                if not attended:
                    yield self.clock.timeout(sum(phase.minutes for phase in phases))
                    since, resting = self.clock.now, True
                    continue
                yield from self._attended(booked, list(phases), since, resting)
        self.last = max(self.last, self.clock.now)

    def _attended(self, booked: Booked, phases: Sequence[Phase], since: float, resting: bool) -> Steps:
        person = self._people[booked.practitioner]
        with person.request(priority=NEEDLES_FIRST if resting else NEXT_PATIENT) as turn:
            yield turn
            (self.over if resting else self.waited).append(self.clock.now - since)
            minutes = sum(phase.minutes for phase in phases) * max(0.5, self._chance.gauss(1, self._habits.longer))
            yield self.clock.timeout(minutes)
            self.busy += minutes
