"""Somebody going through the check page by page, as a browser without JavaScript does."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.test import Client

from ashi.knowledge.safety import the_screen
from ashi.records.models import Clearance

BORN = date(1984, 5, 2)
PAGES = [page.name for page in the_screen().pages]
SIGNS = {
    page.name: [sign.id for sign in the_screen().rules.questions if {sign.id, sign.group} & set(page.questions)]
    for page in the_screen().pages
}


@dataclass
class Visitor:
    """A browser of its own. `prefix` is /es for somebody who reads Spanish."""

    prefix: str = ""
    client: Client = field(default_factory=Client)

    def get(self, path: str) -> Any:
        return self.client.get(f"{self.prefix}{path}")

    def post(self, path: str, **data: str) -> Any:
        return self.client.post(f"{self.prefix}{path}", data)

    def begin(self, born: date = BORN, onward: str = "") -> Any:
        parts = {"birth_month": born.month, "birth_day": born.day, "birth_year": born.year}
        return self.post("/check/", next=onward, **{name: str(number) for name, number in parts.items()})

    def name_guardian(self, **changes: str) -> Any:
        values = {"name": "Rosa Invented", "phone": "305-555-0142", "present": "yes", **changes}
        return self.post("/check/guardian/", **values)

    def answer(self, page: str, *yes: str, leave: Iterable[str] = ()) -> Any:
        """Everything on the page is answered: yes to `yes`, nothing to `leave`, no to the rest."""
        fields = self.get(f"/check/{page}/").context["form"].fields
        said = {name: "yes" if name in yes else "no" for name in fields if name not in leave}
        return self.client.post(f"{self.prefix}/check/{page}/", said)

    def walk(self, *yes: str) -> Any:
        """From wherever the check stands to its end; returns the last page."""
        address = f"{self.prefix}/check/{PAGES[0]}/"
        for _page in range(len(PAGES) + 2):
            name = address.rstrip("/").rsplit("/", 1)[-1]
            if name in ("result", "stop", "guardian"):
                return self.client.get(address)
            address = self._sent(name, *yes)["Location"]
        raise AssertionError(f"no end of the check: {address}")

    def _sent(self, page: str, *yes: str) -> Any:
        """The same as `answer`, mostly without having looked at the page: half the time of a walk."""
        said = {name: "yes" if name in yes else "no" for name in SIGNS.get(page, ())}
        sent = self.client.post(f"{self.prefix}/check/{page}/", said)
        return sent if sent.has_header("Location") else self.answer(page, *yes)

    @property
    def key(self) -> str:
        return self.client.cookies["ashi_check"].value


def only_clearance() -> Clearance:
    return Clearance.objects.get()
