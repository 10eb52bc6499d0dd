"""What makes today and the days ahead worth looking at: cautions, and visits that wait for somebody."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from ashi.book.actions import clear_by
from ashi.project.demo.checks import checked
from ashi.project.demo.writing import Event, Visit
from ashi.records.models import AppointmentStatus

# By the ids of the safety rules.
CAUTIONS = ("CI02", "CI03", "CI02", "CI15")  # blood thinners, pacemaker, fear of needles
URGENT = ("RF14", "CI01")  # weak bones, bleeding disease
EVERY = 5  # one visit in so many has a caution, until there are enough
ASKED = timedelta(hours=3)  # so long ago a provisional visit was asked for
NOT_BEFORE = timedelta(hours=30)
NOT_ASKED = 3


def mark(visits: list[Visit], *, midnight: datetime, now: datetime) -> list[Visit]:
    """The same visits: from today on some with a caution, two provisional, three whose patients were not asked."""
    marked = list(visits)
    ahead = [place for place, visit in enumerate(visits) if visit.plan.starts_at >= midnight]
    coming = [
        place
        for place in ahead
        if visits[place].plan.starts_at > now + NOT_BEFORE and visits[place].status == AppointmentStatus.BOOKED
    ]
    for number, (place, rule) in enumerate(zip(ahead[2::EVERY], CAUTIONS, strict=False)):
        marked[place] = _with_caution(visits[place], rule, number)
    waiting = list(islice(_free(coming, visits, marked), len(URGENT)))
    for place, rule in zip(waiting, URGENT, strict=True):
        marked[place] = _provisional(visits[place], rule, now)
    for place in islice(_free(coming[::EVERY], visits, marked), NOT_ASKED):
        marked[place] = replace(visits[place], columns={"screened": False})
    return marked


def _free(places: Iterable[int], visits: list[Visit], marked: list[Visit]) -> Iterable[int]:
    """Those that nothing has been done to."""
    return (place for place in places if marked[place] is visits[place])


def _with_caution(visit: Visit, rule: str, number: int) -> Visit:
    check = checked(visit.patient, yes=rule, at=visit.since, key=f"caution {number}")
    return replace(visit, columns={**visit.columns, "clearance": check})


def _provisional(visit: Visit, rule: str, now: datetime) -> Visit:
    """Asked for this very day, because a provisional visit is released when a day has passed."""
    since = now - ASKED
    check = checked(visit.patient, yes=rule, at=since, key=rule)
    return replace(
        visit,
        since=since,
        status=AppointmentStatus.PENDING,
        columns={"clearance": check, "clear_by": clear_by(visit.plan, since)},
        events=(Event("booked", since, "patient"),),
    )
