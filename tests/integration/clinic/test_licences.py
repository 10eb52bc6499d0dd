"""A suspension: booking ends, and the visits it touches are listed."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from ashi.book.actions import Terms, book_new_patient
from ashi.book.people import Person
from ashi.clinic.actions.licences import write_status
from ashi.clinic.queries.licences import without_licence
from ashi.project.commands import main
from ashi.records.by import SYSTEM, By
from ashi.records.models import Appointment, AuditEvent, Qualification
from ashi.records.reservations import Unlicensed
from tests import cast

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC)
TEN = cast.next_weekday(1, time(10), after=NOW + timedelta(days=2))


@pytest.fixture
def clinic() -> cast.Clinic:
    return cast.open_clinic()


def book(clinic: cast.Clinic, start: datetime = TEN) -> Appointment:
    person = Person(name="Ana Invented", email="ana@example.invalid")
    plan = clinic.plan(start, now=NOW)
    return book_new_patient(plan=plan, person=person, terms=Terms(source="web", screened=True), by=SYSTEM)


def suspend(status: str = "SUSPENDED", **more: object) -> list[Appointment]:
    licence = Qualification.objects.get()
    return write_status(licence=licence, status=status, source="the board's page", by=By("user", 1), now=NOW, **more)


def test_a_suspension_lists_the_visits_it_touches_and_leaves_them_standing(clinic: cast.Clinic) -> None:
    visit = book(clinic)
    assert suspend() == [visit]
    assert list(without_licence(clinic.location, now=NOW)) == [visit]
    visit.refresh_from_db()
    assert visit.status == "booked"
    assert AuditEvent.objects.filter(action="licence-status", by="user:1").exists()


def test_after_a_suspension_nothing_is_offered_and_nothing_is_booked(clinic: cast.Clinic) -> None:
    plan = clinic.plan(TEN, now=NOW)
    suspend()
    assert clinic.search(now=NOW).starts() == 0
    with pytest.raises(Unlicensed):
        book_new_patient(plan=plan, person=Person(name="Ana"), terms=Terms(source="web"), by=SYSTEM)


def test_a_licence_that_is_clear_again_touches_nothing(clinic: cast.Clinic) -> None:
    book(clinic)
    suspend()
    assert suspend("CLEAR/ACTIVE") == []
    assert clinic.search(now=NOW).starts()


def test_an_earlier_expiry_touches_the_visits_after_it_only(clinic: cast.Clinic) -> None:
    before, after = book(clinic), book(clinic, TEN + timedelta(days=7))
    assert suspend("CLEAR/ACTIVE", expires_at=TEN + timedelta(days=1)) == [after]
    assert before not in without_licence(clinic.location, now=NOW)


@pytest.mark.parametrize(("status", "source"), [("", "page"), (" ", "page"), ("CLEAR/ACTIVE", "")])
def test_a_status_without_its_words_or_its_source_is_refused(clinic: cast.Clinic, status: str, source: str) -> None:
    with pytest.raises(ValueError, match="where it was read"):
        write_status(licence=Qualification.objects.get(), status=status, source=source, by=SYSTEM, now=NOW)


def test_the_desk_sees_them_on_its_list(clinic: cast.Clinic, dana: Client) -> None:
    visit = book(clinic)
    page = "/clinic/to-do/"
    assert "No license permits" not in dana.get(page).text
    suspend()
    text = dana.get(page).text
    assert "No license permits" in text
    assert f"/clinic/visit/{visit.pk}/" in text


def test_the_command_says_what_it_touched(clinic: cast.Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    visit = book(clinic)
    assert main(["licence", "AP 0000", "--status", "REVOKED", "--source", "the board's page"]) == 0
    said = capsys.readouterr().out
    assert "does not permit practice" in said
    assert visit.reference in said
    assert main(["licence", "AP 9999", "--status", "REVOKED", "--source", "page"]) == 1
