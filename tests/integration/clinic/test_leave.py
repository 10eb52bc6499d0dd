"""Leave and closures, laid over what is booked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ashi.clinic.actions.leave import close, open_again, take_back_absence, write_absence
from ashi.clinic.queries.leave import laid_over
from ashi.records.by import By
from ashi.records.models import Absence, Appointment, Closure
from tests import cast
from tests.integration.clinic.conftest import TUESDAY

TEN = TUESDAY + timedelta(hours=2)
DAY = TUESDAY - timedelta(hours=8), TUESDAY + timedelta(hours=16)
DANA = By("user", 1)


def starts(clinic: cast.Clinic) -> list[int]:
    search = clinic.search(now=timezone.now(), by_desk=True)
    return [cell for cell in search.cells() if cell < int(DAY[1].timestamp()) // 300]


def away(clinic: cast.Clinic, resource_id: int) -> Absence:
    return write_absence(resource_id=resource_id, start=DAY[0], end=DAY[1], reason="", by=DANA)


def hits(clinic: cast.Clinic) -> list[list[Appointment]]:
    return [list(row.hit) for row in laid_over(clinic.location, now=timezone.now())]


def test_who_is_away_is_not_offered_and_is_offered_again_when_it_is_taken_back(clinic: cast.Clinic) -> None:
    assert starts(clinic)
    absence = away(clinic, clinic.bao.resource_id)
    assert starts(clinic) == []
    take_back_absence(absence=absence, by=DANA)
    assert starts(clinic)


def test_a_closed_clinic_offers_nothing_until_it_opens_again(clinic: cast.Clinic) -> None:
    assert starts(clinic)
    closure = close(location=clinic.location, start=DAY[0], end=DAY[1], reason_en="Storm", reason_es="", by=DANA)
    assert starts(clinic) == []
    open_again(closure=closure, by=DANA)
    assert starts(clinic)


def test_one_room_out_of_order_leaves_the_other(clinic: cast.Clinic) -> None:
    away(clinic, clinic.rooms[0].resource_id)
    assert starts(clinic)
    away(clinic, clinic.rooms[1].resource_id)
    assert starts(clinic) == []


def test_the_visits_it_hits_stay_and_are_listed(clinic: cast.Clinic) -> None:
    visit = cast.booked(clinic, TEN)
    away(clinic, clinic.bao.resource_id)
    assert hits(clinic) == [[visit]]
    assert Appointment.objects.get().status == "booked"


def test_a_visit_whose_patient_only_rests_meanwhile_is_not_hit(clinic: cast.Clinic) -> None:
    cast.booked(clinic, TEN)
    resting = TEN + timedelta(minutes=20), TEN + timedelta(minutes=45)
    write_absence(resource_id=clinic.bao.resource_id, start=resting[0], end=resting[1], reason="", by=DANA)
    assert hits(clinic) == [[]]


def test_a_cancelled_visit_is_no_longer_listed(clinic: cast.Clinic, dana: Client) -> None:
    visit = cast.booked(clinic, TEN)
    close(location=clinic.location, start=DAY[0], end=DAY[1], reason_en="", reason_es="", by=DANA)
    assert hits(clinic) == [[visit]]
    dana.post(reverse("clinic:cancel", args=[visit.pk]))
    assert hits(clinic) == [[]]


def test_what_ends_before_it_begins_is_refused(clinic: cast.Clinic) -> None:
    with pytest.raises(ValueError, match="ends before"):
        write_absence(resource_id=clinic.bao.resource_id, start=DAY[1], end=DAY[0], reason="", by=DANA)


def sent(clinic: cast.Clinic, **changes: object) -> dict[str, object]:
    return {"about": clinic.bao.resource_id, "first": "2026-12-10", **changes}


def test_a_whole_day_is_from_midnight_to_midnight_of_the_clinic(dana: Client, clinic: cast.Clinic) -> None:
    dana.post(reverse("clinic:leave"), sent(clinic))
    absence = Absence.objects.get()
    assert (absence.start.isoformat(), absence.end.isoformat()) == (
        "2026-12-10T05:00:00+00:00",
        "2026-12-11T05:00:00+00:00",
    )


def test_the_day_the_clocks_go_back_is_an_hour_longer(dana: Client, clinic: cast.Clinic) -> None:
    dana.post(reverse("clinic:leave"), sent(clinic, first="2027-11-07"))
    absence = Absence.objects.get()
    assert absence.end - absence.start == timedelta(hours=25)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first": ""}, "Choose the first day"),
        ({"first": "soon"}, "Write the day as"),
        ({"last": "2026-12-09"}, "The last day comes before the first"),
        ({"begins": "14:00", "ends": "13:00"}, "It has to end after it begins"),
        ({"begins": "later"}, "Write the time as"),
        ({"about": "9999"}, "9999"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    changes: dict[str, object], said: str, dana: Client, clinic: cast.Clinic
) -> None:
    page = dana.post(reverse("clinic:leave"), sent(clinic, **changes))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Absence.objects.exists()


def test_the_whole_clinic_is_closed_from_the_same_page(dana: Client, clinic: cast.Clinic) -> None:
    dana.post(reverse("clinic:leave"), sent(clinic, about="clinic", reason="Storm"))
    assert Closure.objects.get().reason_en == "Storm"
