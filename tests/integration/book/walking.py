"""Somebody who books, page by page, as a browser without JavaScript does."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client

from ashi.records.models import Appointment, Hold, ScreenResult
from ashi.records.tokens import digest, new_key, token_of
from tests import cast

ANA = {"name": "Ana Invented", "email": "ana@example.invalid"}
TYPED = {"name": "Ana Invented", "phone": "305-555-0142", "email": "ana@example.invalid", "reminders": "on"}


@dataclass
class Visitor:
    """A browser with a finished safety check. `who` is whom they want to see, `service` what for."""

    result: ScreenResult | None = ScreenResult.CLEAR
    who: str = "bao"
    service: str = "return"
    prefix: str = ""
    key: str = field(default_factory=new_key)
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        if self.result is not None:
            self.clearance = cast.cleared(self.result, key=self.key)
            self.client.cookies["ashi_check"] = self.key

    @property
    def address(self) -> str:
        return f"{self.prefix}/book/miami/{self.who}/{self.service}/"

    @property
    def hold(self) -> Hold | None:
        return Hold.objects.filter(visitor=digest(f"hold:{self.key}")).first()

    def week(self, **query: str) -> Any:
        return self.client.get(self.address, query)

    def keep(self, start: datetime, **typed: str) -> Any:
        return self.client.post(f"{self.address}keep/", {"start": written(start), **typed})

    def form(self) -> Any:
        return self.client.get(f"{self.address}your-time/")

    def hidden(self) -> dict[str, str]:
        """What the form carries without being seen."""
        context = self.form().context
        return {"key": str(context["hold"].key), "start": context["time"].key}

    def send(self, hidden: dict[str, str], **typed: str) -> Any:
        return self.client.post(f"{self.address}your-time/", {**hidden, **(typed or ANA)})

    def book(self, start: datetime, **typed: str) -> Appointment:
        """From a free time to a visit; every step has to work."""
        assert self.keep(start).status_code == 302
        sent = self.send(self.hidden(), **typed)
        assert sent.status_code == 302, sent.content.decode()
        return Appointment.objects.get(reference=sent["Location"].rstrip("/").rsplit("/", 1)[-1])


def written(start: datetime) -> str:
    return f"{start:%Y-%m-%dT%H:%MZ}"


def private_page(visit: Appointment) -> str:
    return f"/visit/{token_of(visit.links.get())}/"


def times_on(page: Any) -> list[str]:
    """Every free time of a week's page, as its buttons send it."""
    return [time.key for day in page.context["days"] for part in day.parts for time in part.times]
