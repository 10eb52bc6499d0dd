"""The owner writes the clinic down; what a change would hit is listed before it is made."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.clinic.forms.hours import HoursField, written
from ashi.clinic.queries.outside import outside
from ashi.records.calendar.offers import Search
from ashi.records.models import (
    Appointment,
    AuditEvent,
    Device,
    HealthcareService,
    Location,
    Organization,
    Practitioner,
    PractitionerRole,
    Qualification,
    Role,
    Room,
    WeeklyHours,
)
from ashi.web import wording
from tests import cast
from tests.integration.clinic.conftest import TUESDAY, with_second_factor
from tests.integration.clinic.test_every_page_by_every_role import AT_PLACE, KIND, LICENCE, PLACE

TEN = TUESDAY + timedelta(hours=2)


def post(browser: Client, name: str, sent: dict[str, object], **parts: int):  # type: ignore[no-untyped-def]
    return browser.post(reverse(f"clinic:{name}", kwargs=parts), sent)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("", []),
        ("9-17", [(time(9), time(17))]),
        ("9:00-13:00, 14:00-18:30", [(time(9), time(13)), (time(14), time(18, 30))]),
        ("9 am to 1 pm; 2 pm to 6 pm", [(time(9), time(13)), (time(14), time(18))]),
        ("9 a 13 y 14 a 18", [(time(9), time(13)), (time(14), time(18))]),
        ("12 pm - 12 am", [(time(12), time(0))]),
        ("18:00-24:00", [(time(18), time(0))]),
        ("8.30–12.15", [(time(8, 30), time(12, 15))]),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hours: list[tuple[time, time]]) -> None:
    assert HoursField(required=False).clean(text) == hours
    assert HoursField(required=False).clean(written(hours)) == hours


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nine to five", "could not read"),
        ("9-", "could not read"),
        ("17-9", "close after it opens"),
        ("9-9", "close after it opens"),
        ("9:02-17:00", "five minutes"),
        ("9-25", "no such time"),
        ("13 pm - 14 pm", "no such time"),
        ("9:60-17", "no such time"),
        ("9-13, 12-17", "overlap"),
        ("14-17, 9-13", "overlap"),
    ],
)
def test_hours_that_cannot_be_are_refused_with_what_is_wrong(text: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        HoursField(required=False).clean(text)


def test_a_real_clinic_is_written_down_from_nothing_and_then_has_times(db: None) -> None:
    """No organisation, no place, one owner."""
    browser = Client()
    browser.force_login(with_second_factor(cast.staff("olga", Role.OWNER)))
    assert browser.get(reverse("clinic:owner"))["Location"] == reverse("clinic:set_up")
    page = browser.get(reverse("clinic:set_up")).text
    assert page.count("<li>", page.index("Before anybody can book"), page.index("</ul>", page.index("Before"))) == 6
    assert browser.get(reverse("clinic:set_up_place_new"))["Location"] == reverse("clinic:set_up_clinic")
    assert post(browser, "set_up_clinic", {"name": "Real", "phone": "305-204-9981"}).status_code == 302
    assert post(browser, "set_up_place_new", PLACE).status_code == 302
    place = Location.objects.get()
    post(browser, "set_up_room_new", {"name": "Room 1", "active": "on"}, place=place.pk)
    post(browser, "set_up_kind_new", KIND)
    post(browser, "set_up_person_new", {"given_name": "Bao", "family_name": "Tran", "title": "A.P.", "active": "on"})
    bao = Practitioner.objects.get()
    post(browser, "set_up_licence", LICENCE, pk=bao.pk)
    kind = HealthcareService.objects.get()
    hours = {f"day_{day}": "9-17" for day in range(7)}
    post(browser, "set_up_at_place", AT_PLACE | hours | {"services": kind.pk}, pk=bao.pk, place=place.pk)
    assert "The licensee who answers" in browser.get(reverse("clinic:set_up")).text
    post(browser, "set_up_clinic", {"name": "Real", "phone": "305-204-9981", "licensee": bao.pk})
    assert "Before anybody can book" not in browser.get(reverse("clinic:set_up")).text
    place.refresh_from_db()
    assert Search(place, kind.pk, now=timezone.now(), by_desk=True).starts()
    assert browser.get("/clinic/").status_code == 200
    assert AuditEvent.objects.filter(action="set-up").count() == 8
    assert (place.slug, bao.slug, kind.slug) == ("main-street", "bao-tran", "short")


def outside_now(clinic: cast.Clinic) -> list[Appointment]:
    return outside(clinic.location, now=timezone.now())


def place_of(clinic: cast.Clinic, **changes: object) -> dict[str, object]:
    return PLACE | {"name": clinic.location.name, **changes}


def sure(page: str) -> str:
    """What the button "Save all the same" says: the visits it has named."""
    found = re.search(r'name="sure" value="([\d,]+)"', page)
    assert found
    return found[1]


def test_a_word_for_some_visits_is_none_for_others(olga: Client, clinic: cast.Clinic) -> None:
    """Somebody books, or the hours are changed once more, between the list and the word."""
    cast.booked(clinic, TEN)
    closed = place_of(clinic, day_1="")
    said = sure(post(olga, "set_up_place", closed, pk=clinic.location.pk).text)
    cast.booked(clinic, TEN + timedelta(hours=3), patient=cast.ana())
    page = post(olga, "set_up_place", closed | {"sure": said}, pk=clinic.location.pk)
    assert page.status_code == 409
    assert "2 visits" in page.text
    assert outside_now(clinic) == []


def test_shorter_opening_hours_list_the_visits_they_would_hit_and_wait_for_a_word(
    olga: Client, clinic: cast.Clinic
) -> None:
    visit = cast.booked(clinic, TEN)
    closed = place_of(clinic, day_1="")
    page = post(olga, "set_up_place", closed, pk=clinic.location.pk)
    assert page.status_code == 409
    assert "Not saved yet: 1 visit" in page.text
    assert "Ana Invented" in page.text
    assert clinic.location.opening_hours.filter(weekday=1).exists()
    assert outside_now(clinic) == []
    assert post(olga, "set_up_place", closed | {"sure": sure(page.text)}, pk=clinic.location.pk).status_code == 302
    assert not clinic.location.opening_hours.filter(weekday=1).exists()
    assert outside_now(clinic) == [visit]
    assert "Nobody or nothing is there for these visits" in olga.get("/clinic/to-do/").text
    visit.refresh_from_db()
    assert visit.status == "booked"


def test_hours_that_hit_nobody_are_saved_at_once_and_offered_at_once(olga: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    later = place_of(clinic, day_1="9-13")
    assert post(olga, "set_up_place", later, pk=clinic.location.pk).status_code == 302
    location = Location.objects.get()
    search = Search(location, clinic.again.pk, now=timezone.now(), by_desk=True)
    at = int((TEN + timedelta(hours=4)).timestamp()) // 300
    assert search.plan_at(at) is None
    assert search.plan_at(at - 24) is not None


def at_place(clinic: cast.Clinic, **changes: object) -> dict[str, object]:
    return {
        "services": [clinic.first.pk, clinic.again.pk, clinic.electro.pk],
        "languages": ["en", "es"],
        "active": "on",
        **{f"day_{day}": "9-17" for day in range(5)},
        **changes,
    }


@pytest.mark.parametrize("change", [{"day_1": "13-17"}, {"active": ""}, {"services": "electro"}])
def test_an_acupuncturists_hours_kinds_and_leaving_list_what_they_hit(
    change: dict[str, object], olga: Client, clinic: cast.Clinic
) -> None:
    cast.booked(clinic, TEN)
    sent = at_place(
        clinic, **{name: clinic.electro.pk if value == "electro" else value for name, value in change.items()}
    )
    sent = {name: value for name, value in sent.items() if value != ""}
    where = {"pk": clinic.bao.pk, "place": clinic.location.pk}
    page = post(olga, "set_up_at_place", sent, **where)
    assert page.status_code == 409
    assert outside_now(clinic) == []
    assert post(olga, "set_up_at_place", sent | {"sure": sure(page.text)}, **where).status_code == 302
    assert len(outside_now(clinic)) == 1


def test_longer_hours_are_kept_as_written(olga: Client, clinic: cast.Clinic) -> None:
    sent = at_place(clinic, day_5="10-12, 13-15")
    assert post(olga, "set_up_at_place", sent, pk=clinic.bao.pk, place=clinic.location.pk).status_code == 302
    saturday = WeeklyHours.objects.filter(weekday=5).values_list("opens", "closes")
    assert list(saturday) == [(time(10), time(12)), (time(13), time(15))]
    assert PractitionerRole.objects.get().languages == ["en", "es"]


@pytest.mark.parametrize("what", ["room", "person"])
def test_taking_a_room_or_somebody_out_lists_what_that_hits(what: str, olga: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    if what == "room":
        name, sent, pk = "set_up_room", {"name": "Room 1"}, visit.room_id
    else:
        name, sent, pk = "set_up_person", {"given_name": "Bao", "family_name": "Tran"}, clinic.bao.pk
    page = post(olga, name, sent, pk=pk)
    assert page.status_code == 409
    assert post(olga, name, sent | {"sure": sure(page.text)}, pk=pk).status_code == 302
    assert outside_now(clinic) == [visit]
    assert not (Room.objects.get(pk=pk) if what == "room" else Practitioner.objects.get(pk=pk)).active


def test_a_device_in_use_for_a_visit_is_not_taken_out_silently(olga: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN, service=clinic.electro)
    device = Device.objects.get()
    sent = {"name": device.name, "kind": device.kind}
    assert post(olga, "set_up_device", sent, pk=device.pk).status_code == 409


def test_a_kind_of_visit_changes_for_new_bookings_and_leaves_the_old_ones(olga: Client, clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    sent = KIND | {"price": "99.50", "talk": 20, "least": 15, "most": 30, "bookable_online": "on"}
    assert post(olga, "set_up_kind", sent, pk=clinic.again.pk).status_code == 302
    kind = HealthcareService.objects.get(pk=clinic.again.pk)
    assert (kind.price_cents, kind.slug) == (9_950, "return")
    lines = list(kind.phases.values_list("code", "minutes", "least", "most", "practitioner"))
    assert lines[0] == ("talk", 20, None, None, True)
    assert lines[2] == ("retention", 20, 15, 30, False)
    visit.refresh_from_db()
    assert (visit.price_cents, visit.end - visit.start) == (9_000, timedelta(minutes=55))
    location = Location.objects.get()
    plan = Search(location, kind.pk, now=timezone.now(), by_desk=True).plan_at(int(TEN.timestamp()) // 300 + 24)
    assert plan is not None
    assert plan.price_cents == 9_950
    assert plan.visit.phases[0].minutes == 20


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("kind", {"talk": "7"}, "multiple of five"),
        ("kind", {"talk": "0"}, "multiple of five"),
        ("kind", {"talk": ""}, "multiple of five"),
        ("kind", {"least": "25", "most": "30"}, "between its least and its most"),
        ("kind", {"least": "10"}, "both least and most"),
        ("kind", {"price": "-1"}, "not less than nothing"),
        ("kind", {"price": "cheap"}, "Write the price"),
        ("kind", {"name_es": ""}, "Write the name in Spanish"),
        ("kind", {"device_kind": "laser"}, "laser"),
        ("place", {"zone": "Miami"}, "no such time zone"),
        ("place", {"jurisdiction": "Florida"}, "such as US-FL"),
        ("place", {"country": "USA"}, "Write two letters"),
        ("place", {"horizon_days": "0"}, "from 1 to 400"),
        ("place", {"day_3": "whenever"}, "could not read"),
        ("licence", {"status": ""}, "as the board publishes it"),
        ("licence", {"verified_source": ""}, "Write where the status was read"),
        ("licence", {"last_day": "soon"}, "Write the day as"),
        ("licence", {"number": "AP 0001"}, "somebody else"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_kept(
    name: str, changes: dict[str, object], said: str, olga: Client, clinic: cast.Clinic
) -> None:
    cast.hire("Cleo", "Invented", number="AP 0001")
    base = {"kind": KIND, "place": PLACE, "licence": LICENCE}[name]
    pk = {"kind": clinic.again.pk, "place": clinic.location.pk, "licence": clinic.bao.pk}[name]
    page = post(olga, f"set_up_{name}", base | changes, pk=pk)
    assert page.status_code == 422
    assert said in page.text
    assert not AuditEvent.objects.filter(action="set-up").exists()


def test_a_licence_is_written_down_with_its_last_day_and_what_it_permits(olga: Client, clinic: cast.Clinic) -> None:
    sent = LICENCE | {"number": "AP 0000", "status": "SUSPENDED", "last_day": "2030-02-28"}
    assert post(olga, "set_up_licence", sent, pk=clinic.bao.pk).status_code == 302
    licence = Qualification.objects.get()
    assert (licence.status, licence.permits_practice) == ("SUSPENDED", False)
    assert licence.expires_at == datetime(2030, 3, 1, 5, tzinfo=UTC)
    page = olga.get(reverse("clinic:set_up_person", args=[clinic.bao.pk])).text
    assert wording.day_of_year(date(2030, 2, 28)) in page
    assert "does not permit practice" in page


def test_a_suspension_written_here_touches_the_visits_to_come(olga: Client, clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    post(olga, "set_up_licence", LICENCE | {"number": "AP 0000", "status": "SUSPENDED"}, pk=clinic.bao.pk)
    assert "No license permits these visits" in olga.get("/clinic/to-do/").text


def test_phases_made_otherwise_are_left_as_they_are(olga: Client, clinic: cast.Clinic) -> None:
    odd = cast.offer_service("solo", "returning", (("start", 30, None, None, "PRO"),), price_cents=1)
    assert "phases of its own" in olga.get(reverse("clinic:set_up_kind", args=[odd.pk])).text
    assert post(olga, "set_up_kind", KIND, pk=odd.pk).status_code == 302
    assert list(odd.phases.values_list("code", "minutes")) == [("start", 30)]


def test_the_name_changes_and_the_address_stays(olga: Client, clinic: cast.Clinic) -> None:
    post(olga, "set_up_place", place_of(clinic, name="Elsewhere"), pk=clinic.location.pk)
    assert Location.objects.values_list("name", "slug").get() == ("Elsewhere", "miami")
    post(olga, "set_up_clinic", {"name": "Another name", "phone": "305-204-9981", "licensee": clinic.bao.pk})
    assert "Another name" in olga.get("/").text
    assert Organization.objects.count() == 1


def test_two_of_one_name_have_addresses_of_their_own(olga: Client, clinic: cast.Clinic) -> None:
    for _ in range(2):
        post(olga, "set_up_person_new", {"given_name": "Bao", "family_name": "Tran", "active": "on"})
    assert sorted(Practitioner.objects.values_list("slug", flat=True)) == ["bao", "bao-tran", "bao-tran-2"]
