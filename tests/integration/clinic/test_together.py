"""Two people at the same time, booked at the desk; and a room that several share, as its owner writes it down."""

import re
from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse

from ashi.messaging.models import OutboxMessage
from ashi.records.models import Appointment, AuditEvent, HealthcareService, Patient, Room
from ashi.records.reservations import touch_facts
from tests import cast
from tests.integration.clinic.conftest import TUESDAY
from tests.integration.clinic.test_every_page_by_every_role import KIND


def page_of(patient: Patient) -> str:
    return reverse("clinic:together", args=[patient.pk])


def times(page: str) -> list[datetime]:
    found = re.findall(r'name="at" value="([^"]+)"', page)
    return [datetime.strptime(f"{one}+0000", "%Y-%m-%dT%H:%MZ%z") for one in found]


def test_a_couple_is_booked_at_one_time_or_not_at_all(dana: Client, clinic: cast.Clinic) -> None:
    ana, eva = cast.ana(), cast.ana(name="Eva Invented", email="eva@example.invalid")
    assert "With somebody else" in dana.get(reverse("clinic:person", args=[ana.pk])).text
    found = dana.post(page_of(ana), {"q": "eva"}).text
    (address,) = re.findall(r'href="([^"]+)">Comes too', found)
    alone = dana.get(address.replace("&amp;", "&")).text
    assert times(alone) == []  # there is one acupuncturist
    assert "No time in these three weeks" in alone
    cleo = cast.hire("Cleo", "Invented", number="AP 0001")
    cast.give_role(cleo, clinic.location, [clinic.again, clinic.first])
    touch_facts(clinic.location.pk)
    free = times(dana.get(address.replace("&amp;", "&")).text)
    sent = {"with": str(eva.pk), "at": f"{free[0]:%Y-%m-%dT%H:%MZ}"}
    assert dana.post(page_of(ana), sent).status_code == 302
    first, second = Appointment.objects.order_by("pk")
    assert first.start == second.start == free[0]
    assert [first.patient, second.patient] == [ana, eva]
    assert first.room != second.room
    assert {first.practitioner, second.practitioner} == {clinic.bao, cleo}
    assert OutboxMessage.objects.count() == 2
    assert AuditEvent.objects.filter(action="together.booked").count() == 1
    again = dana.post(page_of(ana), sent)  # pressed twice
    assert again.status_code == 409
    assert "Nothing is booked" in again.text
    assert Appointment.objects.count() == 2


def test_somebody_new_is_written_down_and_comes_along(dana: Client, clinic: cast.Clinic) -> None:
    ana = cast.ana()
    wrong = dana.post(page_of(ana), {"name": "Ben (invented)", "language": "en"})
    assert wrong.status_code == 422
    assert "Write a phone number" in wrong.text
    assert 'value="Ben (invented)"' in wrong.text
    new = {"name": "Ben (invented)", "phone": "305-555-0102", "language": "es"}
    answer = dana.post(page_of(ana), new)
    ben = Patient.objects.get(phone="+13055550102")
    assert (ben.name, ben.language) == ("Ben (invented)", "es")
    page = dana.get(answer["Location"]).text
    assert f'name="with" value="{ben.pk}"' in page
    assert "Ben" not in answer["Location"]


def test_what_is_no_time_and_no_patient_is_refused_without_an_error(dana: Client, clinic: cast.Clinic) -> None:
    ana = cast.ana()
    for sent in ({"at": "cheese"}, {"at": f"{TUESDAY:%Y-%m-%dT%H:%MZ}"}, {"at": "", "with": "99999999999999"}):
        assert dana.post(page_of(ana), sent).status_code == 409
    assert dana.get(f"{page_of(ana)}?with={ana.pk}&with=x&first=never&kind-{ana.pk}=9999").status_code == 200


def test_an_owner_writes_down_a_room_with_chairs_and_a_kind_of_visit_for_them(
    olga: Client, clinic: cast.Clinic
) -> None:
    new = reverse("clinic:set_up_room_new", args=[clinic.location.pk])
    assert olga.post(new, {"name": "Community room", "chairs": "1", "active": "on"}).status_code == 422
    assert olga.post(new, {"name": "Community room", "chairs": "3", "active": "on"}).status_code == 302
    chairs = Room.objects.filter(kind="chair")
    assert [one.name for one in chairs] == [f"Community room, {number}" for number in (1, 2, 3)]
    assert len({one.resource_id for one in chairs}) == 3
    kind = {**KIND, "name_en": "Community", "room_kind": "chair"}
    assert olga.post(reverse("clinic:set_up_kind_new"), kind).status_code == 302
    service = HealthcareService.objects.get(name_en="Community")
    assert service.room_kind == "chair"
    clinic.bao.roles.get().services.add(service)
    touch_facts(clinic.location.pk)
    seated = [
        cast.booked(clinic, TUESDAY + timedelta(hours=2, minutes=10 * number), patient=cast.ana(), service=service)
        for number in range(3)
    ]
    assert {visit.room_id for visit in seated} == {chair.pk for chair in chairs}
    assert max(visit.start for visit in seated) < min(visit.end for visit in seated)  # all of them at once
