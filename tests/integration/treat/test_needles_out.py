"""Ten ways to close a visit with a needle unaccounted for, tried on the pages and in the shell; none works."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from ashi.core.treatment import Ledger
from ashi.records.models import (
    AdverseEvent,
    Appointment,
    Encounter,
    MissingNeedles,
    Needle,
    NeedleSet,
    TreatmentConsent,
)
from tests.integration.treat.charts import Charting, text_of

MISSING = {
    "count": "1",
    "searched": ["body", "linen", "floor"],
    "reason": "fell from the table",
    "second_person": "Dana at the desk",
    "incident": "Looked for an hour; the owner was told.",
    "told": "on",
}
STAYS = {"count": "1", "until": "2030-01-05"}


def press_close(charting: Charting) -> None:
    assert "is not accounted for" in text_of(charting.press("close")) or "are not accounted for" in text_of(
        charting.press("close")
    )


def count_one_too_few(charting: Charting) -> None:
    assert "1 needle is missing. Look for it" in text_of(charting.count_out(2))
    charting.press("close")


def count_one_too_many(charting: Charting) -> None:
    assert charting.count_out(4).status_code == 409
    charting.press("close")


def count_below_nothing(charting: Charting) -> None:
    assert charting.count_out(-3).status_code == 422
    charting.press("close")


def count_the_lines_wrong(charting: Charting) -> None:
    lines = {f"line-{row.pk}": "-1" for row in Needle.objects.all()}
    assert charting.press("count", lines, number=1).status_code == 409
    charting.press("close")


def count_only_some_lines(charting: Charting) -> None:
    first = Needle.objects.order_by("pk")[0]
    assert charting.press("count", {f"line-{first.pk}": "2"}, number=1).status_code == 302
    charting.press("close")


def count_words(charting: Charting) -> None:
    first = Needle.objects.order_by("pk")[0]
    assert charting.press("count", {f"line-{first.pk}": "all"}, number=1).status_code == 422
    charting.press("close")


def take_it_back(charting: Charting) -> None:
    for row in Needle.objects.all():
        assert charting.press("take_back", needle=row.pk).status_code == 409
    charting.press("close")


def declare_it_missing_alone(charting: Charting) -> None:
    row = Needle.objects.get(point="ST36")
    answer = charting.press("missing", {**MISSING, "second_person": " bao tran, A.P. "}, needle=row.pk)
    assert "somebody else than you" in text_of(answer)
    charting.press("close")


def declare_it_missing_without_telling(charting: Charting) -> None:
    row = Needle.objects.get(point="ST36")
    for name in ("searched", "reason", "second_person", "incident", "told"):
        sent = {key: value for key, value in MISSING.items() if key != name}
        assert charting.press("missing", sent, needle=row.pk).status_code == 422
    assert not MissingNeedles.objects.exists()
    charting.press("close")


def declare_more_missing_than_went_in(charting: Charting) -> None:
    row = Needle.objects.get(point="ST36")
    assert charting.press("missing", {**MISSING, "count": "3"}, needle=row.pk).status_code == 409
    charting.press("close")


def leave_it_in_without_consent(charting: Charting) -> None:
    row = Needle.objects.get(point="ST36")
    for name in STAYS:
        sent = {key: value for key, value in STAYS.items() if key != name}
        assert charting.press("leave_in", sent, needle=row.pk).status_code == 422
    TreatmentConsent.objects.filter(text__technique="stays").update(withdrawn_at=row.set.started_at, withdrawn_by="a")
    assert charting.press("leave_in", STAYS, needle=row.pk).status_code == 409
    charting.press("close")


def finish_at_the_desk(charting: Charting) -> None:
    charting.browser.post(reverse("clinic:finish", args=[charting.visit.pk]))
    charting.press("close")


def in_the_shell(charting: Charting) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Needle.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        NeedleSet.objects.all().update(inserted_at=None, rest_until=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Encounter.objects.update(status="closed")
    charting.press("close")


WAYS = [
    press_close,
    count_one_too_few,
    count_one_too_many,
    count_below_nothing,
    count_the_lines_wrong,
    count_only_some_lines,
    count_words,
    take_it_back,
    declare_it_missing_alone,
    declare_it_missing_without_telling,
    declare_more_missing_than_went_in,
    leave_it_in_without_consent,
    finish_at_the_desk,
    in_the_shell,
]


@pytest.mark.parametrize("lose", WAYS)
def test_no_way_closes_a_visit_with_a_needle_unaccounted_for(
    charting: Charting, lose: Callable[[Charting], None]
) -> None:
    charting.needle_in("bl23 b, st36 l")
    lose(charting)
    assert charting.encounter.status == "open"
    assert Appointment.objects.get(pk=charting.visit.pk).status == "arrived"
    assert sum(Needle.objects.values_list("inserted", flat=True)) == 3
    charting.count_out(3)
    assert charting.press("close").status_code == 302


def test_a_needle_that_is_declared_missing_by_two_lets_the_visit_close(charting: Charting) -> None:
    charting.needle_in("bl23 b, st36 l")
    row = Needle.objects.get(point="ST36")
    charting.count_out(2)
    charting.press("count", {f"line-{one.pk}": "2" for one in Needle.objects.filter(point="BL23")}, number=1)
    assert charting.press("missing", MISSING, needle=row.pk).status_code == 302
    page = charting.look()
    assert "1 needle declared missing, searched for with Dana at the desk" in page
    assert charting.press("close").status_code == 302
    declared = MissingNeedles.objects.get()
    assert (declared.searched, declared.count) == (["body", "linen", "floor"], 1)
    event = AdverseEvent.objects.get(missing=declared)
    assert (event.category, event.words, event.needles.get()) == ("retained_needle", "", row)  # told once, over there
    assert "Needle left in by mistake, or not found" in page


def test_press_needles_stay_in_with_consent_and_a_day(charting: Charting) -> None:
    charting.needle_in("st36 l, bl23 b")
    row = Needle.objects.get(point="ST36")
    assert charting.press("leave_in", STAYS, needle=row.pk).status_code == 302
    assert charting.count_out(2).status_code == 302
    assert "1 needle left in on purpose until" in charting.look()
    assert charting.press("close").status_code == 302


def test_an_emergency_ends_the_visit_first_and_leaves_the_count_to_finish(charting: Charting) -> None:
    charting.needle_in("bl23 b, st36 l")
    assert charting.press("emergency", {"note": "Fainted"}).status_code == 302
    encounter = charting.encounter
    assert (encounter.status, encounter.emergency, encounter.emergency_note) == ("ended", True, "Fainted")
    assert Appointment.objects.get(pk=charting.visit.pk).status == "fulfilled"
    assert charting.type("gv4").status_code == 409
    assert charting.press("close").status_code == 409
    assert "Set 1, line by line" in charting.look()
    charting.count_out(3)
    assert charting.press("close").status_code == 302
    assert charting.encounter.ended_at <= charting.encounter.closed_at  # type: ignore[operator]


def test_an_emergency_while_needles_go_in_is_counted_afterwards_too(charting: Charting) -> None:
    charting.press("open")
    charting.type("bl23 b")
    charting.press("start", number=1)
    charting.press("emergency")
    assert charting.count_out(2).status_code == 302
    assert charting.press("close").status_code == 302


def test_a_visit_without_needles_may_close(charting: Charting) -> None:
    charting.press("open")
    assert charting.press("close").status_code == 302
    assert charting.encounter.status == "closed"


def test_after_closing_nothing_can_be_charted(charting: Charting) -> None:
    row = charting.needle_in("bl23 b")
    charting.count_out(2)
    charting.press("close")
    for name, sent, where in (
        ("add", {"typed": "gv4", "number": 1}, {}),
        ("note", {"reason": "else"}, {}),
        ("count", {"counted": 1}, {"number": 1}),
        ("leave_in", STAYS, {"needle": row.pk}),
        ("close", {}, {}),
        ("emergency", {}, {}),
    ):
        assert charting.press(name, sent, **where).status_code == 409, name
    assert "restore" not in text_of(charting.press("open"))
    assert charting.encounter.status == "closed"


def test_a_set_of_another_visit_is_not_there(charting: Charting, bao: Client) -> None:
    row = charting.needle_in("bl23 b")
    assert bao.post(reverse("treat:take_back", args=[charting.visit.pk + 1, row.pk])).status_code == 404
    assert charting.press("count", {"counted": 2}, number=9).status_code == 404


def test_what_only_the_tables_refuse_is_said_and_no_error_page(
    charting: Charting, monkeypatch: pytest.MonkeyPatch
) -> None:
    charting.needle_in("bl23 b")
    charting.count_out(2)
    Needle.objects.update(removed=1)  # somebody else, in between
    monkeypatch.setattr(Ledger, "why_not_closed", ())
    refused = charting.press("close")
    assert refused.status_code == 409
    assert "This has changed in the meantime" in text_of(refused)
    assert charting.encounter.status == "open"


@pytest.mark.parametrize(
    ("name", "sent", "where"),
    [
        ("add", {"typed": "bl23", "number": 9}, {}),
        ("spot", {"plate": "lower-back", "x": "3.1", "y": "-48.2", "number": "9"}, {}),
        ("line", {"off": "1"}, {"number": 3, "position": 0}),
        ("line", {"needles": "2"}, {"number": 1, "position": 7}),
        ("rest", {"minutes": "10"}, {"number": 4}),
        ("start", {}, {"number": 0}),
        ("caution", {"rule": "CI99", "point": "BL23", "reason": "x"}, {}),
    ],
)
def test_what_is_not_there_is_refused_in_words(
    charting: Charting, name: str, sent: dict[str, object], where: dict[str, int]
) -> None:
    charting.press("open")
    charting.type("bl23 b")
    assert charting.press(name, sent, **where).status_code == 409
