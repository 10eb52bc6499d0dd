"""Taking back what was done to more than a visit's time: a clearance, leave, a closure, two records put together."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.clinic.actions.merging import may_unmerge, merge, unmerge
from ashi.clinic.actions.people import correct
from ashi.clinic.actions.undo import TooLate
from ashi.messaging.models import MessageKind, OutboxMessage
from ashi.records.by import By
from ashi.records.models import (
    Absence,
    Appointment,
    AuditEvent,
    Closure,
    Consent,
    Location,
    Occupancy,
    Patient,
)
from ashi.records.reservations import touch_facts
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

TEN = TUESDAY + timedelta(hours=2)
DANA, OTHER = By("user", 1), By("user", 2)
LATER = timedelta(minutes=3)


def press_undo(browser: Client, page: str = "/clinic/people/"):  # type: ignore[no-untyped-def]
    """What the line at the top of any page offers."""
    text = browser.get(page).text
    assert 'class="toast"' in text
    action = text.split('class="toast" method="post" action="')[1].split('"')[0]
    return browser.post(action, {"back": page})


def offers_undo(browser: Client) -> bool:
    return 'class="toast"' in browser.get("/clinic/people/").text


@pytest.fixture
def waiting(clinic: cast.Clinic) -> Appointment:
    """It waits for clearance until noon."""
    visit = cast.booked(clinic, TUESDAY + timedelta(hours=8))
    Appointment.objects.filter(pk=visit.pk).update(status="pending", clear_by=TUESDAY + timedelta(hours=4))
    OutboxMessage.objects.update(sent_at=TUESDAY)
    return visit


def clear(browser: Client, visit: Appointment) -> None:
    assert browser.post(reverse("clinic:clear", args=[visit.pk]), {"note": "Dr. Invented: yes"}).status_code == 302
    assert Appointment.objects.get().status == "booked"


def test_a_clearance_is_told_to_nobody_for_three_minutes(bao: Client, waiting: Appointment) -> None:
    clear(bao, waiting)
    message = OutboxMessage.objects.latest("pk")
    assert (message.kind, message.send_after - message.created_at) == (MessageKind.CHANGE, LATER)


def test_a_clearance_undone_waits_again_until_the_same_moment_and_forgets_the_reason(
    bao: Client, waiting: Appointment
) -> None:
    clear(bao, waiting)
    assert press_undo(bao).status_code == 302
    visit = Appointment.objects.get()
    assert (visit.status, visit.clear_by) == ("pending", TUESDAY + timedelta(hours=4))
    assert (visit.cleared_at, visit.cleared_by, visit.clearing_note) == (None, "", "")
    assert not OutboxMessage.objects.filter(sent_at=None, withdrawn_at=None).exists()


def test_a_clearance_is_not_undone_once_its_clock_has_run_out(
    bao: Client, waiting: Appointment, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(hours=3, minutes=59))
    clear(bao, waiting)
    assert offers_undo(bao)
    clock.shift(timedelta(minutes=2))
    assert not offers_undo(bao)
    event = waiting.events.get(kind="cleared").pk
    assert bao.post(reverse("clinic:undo", args=[event])).status_code == 409
    assert Appointment.objects.get().status == "booked"


def write_leave(browser: Client, about: object) -> None:
    sent = {"about": about, "first": f"{TEN:%Y-%m-%d}", "reason": "a course"}
    assert browser.post(reverse("clinic:leave"), sent).status_code == 302


def offered(clinic: cast.Clinic) -> bool:
    location = Location.objects.get()
    clinic.location = location
    return bool(clinic.search(now=timezone.now(), by_desk=True).plan_at(int(TEN.timestamp()) // 300))


@pytest.mark.parametrize(("table", "what"), [(Absence, "leave"), (Closure, "closure")])
def test_leave_and_closures_are_undone_and_so_is_taking_them_back(
    table: type[Absence | Closure], what: str, dana: Client, clinic: cast.Clinic
) -> None:
    write_leave(dana, clinic.bao.resource_id if what == "leave" else "clinic")
    assert not offered(clinic)
    press_undo(dana)
    assert not table.objects.exists()
    assert offered(clinic)
    write_leave(dana, clinic.bao.resource_id if what == "leave" else "clinic")
    written = table.objects.get()
    name = "back_absence" if what == "leave" else "back_closure"
    dana.post(reverse(f"clinic:{name}", args=[written.pk]))
    assert offered(clinic)
    press_undo(dana)
    again = table.objects.get()
    assert (again.start, again.end) == (written.start, written.end)
    assert "a course" in (again.reason if isinstance(again, Absence) else again.reason_en)
    assert not offered(clinic)
    taken_back = AuditEvent.objects.filter(action__in=["leave-taken-back", "open-again"]).latest("pk")
    assert dana.post(reverse("clinic:undo_noted", args=[taken_back.pk])).status_code == 409
    assert table.objects.count() == 1


def test_three_minutes_later_leave_is_taken_back_on_its_page_only(
    dana: Client, clinic: cast.Clinic, clock: time_machine.Traveller
) -> None:
    write_leave(dana, clinic.bao.resource_id)
    entry = AuditEvent.objects.get(action="leave")
    clock.shift(LATER)
    assert not offers_undo(dana)
    assert dana.post(reverse("clinic:undo_noted", args=[entry.pk])).status_code == 409
    assert Absence.objects.exists()


def test_nobody_undoes_the_leave_somebody_else_wrote_down(dana: Client, olga: Client, clinic: cast.Clinic) -> None:
    write_leave(dana, clinic.bao.resource_id)
    entry = AuditEvent.objects.get(action="leave")
    assert olga.post(reverse("clinic:undo_noted", args=[entry.pk])).status_code == 409
    assert Absence.objects.exists()


@pytest.mark.parametrize("action", ["read", "search", "visit.booked", "kept-apart"])
def test_nothing_else_in_the_audit_can_be_undone(action: str, dana: Client, clinic: cast.Clinic) -> None:
    entry = AuditEvent.objects.create(at=timezone.now(), by="user:1", action=action, entity="Patient/1")
    assert dana.post(reverse("clinic:undo_noted", args=[entry.pk])).status_code == 409


@pytest.fixture
def two(clinic: cast.Clinic) -> tuple[Patient, Patient]:
    """Ana without a mail address, and Ana with one, a visit and a consent."""
    kept, other = cast.ana(email=""), cast.ana(phone="")
    cast.booked(clinic, TEN, patient=other)
    for patient in (kept, other):
        Consent.objects.create(
            patient=patient, kind="reminders", text_version="1", source="web", given_at=timezone.now()
        )
    Consent.objects.create(patient=other, kind="news", text_version="1", source="web", given_at=timezone.now())
    return kept, other


def everything(kept: Patient, other: Patient) -> list[object]:
    return [
        [(one.name, one.phone, one.email, one.merged_into_id) for one in Patient.objects.order_by("pk")],
        sorted(Appointment.objects.values_list("pk", "patient")),
        sorted(Occupancy.objects.values_list("resource", "start", "end")),
        sorted(Consent.objects.values_list("pk", "patient")),
    ]


def test_two_who_said_yes_to_the_same_are_put_together_all_the_same(two: tuple[Patient, Patient]) -> None:
    kept, other = two
    merge(keep=kept, other=other, by=DANA)
    assert sorted(kept.consents.values_list("kind", flat=True)) == ["news", "reminders"]
    assert list(other.consents.values_list("kind", flat=True)) == ["reminders"]


def test_a_merge_undone_leaves_two_records_as_they_were(two: tuple[Patient, Patient]) -> None:
    before = everything(*two)
    noted = merge(keep=two[0], other=two[1], by=DANA)
    assert everything(*two) != before
    unmerge(noted=noted, by=DANA)
    assert everything(*two) == before


def test_a_merge_is_undone_from_any_page(dana: Client, two: tuple[Patient, Patient]) -> None:
    kept, other = two
    assert dana.post(reverse("clinic:merge", args=[kept.pk, other.pk])).status_code == 302
    dana.get(reverse("clinic:person", args=[kept.pk]))  # looking at it changes nothing
    assert press_undo(dana).status_code == 302
    assert not Patient.objects.filter(merged_into=kept).exists()


def corrects(kept: Patient, now: datetime) -> None:
    values = {name: getattr(kept, name) for name in ("name", "phone", "email", "birth_date", "language")}
    values |= {"guardian_name": "", "guardian_phone": ""}
    correct(patient=kept, values=values, verified=True, by=OTHER, now=now)


def test_what_happened_to_the_one_record_since_keeps_the_two_together(two: tuple[Patient, Patient]) -> None:
    kept, other = two
    noted = merge(keep=kept, other=other, by=DANA)
    corrects(Patient.objects.get(pk=kept.pk), timezone.now())
    assert not may_unmerge(noted, by=DANA, now=timezone.now())
    with pytest.raises(TooLate):
        unmerge(noted=noted, by=DANA)
    other.refresh_from_db()
    assert other.merged_into == kept


def test_a_merge_is_undone_by_who_did_it_and_for_three_minutes(
    two: tuple[Patient, Patient], clock: time_machine.Traveller
) -> None:
    noted = merge(keep=two[0], other=two[1], by=DANA)
    with pytest.raises(TooLate):
        unmerge(noted=noted, by=OTHER)
    clock.shift(LATER)
    with pytest.raises(TooLate):
        unmerge(noted=noted, by=DANA)
    assert Patient.objects.filter(merged_into=two[0]).exists()


def test_a_visit_that_was_moved_to_somebody_else_goes_back_under_the_license_it_had(
    dana: Client, clinic: cast.Clinic
) -> None:
    cleo = cast.hire("Cleo", "Invented", number="AP 0001")
    cast.give_role(cleo, clinic.location, [clinic.again])
    touch_facts(clinic.location.pk)
    visit = cast.booked(clinic, TEN)
    person = {clinic.bao, cleo} - {visit.practitioner}
    sent = {"at": f"{TEN:%Y-%m-%dT%H:%MZ}", "practitioner": person.pop().pk}
    assert dana.post(reverse("clinic:move", args=[visit.pk]), sent).status_code == 302
    moved = Appointment.objects.get(pk=visit.pk)
    assert moved.practitioner != visit.practitioner
    assert press_undo(dana).status_code == 302
    back = Appointment.objects.get(pk=visit.pk)
    assert (back.practitioner, back.qualification) == (visit.practitioner, visit.qualification)
