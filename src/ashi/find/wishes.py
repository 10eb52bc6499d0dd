"""What somebody looks for: read from the address, where a word that is not known counts for nothing."""

from dataclasses import dataclass

from django.http import QueryDict

from ashi.core.scheduling.dayparts import DayPart
from ashi.records.calendar.wide import Order
from ashi.records.models import Audience
from ashi.web.forms import one_line

WORKDAYS = "workdays"
DAYS = (WORKDAYS, *"0123456")
LONGEST_PLACE = 80


@dataclass(frozen=True)
class Wishes:
    """`day`: a weekday as a digit, 0 is Monday, or workdays, or empty. `near`: a place as somebody wrote it; `within`:
    how many miles or kilometres from it, as a number."""

    audience: Audience = Audience.NEW
    kind: str = ""
    language: str = ""
    day: str = ""
    part: str = ""
    near: str = ""
    within: str = ""
    order: Order = Order.SOONEST

    @property
    def weekdays(self) -> frozenset[int]:
        if self.day == WORKDAYS:
            return frozenset(range(5))
        return frozenset({int(self.day)}) if self.day else frozenset(range(7))

    @property
    def parts(self) -> tuple[DayPart, ...]:
        return (DayPart(self.part),) if self.part else tuple(DayPart)

    @property
    def narrows_time(self) -> bool:
        return bool(self.day or self.part)


def read(query: QueryDict) -> Wishes:
    return Wishes(
        audience=Audience.RETURNING if query.get("been") == "yes" else Audience.NEW,
        kind=query.get("kind", ""),
        language=query.get("language", ""),
        day=_known(query.get("day", ""), DAYS),
        part=_known(query.get("part", ""), tuple(DayPart)),
        near=one_line(query.get("near", ""))[:LONGEST_PLACE],
        within=query.get("within", ""),
        order=Order.NEAREST if query.get("order") == Order.NEAREST else Order.SOONEST,
    )


def _known(word: str, words: tuple[str, ...]) -> str:
    return word if word in words else ""
