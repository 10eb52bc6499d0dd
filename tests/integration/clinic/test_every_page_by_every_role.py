"""Everybody who has an account, and who has none, on every address behind the sign-in: what is answered stands here.

An address that is not in the table fails. The order is always: nobody, Dana (desk), Bao (acupuncturist), Olga (owner).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta
from itertools import product
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from ashi.clinic import sign_in_urls, urls
from ashi.clinic.actions.leave import LEAVE, close, noted, write_absence
from ashi.messaging.models import OutboxMessage
from ashi.records.by import By
from ashi.records.calendar import diary, fresh
from ashi.records.models import (
    Absence,
    Appointment,
    AppointmentEvent,
    Closure,
    Device,
    OpeningHours,
    Patient,
    Practitioner,
    Role,
    Room,
    User,
    WaitingOffer,
    WaitingWish,
)
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

WHO = ("nobody", Role.DESK, Role.ACUPUNCTURIST, Role.OWNER)
TEN = TUESDAY + timedelta(hours=2)

ALL_200, ALL_302 = (302, 200, 200, 200), (302, 302, 302, 302)
FRONT_302 = (302, 302, 403, 302)
NO_GET, NO_POST = (302, 405, 405, 405), (302, 405, 405, 405)
FRONT_200 = (302, 200, 403, 200)
FRONT_NO_GET = (302, 405, 403, 405)
OWNER_200, OWNER_302 = (302, 403, 403, 200), (302, 403, 403, 302)
OWNER_NO_GET = OWNER_NO_POST = (302, 403, 403, 405)
OWNER_409 = (302, 403, 403, 409)
OPEN = (200, 200, 200, 200)
NO_LINK = (410, 410, 410, 410)
NO_CODES = (302, 404, 404, 404)


@dataclass(frozen=True)
class Row:
    """What GET and POST answer; `sent` is a body that would do it."""

    get: tuple[int, int, int, int]
    post: tuple[int, int, int, int]
    sent: dict[str, object] = field(default_factory=dict)


PLACE = {
    **{"name": "Main Street", "address": "1 Invented Avenue", "city": "Miami", "state": "FL", "postal_code": "33145"},
    **{"country": "US", "zone": "America/New_York", "jurisdiction": "US-FL", "horizon_days": 60, "lead_minutes": 120},
    **{"late_cancel_hours": 24, "offer_minutes": 30, **{f"day_{day}": "9-17" for day in range(5)}},
}
LICENCE = {
    **{"jurisdiction": "US-FL", "number": "AP 0001", "status": "CLEAR/ACTIVE"},
    **{"last_day": "2030-02-28", "verified_source": "the board's page"},
}
AT_PLACE = {"services": "again", "languages": "en", "active": "on", "day_1": "9-17"}
KIND = {
    **{"name_en": "Short", "name_es": "Corta", "audience": "returning", "price": "50", "grid_minutes": 10},
    **{"talk": 5, "needles_in": 5, "retention": 20, "needles_out": 5, "turnover": 5},
}
CLINIC = {
    "day": Row(ALL_200, NO_POST),
    "board": Row(ALL_200, NO_POST),
    "week": Row(ALL_200, NO_POST),
    "visit": Row(ALL_200, NO_POST),
    "arrive": Row(NO_GET, ALL_302),
    "finish": Row(NO_GET, (302, 409, 409, 409)),  # nobody has arrived yet
    "took_place": Row(NO_GET, (302, 409, 409, 409)),  # its time is not over
    "late": Row(NO_GET, ALL_302, {"minutes": 10}),
    "no_show": Row(NO_GET, (302, 409, 409, 409)),  # it has not begun
    "cancel": Row(NO_GET, ALL_302, {"note": ""}),
    "clear": Row(NO_GET, (302, 403, 409, 403), {"note": "Dr. Invented"}),  # takes a licence; it waits for nothing
    "move": Row(ALL_200, ALL_302, {"at": f"{TEN + timedelta(hours=2):%Y-%m-%dT%H:%MZ}"}),
    "ask": Row(ALL_200, (302, 409, 409, 409), {"asked": "on"}),  # they have been asked
    "earlier": Row(ALL_200, ALL_302, {"who": "anyone", "part": "any"}),
    "waiting": Row(ALL_200, NO_POST),
    "waiting_no_more": Row(NO_GET, ALL_302),
    "waiting_yes": Row(NO_GET, (302, 409, 409, 409)),  # it has run out
    "waiting_no": Row(NO_GET, ALL_302),
    "book": Row(ALL_200, ALL_200),
    "people": Row(ALL_200, ALL_200, {"q": "ana"}),
    "person": Row(ALL_200, ALL_302, {"name": "Ana Invented", "language": "en"}),
    "course": Row(ALL_200, (302, 422, 422, 422)),
    "together": Row(ALL_200, (302, 422, 422, 422)),  # nothing was chosen
    "merge": Row(FRONT_NO_GET, FRONT_302),
    "apart": Row(FRONT_NO_GET, FRONT_302),
    "leave": Row(ALL_200, ALL_302, {"about": "bao", "first": "2030-01-07"}),
    "replan_absence": Row(FRONT_200, FRONT_302),
    "replan_closure": Row(FRONT_200, FRONT_302),
    "back_absence": Row(NO_GET, (302, 302, 404, 302)),  # it is Cleo's, not Bao's
    "back_closure": Row(FRONT_NO_GET, FRONT_302),
    "todo": Row(ALL_200, NO_POST),
    "called": Row(FRONT_NO_GET, FRONT_302),
    "unlock": Row(NO_GET, ALL_302, {"password": "a long enough passphrase", "address": "/clinic/"}),
    "here": Row(NO_GET, (302, 204, 204, 204)),
    "idle": Row(ALL_200, NO_POST),
    "undo": Row(NO_GET, (302, 409, 409, 409)),  # somebody else did it
    "undo_noted": Row(NO_GET, (302, 409, 409, 409)),
    "asked_after": Row(NO_GET, ALL_302),
    "adverse": Row((302, 403, 200, 200), (302, 403, 405, 405)),
    "owner": Row(OWNER_200, OWNER_NO_POST),
    "rooms": Row(OWNER_200, OWNER_NO_POST),
    "set_up": Row(OWNER_200, OWNER_NO_POST),
    "set_up_clinic": Row(OWNER_200, OWNER_302, {"name": "ACUMD", "phone": "305-204-9981"}),
    "set_up_place_new": Row(OWNER_200, OWNER_302, PLACE),
    "set_up_place": Row(OWNER_200, OWNER_409, PLACE | {"day_1": ""}),  # Ana's Tuesday
    "set_up_room_new": Row(OWNER_200, OWNER_302, {"name": "Room 9", "active": "on"}),
    "set_up_room": Row(OWNER_200, OWNER_302, {"name": "Room 9", "active": "on"}),
    "set_up_device_new": Row(OWNER_200, OWNER_302, {"name": "Stimulator 9", "kind": "electro", "active": "on"}),
    "set_up_device": Row(OWNER_200, OWNER_302, {"name": "Stimulator 9", "kind": "electro", "active": "on"}),
    "set_up_person_new": Row(OWNER_200, OWNER_302, {"given_name": "Dee", "family_name": "Invented", "active": "on"}),
    "set_up_person": Row(OWNER_200, OWNER_302, {"given_name": "Cleo", "family_name": "Invented", "active": "on"}),
    "set_up_licence": Row(OWNER_200, OWNER_302, LICENCE),
    "set_up_at_place": Row(OWNER_200, OWNER_302, AT_PLACE),
    "set_up_kind_new": Row(OWNER_200, OWNER_302, KIND),
    "set_up_kind": Row(OWNER_200, OWNER_302, KIND),
    "accounts": Row(OWNER_200, OWNER_NO_POST),
    "new_account": Row(
        OWNER_200,
        OWNER_200,
        {"given_name": "R", "family_name": "I", "username": "rosa", "role": "desk"},
    ),
    "account": Row(OWNER_200, OWNER_302, {"role": "owner"}),
    "account_link": Row(OWNER_NO_GET, OWNER_200),
    "account_close": Row(OWNER_NO_GET, OWNER_302),
    "account_open": Row(OWNER_NO_GET, OWNER_302),
    "account_second_factor": Row(OWNER_NO_GET, OWNER_200),
}
# allauth's own pages: what is one's own is everybody's, whatever the role. Posts are without the code they ask for.
SIGN_IN = {
    "account_login": Row((200, 302, 302, 302), (200, 302, 302, 302)),
    "account_reauthenticate": Row((302, 200, 200, 200), (302, 200, 200, 200)),
    "account_logout": Row((405, 405, 405, 405), (302, 302, 302, 302)),
    "account_inactive": Row(OPEN, (405, 405, 405, 405)),
    "account_change_password": Row(ALL_200, ALL_200),
    "clinic_welcome": Row(NO_LINK, NO_LINK),
    "clinic_welcome_link": Row(NO_LINK, (405, 405, 405, 405)),
    "mfa_index": Row(ALL_200, NO_POST),
    "mfa_authenticate": Row((302, 302, 302, 302), (302, 302, 302, 302)),
    "mfa_reauthenticate": Row((302, 200, 200, 200), (302, 200, 200, 200)),
    "mfa_activate_totp": Row(ALL_302, ALL_302),
    "mfa_deactivate_totp": Row(ALL_302, ALL_302),
    "mfa_list_webauthn": Row(ALL_200, NO_POST),
    "mfa_add_webauthn": Row(ALL_302, ALL_302),
    "mfa_reauthenticate_webauthn": Row(ALL_302, ALL_302),
    "mfa_login_webauthn": Row(ALL_302, ALL_302),
    "mfa_remove_webauthn": Row(ALL_302, ALL_302),  # they are asked who they are before anything is looked up
    "mfa_edit_webauthn": Row(ALL_302, ALL_302),
    "mfa_view_recovery_codes": Row(NO_CODES, NO_POST),
    "mfa_generate_recovery_codes": Row(ALL_302, ALL_302),
    "mfa_download_recovery_codes": Row(NO_CODES, NO_CODES),
}
PATTERNS = [pattern for module in (urls, sign_in_urls) for pattern in module.urlpatterns]
TABLE = {**{f"clinic:{name}": row for name, row in CLINIC.items()}, **SIGN_IN}


def full_name(pattern: URLPattern) -> str:
    return f"clinic:{pattern.name}" if pattern in urls.urlpatterns else str(pattern.name)


class World:
    """One of everything that an address may name."""

    def __init__(self, clinic: cast.Clinic) -> None:
        self.clinic = clinic
        self.cleo = cast.hire("Cleo", "Invented", number="AP 0001")
        cast.give_role(self.cleo, clinic.location, [clinic.again])
        self.visit = cast.booked(clinic, TEN)
        AppointmentEvent.objects.update(by="user:999")
        self.double = cast.ana(email="")
        dana = By("user", 999)
        day = timedelta(days=30)
        when = {"start": TEN + day, "end": TEN + 2 * day, "by": dana}
        self.absence = write_absence(resource_id=self.cleo.resource_id, reason="", **when)
        self.closure = close(location=clinic.location, reason_en="", reason_es="", **when)
        self.noted = noted(LEAVE, self.absence, self.absence.pk)
        self.wish = WaitingWish.objects.create(
            visit=self.visit, weekdays=[1], from_time=time(0), to_time=time.max, created_at=TEN
        )
        offer = {"practitioner": clinic.bao, "start": TEN, "offered_at": TEN, "expires_at": TEN}
        self.offer = WaitingOffer.objects.create(wish=self.wish, hold_key=UUID(int=1), **offer)
        self.message = OutboxMessage.objects.get()
        self.colleague = cast.staff("colleague", Role.DESK)

    def address(self, pattern: URLPattern) -> str:
        name = full_name(pattern)
        pk = {
            "person": self.visit.patient_id,
            "course": self.visit.patient_id,
            "together": self.visit.patient_id,
            "merge": self.visit.patient_id,
            "apart": self.visit.patient_id,
            "back_absence": self.absence.pk,
            "back_closure": self.closure.pk,
            "replan_absence": self.absence.pk,
            "replan_closure": self.closure.pk,
            "called": self.message.pk,
            "waiting_no_more": self.wish.pk,
            "waiting_yes": self.offer.pk,
            "waiting_no": self.offer.pk,
            "undo_noted": self.noted.pk,
            "undo": AppointmentEvent.objects.filter(appointment=self.visit).latest("pk").pk,
        }.get(str(pattern.name), self.visit.pk)
        set_up = {
            "set_up_place": self.clinic.location.pk,
            "set_up_room": Room.objects.exclude(pk=self.visit.room_id).get().pk,
            "set_up_device": Device.objects.get().pk,
            "set_up_kind": self.clinic.electro.pk,
        }
        if str(pattern.name).startswith("account"):
            pk = self.colleague.pk
        elif str(pattern.name).startswith("set_up"):
            pk = set_up.get(str(pattern.name), self.cleo.pk)
        parts = {
            "place": self.clinic.location.pk,
            "key": "nobody-made-it",
            "pk": pk,
            "other": self.double.pk,
            "day": f"{TEN:%Y-%m-%d}",
        }
        return reverse(name, kwargs={part: parts[part] for part in pattern.pattern.converters})

    def body(self, row: Row) -> dict[str, object]:
        about = {"bao": self.clinic.bao.resource_id, "again": self.clinic.again.pk}
        return {name: about.get(value, value) for name, value in row.sent.items()}  # type: ignore[call-overload]


@pytest.fixture
def world(clinic: cast.Clinic) -> World:
    return World(clinic)


def test_every_address_is_in_the_table() -> None:
    assert {full_name(pattern) for pattern in PATTERNS} == set(TABLE)


def state() -> list[object]:
    """Everything that a post of this table could change, as far as it matters to patients."""
    return [
        list(Appointment.objects.order_by("pk").values_list("pk", "status", "start", "patient")),
        list(Patient.objects.order_by("pk").values_list("pk", "name", "merged_into")),
        list(AppointmentEvent.objects.order_by("pk").values_list("pk", flat=True)),
        list(OutboxMessage.objects.order_by("pk").values_list("pk", "called_at", "withdrawn_at")),
        list(Absence.objects.order_by("pk").values_list("pk", flat=True)),
        list(Closure.objects.order_by("pk").values_list("pk", flat=True)),
        sorted(OpeningHours.objects.values_list("location", "weekday", "opens", "closes")),
        list(Room.objects.order_by("pk").values_list("name", "active")),
        list(Practitioner.objects.order_by("pk").values_list("given_name", "active")),
        list(User.objects.order_by("pk").values_list("username", "role", "is_active", "password")),
    ]


@contextmanager
def undone() -> Iterator[None]:
    """The world as it was, afterwards: each of the eight who come to an address finds it untouched."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    diary.forget()  # a rollback sets the tables' counters back, which no running clinic ever does
    fresh.forget()


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: f"{one.name}{len(one.pattern.converters)}")
def test_what_everybody_is_answered(pattern: URLPattern, world: World, signed_in: Callable[[Role], Client]) -> None:
    for method, who in product(("get", "post"), WHO):
        with undone():
            browser = Client() if who == "nobody" else signed_in(Role(who))
            is_answered(pattern, method, who, world, browser)


