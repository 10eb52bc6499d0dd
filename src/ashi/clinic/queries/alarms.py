"""Needles that are overdue, and who could go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from ashi.clinic.queries.day import DaySheet, Person
from ashi.clinic.queries.visits import ShownVisit
from ashi.clinic.sheet.columns import Drawn, column
from ashi.clinic.sheet.threads import Stay, stays_of
from ashi.clinic.sheet.whereabouts import whereabouts
from ashi.core.time import instant_of
from ashi.web import wording


@dataclass(frozen=True)
class Alarm:
    """`who` are sentences: where its acupuncturist is, and who else is free or soonest free."""

    shown: ShownVisit
    who: tuple[str, ...]


def alarms(sheet: DaySheet) -> list[Alarm]:
    if not sheet.overdue or sheet.whole is None:
        return []
    places = _Places(sheet)
    return [Alarm(one, places.who_could_go(one)) for one in sheet.overdue]


class _Places:
    """Where everybody is now, by the plan of the whole day. The overdue visits themselves hold nobody."""

    def __init__(self, sheet: DaySheet) -> None:
        assert sheet.whole is not None
        self.sheet, self.window = sheet, sheet.whole
        self.minute = (sheet.now - instant_of(self.window.start)) / timedelta(minutes=1)
        waiting = {one.visit.pk for one in sheet.overdue}
        drawn = [one for one in sheet.drawn if one.visit.pk not in waiting]
        columns = [
            column([Drawn(one.parts, one) for one in drawn if one.visit.room_id == room.pk], [], self.window, now=None)
            for room in sheet.closed.rooms
        ]
        self.stays = stays_of(columns, self.window)

    def who_could_go(self, one: ShownVisit) -> tuple[str, ...]:
        own = self.sheet.people[one.practitioner_id]
        others = [person for person in self.sheet.people.values() if person is not own and not self._is_away(person)]
        others.sort(key=lambda person: self._free_at(person))
        return tuple(self._sentence(person) for person in (own, *others[:1]))

    def _stays(self, person: Person) -> list[Stay]:
        return self.stays.get(person.practitioner.pk, [])

    def _is_away(self, person: Person) -> bool:
        return any(start <= self.sheet.now < end for start, end in person.away)

    def _free_at(self, person: Person) -> float:
        found = whereabouts(self._stays(person), self.minute)
        return 0 if found.column is None else found.until or 0

    def _sentence(self, person: Person) -> str:
        name = person.practitioner.given_name
        if self._is_away(person):
            return gettext("%(name)s is not here.") % {"name": name}
        found = whereabouts(self._stays(person), self.minute)
        if found.column is None:
            if found.until is None:
                return gettext("%(name)s is free.") % {"name": name}
            return gettext("%(name)s is free until %(time)s.") % {"name": name, "time": self._clock(found.until)}
        room = self.sheet.closed.rooms[found.column].name
        return gettext("%(name)s is in %(room)s until %(time)s.") % {
            "name": name,
            "room": room,
            "time": self._clock(found.until or 0),
        }

    def _clock(self, minute: float) -> str:
        at: datetime = instant_of(self.window.start) + timedelta(minutes=minute)
        return wording.clock_exact(at.astimezone(self.sheet.zone).time())
