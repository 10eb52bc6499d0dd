"""Charts that wait for somebody: a count to put in order, a signature, needles left in past their day."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ashi.core.time import instant_of, local_day
from ashi.records.models import Encounter, EncounterStatus, Location, Needle


@dataclass(frozen=True)
class Charts:
    """`uncounted`: all needles were pulled in a hurry. `unsigned`: of an earlier day. `left_in`: due by today."""

    uncounted: tuple[Encounter, ...]
    unsigned: tuple[Encounter, ...]
    left_in: tuple[Needle, ...]

    def __len__(self) -> int:
        return len(self.uncounted) + len(self.unsigned) + len(self.left_in)


def waiting_charts(location: Location, *, now: datetime) -> Charts:
    """The oldest first. What is open today is on the day sheet and the board."""
    zone = ZoneInfo(location.zone)
    today = now.astimezone(zone).date()
    midnight = instant_of(local_day(today, zone).start)
    rows = Encounter.objects.filter(appointment__location=location).select_related(
        "appointment__patient", "practitioner"
    )
    left = Needle.objects.filter(
        left_in__gte=1, left_out_at=None, left_until__lte=today, set__encounter__appointment__location=location
    )
    return Charts(
        uncounted=tuple(rows.filter(status=EncounterStatus.ENDED).order_by("ended_at")),
        unsigned=tuple(rows.filter(status=EncounterStatus.OPEN, opened_at__lt=midnight).order_by("opened_at")),
        left_in=tuple(left.select_related("set__encounter__appointment__patient").order_by("left_until", "pk")),
    )
