"""ACUMD in Miami, invented from the door to the diary: eighteen months up to today and six weeks ahead."""

from datetime import datetime, time, timedelta
from random import Random

from ashi.messaging import outbox
from ashi.messaging.models import MessageKind
from ashi.project.demo import miami, story, upcoming
from ashi.project.demo.charts import write_charts
from ashi.project.demo.courses import give_a_course
from ashi.project.demo.founding import NEW_YORK
from ashi.project.demo.harms import write_harms
from ashi.project.demo.people import save, strangers
from ashi.project.demo.staff import sign_up
from ashi.project.demo.waiting import let_two_wait
from ashi.project.demo.writing import write
from ashi.records.models import Appointment
from ashi.records.reservations import touch_facts

A_CALL_WITHIN = timedelta(days=10)


def fill(*, now: datetime, seed: int) -> None:
    today = now.astimezone(NEW_YORK).date()
    chance = Random(f"acumd {seed} {today}")  # noqa: S311 (the same clinic for the same day)
    house = miami.found(today)
    dana = sign_up([house.marisol, house.tobias, house.nadege])
    told = story.visits(house, strangers(chance=chance), today=today, now=now, chance=chance)
    midnight = datetime.combine(today, time(), tzinfo=NEW_YORK)
    visits = upcoming.mark(told, midnight=midnight, now=now)
    save(visits)
    write(visits, desk=f"user:{dana.pk}", now=now, occupied_from=midnight)
    write_charts(midnight=midnight, now=now)
    write_harms(now=now)
    give_a_course(now=now)
    let_two_wait(now=now)
    _leave_a_call(now)
    touch_facts(house.location.pk)


def _leave_a_call(now: datetime) -> None:
    """The next patient without a mail address waits to be told by telephone. Nobody else of this history is written
    to: it was invented a moment ago."""
    soon = Appointment.objects.filter(start__gt=now, start__lt=now + A_CALL_WITHIN, status="booked", patient__email="")
    visit = soon.select_related("patient", "practitioner", "qualification").order_by("start", "pk").first()
    if visit:
        outbox.put(visit, MessageKind.CONFIRMATION, now=now)
