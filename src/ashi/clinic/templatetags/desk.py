"""What the desk's templates say of visits and times."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django import template
from django.urls import reverse
from django.utils.dateformat import format as formatted
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy

from ashi.clinic.instants import key_of
from ashi.clinic.onward import day_of
from ashi.clinic.queries import week
from ashi.clinic.queries.day import DaySheet, Person
from ashi.clinic.queries.safety import Said, level_word
from ashi.clinic.queries.visits import ShownVisit
from ashi.clinic.sheet.columns import Stretch
from ashi.clinic.sheet.parts import Look, Part
from ashi.clinic.sheet.state import State
from ashi.core.time import CELL_MINUTES, local_time
from ashi.records.models import Appointment, Room
from ashi.web import wording

register = template.Library()
PIXELS_A_MINUTE = 3  # as in the style sheet


@register.filter
def bare_clock(wall: datetime) -> str:
    """9:05, as it stands at the edge of a sheet, where morning and afternoon tell themselves."""
    return f"{wall.hour % 12 or 12}:{wall.minute:02}"


# Looked up, not made: a day sheet asks for a word some hundreds of times.
PHASE_WORDS = {
    Look.TALK: pgettext_lazy("phase of a visit, at the desk", "With the patient"),
    Look.IN: pgettext_lazy("phase of a visit, at the desk", "Needles in"),
    Look.RESTING: pgettext_lazy("phase of a visit, at the desk", "Resting"),
    Look.OVERDUE: pgettext_lazy("phase of a visit, at the desk", "Needles due out"),
    Look.OUT: pgettext_lazy("phase of a visit, at the desk", "Needles out"),
    Look.TURN: pgettext_lazy("phase of a visit, at the desk", "Room is made ready"),
}
STATE_WORDS = {
    State.WAITING: gettext_lazy("In the waiting room"),
    State.TALK: gettext_lazy("With the acupuncturist"),
    State.IN: gettext_lazy("Needles going in"),
    State.OUT: gettext_lazy("Needles coming out"),
    State.LEAVING: gettext_lazy("Should be over"),
    State.DONE: gettext_lazy("Finished"),
    State.NO_SHOW: gettext_lazy("Did not come"),
    State.CANCELLED: gettext_lazy("Cancelled"),
    State.UNRECORDED: gettext_lazy("Nothing was recorded"),
}


@register.filter
def phase_word(part: Part) -> str:
    return str(PHASE_WORDS[part.look])


@register.filter
def now_word(shown: ShownVisit) -> str:
    """What is going on with a visit, in a few words: Resting, 18 min left."""
    doing = shown.doing
    minutes = {"minutes": doing.minutes}
    if doing.state is State.OVERDUE and doing.due:
        due = wording.clock_exact(doing.due.astimezone(shown.zone).time())
        return gettext("Needles due out at %(time)s, %(minutes)d min over") % {"time": due, **minutes}
    if doing.state is State.RESTING:
        return gettext("Resting, %(minutes)d min left") % minutes
    if doing.state is State.NOT_HERE:
        return _not_here(shown)
    if doing.state is State.TO_COME:
        return _to_come(shown)
    return str(STATE_WORDS[doing.state])


def _not_here(shown: ShownVisit) -> str:
    text = gettext("Not here yet, %(minutes)d min late") % {"minutes": shown.doing.minutes}
    return f"{text}; {_said_late(shown)}" if shown.said.late_minutes else text


def _to_come(shown: ShownVisit) -> str:
    if shown.said.late_minutes:
        return _said_late(shown)
    return gettext("Waits for clearance") if shown.is_pending else gettext("Booked")


def _said_late(shown: ShownVisit) -> str:
    minutes = shown.said.late_minutes
    return ngettext("said %(minutes)d min late", "said %(minutes)d min late", minutes) % {"minutes": minutes}


@register.filter
def tabs(sheet: DaySheet) -> list[dict[str, object]]:
    """The parts of a long day: their words, what stands in the address, and which is shown."""
    found = []
    for number, half in enumerate(sheet.halves, start=1):
        ends = (wording.clock(local_time(cell, sheet.zone).time()) for cell in (half.start, half.end))
        words = pgettext("part of a day", "%(start)s to %(end)s") % dict(zip(("start", "end"), ends, strict=True))
        found.append({"part": number, "words": words, "shown": sheet.part == number})
    return found


@register.filter
def away_words(person: Person) -> str:
    """away until 1:00 pm; away 9:00 am to 1:00 pm."""
    stretches = [
        pgettext("part of a day", "%(start)s to %(end)s")
        % {"start": wording.clock(start.time()), "end": wording.clock(end.time())}
        for start, end in person.away
    ]
    return gettext("away %(times)s") % {"times": wording.listed(stretches)}


@register.filter
def pixels(minutes: float) -> int:
    return round(minutes * PIXELS_A_MINUTE)


@register.filter
def week_pixels(minutes: float) -> int:
    return round(minutes * week.PIXELS_A_MINUTE)


@register.filter
def now_clock(sheet: DaySheet) -> str:
    return bare_clock(sheet.now.astimezone(sheet.zone))


@register.filter
def hours_words(sheet: DaySheet) -> str:
    """Hours from 9 am to 2 pm; it is 10:57 am."""
    assert sheet.window is not None
    ends = [wording.clock(local_time(cell, sheet.zone).time()) for cell in (sheet.window.start, sheet.window.end)]
    text = gettext("Hours from %(start)s to %(end)s") % {"start": ends[0], "end": ends[1]}
    if sheet.now_minute is None:
        return text
    now = wording.clock_exact(sheet.now.astimezone(sheet.zone).time())
    return gettext("%(hours)s; it is %(now)s") % {"hours": text, "now": now}


@register.filter
def cell_clock(cell: int, zone: str) -> str:
    return wording.clock_exact(local_time(cell, ZoneInfo(zone)).time())


@register.filter
def due_clock(shown: ShownVisit) -> str:
    return bare_clock(shown.doing.due.astimezone(shown.zone)) if shown.doing.due else ""


@register.filter
def late_word(shown: ShownVisit) -> str:
    """Short, for the sheet: late 6."""
    minutes = shown.said.late_minutes or shown.doing.minutes
    return gettext("late %(minutes)d min") % {"minutes": minutes}


@register.filter
def thread_of(shown: ShownVisit, sheet: DaySheet) -> str:
    """The colour of its acupuncturist's thread."""
    person = sheet.people.get(shown.practitioner_id)
    return person.colour if person else ""