def is_answered(pattern: URLPattern, method: str, who: str, world: World, browser: Client) -> None:
    row = TABLE[full_name(pattern)]
    before = state()
    answer = getattr(browser, method)(world.address(pattern), world.body(row) if method == "post" else {})
    expected = (row.get if method == "get" else row.post)[WHO.index(who)]
    assert answer.status_code == expected, f"{method} by {who}: {answer.content.decode()[:500]}"
    if method == "get" or who == "nobody" or answer.status_code >= 400:
        assert state() == before, f"{method} by {who}"
    if who == "nobody":
        assert "Ana Invented" not in answer.content.decode()
        if full_name(pattern) not in SIGN_IN:
            assert answer["Location"].startswith("/clinic/sign-in/")


@pytest.mark.parametrize("name", ["mfa_remove_webauthn", "mfa_edit_webauthn"])
@pytest.mark.parametrize("who", [None, "owner"])
def test_nobody_reaches_a_passkey_of_somebody_else(name: str, who: str | None, clinic: cast.Clinic) -> None:
    mine = cast.staff("dana", Role.OWNER if who else Role.DESK)
    other = cast.staff("olga", Role.OWNER)
    key = Authenticator.objects.create(user=other, type=Authenticator.Type.WEBAUTHN, data={"name": "a ring"})
    browser = Client()
    browser.post(reverse("account_login"), {"login": mine.username, "password": "a long enough passphrase"})
    for method in ("get", "post"):
        assert getattr(browser, method)(reverse(name, args=[key.pk]), {"name": "mine now"}).status_code == 404
    assert Authenticator.objects.get().data == {"name": "a ring"}
