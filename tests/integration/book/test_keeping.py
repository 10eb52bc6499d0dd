"""Keeping a time for five minutes: what is kept, for whom, how long, and what a lost race is told."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from ashi.book import limits
from ashi.records.models import Appointment, Hold, Occupancy
from tests import cast
from tests.integration.book.walking import ANA, TYPED, Visitor, written


def test_choosing_a_time_keeps_it_and_leads_to_the_form(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    answer = visitor.keep(ten)
    assert answer["Location"] == "/book/miami/bao/return/your-time/"
    page = visitor.form().content.decode()
    assert "We are keeping this time for you until" in page
    assert "Another 5 minutes." in page
    assert visitor.hold is not None
    assert visitor.hold.start == ten


def test_the_form_says_until_when_a_change_is_free_and_when_that_is_over(clinic: cast.Clinic, ten: datetime) -> None:
    for hours, said in ((30, "Free until"), (20, "It begins in less than 24 hours: a change counts as late now.")):
        with time_machine.travel(ten - timedelta(hours=hours)):
            visitor = Visitor()
            visitor.keep(ten)
            assert said in visitor.form().content.decode()
            visitor.client.post(f"{visitor.address}your-time/give-back/")


def test_looking_keeps_nothing(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    for address in ("", "keep/", "your-time/", "your-time/longer/", "your-time/give-back/"):
        assert visitor.client.get(f"{visitor.address}{address}", {"start": written(ten)}).status_code in (200, 302, 405)
    assert not Hold.objects.exists()
    visitor.keep(ten)
    before = Hold.objects.get()
    for address in ("", "keep/", "your-time/", "your-time/longer/", "your-time/give-back/"):
        visitor.client.get(f"{visitor.address}{address}")
    assert Hold.objects.get().expires_at == before.expires_at


def test_somebody_elses_time_is_a_conflict_with_the_three_nearest(clinic: cast.Clinic, ten: datetime) -> None:
    Visitor().keep(ten)
    answer = Visitor().keep(ten)
    assert answer.status_code == 409
    nearest = [time.starts_at for time in answer.context["nearest"]]
    assert len(nearest) == 3
    assert nearest == sorted(nearest)
    assert max(abs(start - ten) for start in nearest) <= timedelta(hours=1, minutes=30)
    assert answer.content.count(b'name="start" value="') == 3


def test_one_press_on_a_nearest_time_keeps_that_one(clinic: cast.Clinic, ten: datetime) -> None:
    Visitor().keep(ten)
    late = Visitor()
    nearest = late.keep(ten).context["nearest"][0]
    late.keep(nearest.starts_at)
    assert late.hold is not None
    assert late.hold.start == nearest.starts_at


def test_what_was_typed_goes_along_to_the_next_time(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    hidden = visitor.hidden()
    Hold.objects.all().delete()
    Visitor().keep(ten)
    gone = visitor.send(hidden, **TYPED)
    assert gone.status_code == 409
    typed = gone.content.decode()
    for name, value in TYPED.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in typed
    again = visitor.keep(gone.context["nearest"][0].starts_at, **TYPED)
    assert again.status_code == 200
    page = again.content.decode()
    assert 'value="Ana Invented"' in page
    assert 'value="305-555-0142"' in page
    assert page.count("checked") == 1
    assert again.context["form"]["reminders"].value() == "on"


def test_a_second_press_of_the_same_time_finds_the_first_ones_hold(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    assert visitor.keep(ten).status_code == 302
    first = visitor.hold
    assert visitor.keep(ten).status_code == 302
    assert visitor.hold == first


def test_another_time_gives_the_first_one_back(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    visitor.keep(ten + timedelta(hours=3))
    assert Hold.objects.count() == 1
    assert Visitor().keep(ten).status_code == 302


def test_nobodys_own_hold_stands_in_their_way(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    assert visitor.keep(ten + timedelta(minutes=10)).status_code == 302
    assert visitor.hold is not None
    assert visitor.hold.start == ten + timedelta(minutes=10)
    assert Hold.objects.count() == 1


def test_a_time_that_is_given_back_is_free_at_once(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    answer = visitor.client.post(f"{visitor.address}your-time/give-back/")
    assert answer["Location"] == visitor.address
    assert not Occupancy.objects.exists()


def test_the_week_says_what_is_kept_and_leads_back_to_it(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    assert b"/book/miami/bao/return/your-time/" in visitor.week().content
    assert b"/book/miami/bao/return/your-time/" not in Visitor().week().content


def test_a_time_is_kept_longer_once_and_what_was_typed_stays(clinic: cast.Clinic, ten: datetime) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    assert "five more minutes" in visitor.form().content.decode()
    Hold.objects.update(expires_at=datetime.now(UTC) + timedelta(minutes=2))
    page = visitor.client.post(f"{visitor.address}your-time/longer/", TYPED)
    assert page.status_code == 200
    assert 'value="Ana Invented"' in page.content.decode()
    assert "five more minutes" not in page.content.decode()
    renewed = Hold.objects.get()
    assert renewed.expires_at > datetime.now(UTC) + timedelta(minutes=4)
    visitor.client.post(f"{visitor.address}your-time/longer/", TYPED)
    assert Hold.objects.get().expires_at == renewed.expires_at


def test_a_hold_that_ran_out_is_said_and_the_same_time_offered_first_when_it_is_free(
    clinic: cast.Clinic, ten: datetime
) -> None:
    visitor = Visitor()
    visitor.keep(ten)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5, seconds=1)):
        for answer in (
            visitor.form(),
            visitor.send({"key": str(Hold.objects.get().key), "start": written(ten)}, **TYPED),
        ):
            assert answer.status_code == 409
            assert b"The five minutes are over" in answer.content
            assert ten in [time.starts_at for time in answer.context["nearest"]]
        assert b'value="ana@example.invalid"' in answer.content
        assert not Appointment.objects.exists()
        again = visitor.keep(ten, **TYPED)
        assert 'value="Ana Invented"' in again.content.decode()
        assert visitor.send(visitor.hidden(), **TYPED).status_code == 302


def test_longer_after_the_hold_ran_out_keeps_the_time_anew_if_it_is_free(clinic: cast.Clinic, ten: datetime) -> None:
    visitor, other = Visitor(), Visitor()
    visitor.keep(ten)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=6)):
        assert visitor.client.post(f"{visitor.address}your-time/longer/", ANA).status_code == 200
        assert visitor.hold is not None
        assert visitor.hold.expires_at > datetime.now(UTC)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=12)):
        other.keep(ten)
        answer = visitor.client.post(f"{visitor.address}your-time/longer/", ANA)
        assert answer.status_code == 409
        assert b"Ana Invented" in answer.content


def test_a_form_without_a_kept_time_leads_back_to_the_week(clinic: cast.Clinic) -> None:
    assert Visitor().form()["Location"] == "/book/miami/bao/return/"


@pytest.mark.parametrize(
    "start",
    ["", "soon", "2026-11-24T15:11Z", "2026-11-24T15:10", "99999-01-01T00:00Z", "0001-01-01T00:00Z", "-5"],
)
def test_a_start_that_our_pages_do_not_send_is_a_400(clinic: cast.Clinic, start: str) -> None:
    visitor = Visitor()
    answer = visitor.client.post(f"{visitor.address}keep/", {"start": start})
    assert answer.status_code == 400
    assert b"/book/miami/bao/return/" in answer.content
    assert visitor.client.post(f"{visitor.address}keep/").status_code == 400


@pytest.mark.parametrize("days", [-3000, -40, 400, 300_000])
def test_a_start_outside_what_is_offered_is_a_conflict_not_an_error(
    clinic: cast.Clinic, ten: datetime, days: int
) -> None:
    answer = Visitor().keep(ten + timedelta(days=days))
    assert answer.status_code == 409
    assert len(answer.context["nearest"]) == 3
    said = answer.content.decode()
    assert ("Somebody else was a moment faster" in said) == (days > 0)
    assert ("That time has passed" in said) == (days < 0)


def test_an_urgent_answer_cannot_be_talked_into_an_early_time(clinic: cast.Clinic) -> None:
    monday = cast.next_weekday(0, datetime.min.time().replace(hour=9, minute=30), after=datetime.now(UTC))
    with time_machine.travel(monday, tick=False):
        urgent = Visitor(result=cast.ScreenResult.URGENT)
        assert urgent.keep(monday + timedelta(hours=4)).status_code == 409
        assert urgent.keep(monday + timedelta(hours=28)).status_code == 302


@pytest.mark.usefixtures("still")
def test_too_many_holds_from_one_address_are_stopped_with_the_phone_number(
    clinic: cast.Clinic, ten: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "IN_THE_DEMO", 1)
    visitor = Visitor()
    answers = [visitor.keep(ten + timedelta(minutes=10 * (n % 2))).status_code for n in range(limits.HOLDS.most + 1)]
    assert set(answers[:-1]) == {302}
    assert answers[-1] == 429
    assert b"305-204-9981" in visitor.keep(ten).content
    elsewhere = Visitor(client=Client(REMOTE_ADDR="8.8.8.8"))
    assert elsewhere.keep(ten + timedelta(hours=3)).status_code == 302


@pytest.mark.usefixtures("still")
def test_a_forwarded_address_counts_from_a_proxy_beside_us_and_from_nobody_else(
    clinic: cast.Clinic, ten: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HOLDS", limits.Limit("hold-few", 1, timedelta(hours=1)))
    monkeypatch.setattr("ashi.book.views.keep.HOLDS", limits.HOLDS)
    monkeypatch.setattr(limits, "IN_THE_DEMO", 1)

    def keep(seen: str, forwarded: str) -> int:
        visitor = Visitor(client=Client(REMOTE_ADDR=seen, headers={"X-Forwarded-For": forwarded}))
        return visitor.keep(ten).status_code

    assert keep("127.0.0.1", "1.1.1.1, 198.51.100.1") != 429
    assert keep("127.0.0.1", "2.2.2.2, 198.51.100.1") == 429
    assert keep("127.0.0.1", "198.51.100.2") != 429
    assert keep("8.8.8.8", "198.51.100.3") != 429
    assert keep("8.8.8.8", "198.51.100.4") == 429