@register.filter
def booking_address(stretch: Stretch, room: Room) -> str:
    """Books at the beginning of a free stretch, in this room."""
    return f"{reverse('clinic:book')}?at={key_of(stretch.start)}&room={room.pk}&location={room.location.slug}"


@register.filter
def visit_address(visit: Appointment) -> str:
    """The page of a visit, whose address differs from another's by its number alone: a sheet has some hundred of them,
    and Django works each out anew."""
    before, _, after = _visit_zero(get_language()).rpartition("0")
    return f"{before}{visit.pk}{after}"


@lru_cache
def _visit_zero(language: str | None) -> str:
    """`language` stands in the address."""
    return reverse("clinic:visit", args=[0])


@register.filter
def day_address(shown: ShownVisit) -> str:
    return day_of(shown.visit)


@register.filter
def level_words(said: Said) -> str:
    return level_word(said.level)


@register.filter
def state_level(shown: ShownVisit) -> str:
    """Which of the four levels its chip has; most have none."""
    return "urgent" if shown.is_overdue or (shown.is_pending and not shown.is_over) else ""


@register.filter
def cell_key(cell: int) -> str:
    return key_of(cell)


@register.filter
def cell_day(cell: int, zone: str) -> str:
    """Mon, Nov 23."""
    return short_weekday(local_time(cell, ZoneInfo(zone)).date())


@register.filter
def get(mapping: Mapping[object, object], key: object) -> object:
    return mapping.get(key, "")


@register.filter
def short_moment(instant: datetime, zone: str) -> str:
    """Nov 23, 8:55 am."""
    wall = instant.astimezone(ZoneInfo(zone))
    return f"{wording.short_day(wall.date())}, {wording.clock_exact(wall.time())}"


@register.filter
def short_weekday(value: date) -> str:
    """Mon, Nov 23."""
    return formatted(value, pgettext("date format: short weekday, day and month", "D, M j"))


@register.filter
def stretch_words(start: datetime, end: datetime) -> str:
    """Thursday, November 26, all day; or from one moment to another. Both as the wall shows them."""
    whole_days = start.time() == end.time() == time()
    if whole_days and end - start <= timedelta(days=1, hours=1):
        return gettext("%(day)s, all day") % {"day": wording.day(start.date())}
    if whole_days:
        ends = {"first": wording.day(start.date()), "last": wording.day(end.date() - timedelta(days=1))}
        return pgettext("days, both included", "%(first)s to %(last)s") % ends
    if start.date() == end.date():
        times = {"start": wording.moment(start), "end": wording.clock_exact(end.time())}
    else:
        times = {"start": wording.moment(start), "end": wording.moment(end)}
    return pgettext("part of a day", "%(start)s to %(end)s") % times


@register.filter
def below_rest(stretch: Stretch) -> int:
    """Minutes drawn below the rest of a visit: how far from its bottom a button sits; 0 where no rest is drawn."""
    looks = [part.look for part in stretch.parts]
    if Look.RESTING not in looks:
        return 0
    last = len(looks) - 1 - looks[::-1].index(Look.RESTING)
    return sum(part.minutes for part in stretch.parts[last + 1 :])


@register.filter
def minute_on(shown: ShownVisit, sheet: DaySheet) -> int:
    """How many minutes below the top of the sheet a visit begins."""
    assert sheet.window is not None
    return (shown.parts[0].start - sheet.window.start) * CELL_MINUTES
