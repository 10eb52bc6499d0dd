"""Somebody with a visit, on its private page."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.test import Client

from ashi.records.models import Appointment
from ashi.records.tokens import token_of
from tests import cast

BORN = {"birth_month": "5", "birth_day": "2", "birth_year": "1984"}
PAIN = {
    "places": ["low_left", "left_calf"],
    "since": "3-to-12-months",
    "began": "strain",
    "pain": "6",
    "activity_1": "putting on socks",
    "score_1": "3",
    "activity_2": "",
    "score_2": "",
    "medicine": "a-little",
    "surgery": "not-tried",
    "other": "helped",
    "other_words": "a hot bath",
}


@dataclass
class Guest:
    """A browser with the link of a visit and nothing else."""

    visit: Appointment
    prefix: str = ""
    client: Client = field(default_factory=Client)

    @property
    def page(self) -> str:
        link = self.visit.links.order_by("-pk")[0]
        return f"{self.prefix}/visit/{token_of(link)}/"

    def get(self, path: str = "") -> Any:
        return self.client.get(f"{self.page}{path}")

    def post(self, path: str, data: dict[str, Any]) -> Any:
        return self.client.post(f"{self.page}{path}", data)

    def known(self) -> "Guest":
        """Having given Ana's birth date."""
        assert self.post("birth-date/", BORN).status_code == 302
        return self


def in_time(ahead: timedelta) -> datetime:
    """So far from now, on the grid of five minutes."""
    return datetime.fromtimestamp((datetime.now(UTC) + ahead).timestamp() // 300 * 300, UTC)


def coming(clinic: cast.Clinic, *, within: timedelta = timedelta(days=9), **changes: Any) -> Appointment:
    """Ana's visit with Bao, some days away; or as near as `within` says, by moving its start."""
    start = cast.next_weekday(1, time(10), after=datetime.now(UTC) + timedelta(days=3))
    visit = cast.booked(clinic, start, patient=changes.pop("patient", None))
    values = dict(changes)
    if within < timedelta(days=3):
        near = in_time(within)
        values |= {"start": near, "end": near + (visit.end - visit.start)}
    if values:
        Appointment.objects.filter(pk=visit.pk).update(**values)
        visit.refresh_from_db()
    return visit
