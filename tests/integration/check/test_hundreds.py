"""Hundreds of people through the pages, and then at the door of booking, however they knock."""

import logging
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client
from django.utils import timezone

from ashi.check.actions import forget_unbooked
from ashi.knowledge.safety import the_screen
from ashi.records.by import SYSTEM
from ashi.records.models import Appointment, Clearance, Hold, StopRecord
from ashi.records.tokens import digest
from tests import cast
from tests.integration.check.reading import reading
from tests.integration.check.walking import Visitor

TODAY = timezone.localdate()
AGES = [9, 15, 17, 19, 20, 34, 44, 49, 50, 66, 88]
SIGNS = [question.id for question in the_screen().rules.questions if not question.group]
EMERGENCIES = [
    *[{name} for name in ("RF01", "RF02", "RF03", "RF04", "RF06", "RF15", "RF22.chest", "RF22.breath")],
    *[{"RF08", "RF07"}, {"RF11", "RF11.unwell"}, {"RF11", "RF12.immune"}, {"RF11", "RF12.injecting"}],
    *[{"RF13", "RF13.recent"}, {"RF13", "RF13.cannot_walk"}, {"RF16", "RF16.pain"}, {"CI06", "RF22.pregnancy_pain"}],
]
BATCHES, SIZE = 10, 20
TELLING = re.compile(r"\b(?:RF\d\d|CI\d\d|emergency|urgent|caution|yes)\b", re.IGNORECASE)


@dataclass
class Person:
    """`wishes` is what they would say yes to, if asked; `so` what they were asked and said yes to."""

    number: int
    age: int
    wishes: set[str]
    visitor: Visitor = field(default_factory=Visitor)
    seen: list[str] = field(default_factory=list)

    @property
    def so(self) -> set[str]:
        return {name for name, said in self.check.answers.items() if said == "yes"}

    @property
    def check(self) -> Clearance:
        return Clearance.objects.get(key_hash=digest(self.visitor.key))

    def noted(self, answer: Any) -> Any:
        self.seen += [answer.request["PATH_INFO"], answer.request.get("QUERY_STRING", ""), answer.get("Location", "")]
        return answer

    def goes_through(self) -> str:
        """The whole check; returns its result."""
        self.noted(self.visitor.begin(date(TODAY.year - self.age, 1, 1), onward="/find/"))
        self.noted(self.visitor.name_guardian())
        for page in the_screen().pages:
            said = {name: "yes" if name in self.wishes else "no" for name in page.questions}
            if self.noted(self.visitor.post(f"/check/{page.name}/", **said))["Location"].endswith("/stop/"):
                break
        self.noted(self.visitor.get("/check/result/"))
        return self.check.result


def people(batch: int) -> Iterator[Person]:
    chance = random.Random(f"hundreds {batch}")
    for number in range(batch * SIZE, (batch + 1) * SIZE):
        wishes = set(chance.sample(SIGNS, chance.choice([0, 1, 1, 2, 2, 2, 3, 5, 30])))
        if number % 3 == 0:
            wishes = set(chance.choice(EMERGENCIES)) | set(chance.sample(SIGNS, chance.choice([0, 0, 4])))
        if number % 5 == 1:
            wishes = set()
        yield Person(number, chance.choice(AGES), wishes)


def starts() -> Iterator[datetime]:
    """Times of their own for everybody, more than a day away."""
    for week in range(6):
        for weekday in range(5):
            day = datetime.now(UTC) + timedelta(days=2 + 7 * week)
            for hour in (9, 11, 13, 15):
                yield cast.next_weekday(weekday, time(hour), after=day)


def knock(person: Person, start: datetime, *, book: bool) -> None:
    """At every door there is, by form and by hand."""
    client, here = person.visitor.client, "/book/miami/bao/return/"
    when = f"{start:%Y-%m-%dT%H:%MZ}"
    person.noted(client.get(here))
    person.noted(client.post(f"{here}keep/", {"start": when}))
    person.noted(client.get(f"{here}your-time/"))
    hold = Hold.objects.filter(clearance=person.check).first()
    key = str(hold.key) if hold else "6f1d9d2e-7b53-4f4c-9f0e-2f6f6f1f0a11"
    typed = {"name": "Ana Invented", "email": f"ana{person.number}@example.invalid", "key": key, "start": when}
    if book:
        person.noted(client.post(f"{here}your-time/", typed))
        person.noted(client.post(f"{here}your-time/longer/", typed))


@pytest.fixture
def open_clinic(settings, clinic: cast.Clinic) -> cast.Clinic:
    settings.DEMO = True
    return clinic


@pytest.mark.once
@pytest.mark.parametrize("batch", range(BATCHES))
def test_nobody_in_an_emergency_gets_a_time_and_nobody_well_is_stopped(
    open_clinic: cast.Clinic, batch: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").propagate = False
    times = starts()
    for person in people(batch):
        result = person.goes_through()
        assert result == reading(person.so, person.age), (person.number, person.age, person.so)
        if not person.wishes and person.age >= 18:
            assert result == "clear"
        knock(person, next(times), book=person.number % 2 == 0)
        held, booked = Hold.objects.filter(clearance=person.check), Appointment.objects.filter(clearance=person.check)
        if result == "emergency":
            assert not held.exists()
            assert not booked.exists()
        elif person.number % 2 == 0:
            assert [visit.status for visit in booked] == ["pending" if result == "urgent" else "booked"], person.number
        else:
            assert held.count() == 1
        tells_nothing(person)
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert TELLING.findall(logged) == []
    nothing_is_left()


def tells_nothing(person: Person) -> None:
    """Addresses and cookies."""
    assert TELLING.findall("\n".join(person.seen).replace("/stop/", "")) == []
    assert set(person.visitor.client.cookies) <= {"ashi_check", "csrftoken"}
    assert TELLING.findall(str(person.visitor.client.cookies)) == []


def nothing_is_left() -> None:
    """After a day the tables know the answers of those who booked, and of an anonymous Stop its rule."""
    booked = set(Appointment.objects.values_list("clearance", flat=True))
    forget_unbooked(now=timezone.now() + timedelta(hours=25), by=SYSTEM)
    assert set(Clearance.objects.values_list("pk", flat=True)) == booked
    assert {name.attname for name in StopRecord._meta.get_fields()} == {"id", "rule", "rules_version", "at"}
    for model in apps.get_models():
        if model in (Clearance, StopRecord):
            continue
        rows = serializers.serialize("json", model._default_manager.all())
        assert re.findall(r"\b(?:RF|CI)\d\d", rows) == [], model


def test_there_are_hundreds_of_them_and_every_emergency_among_them() -> None:
    all_of_them = [person for batch in range(BATCHES) for person in people(batch)]
    assert len(all_of_them) == 200
    assert all(any(one <= person.wishes for person in all_of_them) for one in EMERGENCIES)
    results = [reading(person.wishes, person.age) for person in all_of_them]
    assert {result: results.count(result) > 20 for result in set(results)} == dict.fromkeys(
        ["clear", "caution", "urgent", "emergency"], True
    )


def test_a_browser_without_any_check_gets_nothing(open_clinic: cast.Clinic) -> None:
    client, start = Client(), next(starts())
    for page in ("keep/", "your-time/", "your-time/longer/"):
        answer = client.post(f"/book/miami/bao/return/{page}", {"start": f"{start:%Y-%m-%dT%H:%MZ}", "key": "x"})
        assert answer["Location"].startswith("/check/")
    assert not Hold.objects.exists()
