"""A closed chart is signed: it is amended, printed, and whoever looks is written down."""

from datetime import timedelta

import pytest

from ashi.records.models import Amendment, AuditEvent, Needle, NeedleSet
from tests.integration.records import charting as tables
from tests.integration.treat.charts import Charting, text_of

RIGHT = {"text": "The left side, not the right.", "reason": "Written between two rooms"}


@pytest.fixture
def closed(charting: Charting, clock: object) -> Charting:
    charting.press("open")
    charting.press("note", {"reason": "an aching back", "pain": 6, "findings": "stiff", "advice": ""})
    charting.type("bl23 b, st36 l")
    charting.press("start", number=1)
    clock.shift(600)  # type: ignore[attr-defined]
    charting.back()
    charting.press("all_in", number=1)
    clock.shift(1500)  # type: ignore[attr-defined]
    charting.back()
    charting.press("removal", number=1)
    clock.shift(180)  # type: ignore[attr-defined]
    charting.count_out(3)
    assert charting.press("close").status_code == 302
    return charting


def test_an_amendment_stands_beside_the_chart_with_author_time_and_reason(closed: Charting) -> None:
    assert closed.press("amend", RIGHT).status_code == 302
    shown = closed.look()
    for said in (RIGHT["text"], RIGHT["reason"], closed.visit.practitioner.name, "an aching back"):
        assert said in shown
    assert AuditEvent.objects.filter(action="amend", patient=closed.visit.patient).count() == 1


@pytest.mark.parametrize(("lacking", "asked"), [("text", "Write what is right."), ("reason", "Write why the chart is")])
def test_an_amendment_without_a_reason_or_a_text_is_asked_for_it(closed: Charting, lacking: str, asked: str) -> None:
    page = closed.press("amend", RIGHT | {lacking: ""})
    assert page.status_code == 422
    shown = text_of(page)
    assert asked in shown
    assert next(said for name, said in RIGHT.items() if name != lacking) in shown
    assert not Amendment.objects.exists()


def test_an_open_chart_is_written_into_not_amended(charting: Charting) -> None:
    charting.press("open")
    assert charting.press("amend", RIGHT).status_code == 409
    assert not Amendment.objects.exists()


def test_time_and_units_come_from_the_taps(closed: Charting) -> None:
    shown = closed.look()
    assert "13 min with the patient" in shown
    assert "25 min at rest" in shown
    assert "97810" in shown
    assert "97811" not in shown


def test_the_print_says_all_of_it_and_is_written_down(closed: Charting) -> None:
    closed.press("amend", RIGHT)
    before = AuditEvent.objects.filter(action="print").count()
    page = closed.browser.get(f"/clinic/visit/{closed.visit.pk}/chart/print/")
    shown = text_of(page)
    for said in ("Ana Invented", "an aching back", "stiff", "BL23", "97810", RIGHT["text"], "Needles: 3 in, 3 out"):
        assert said in shown
    assert AuditEvent.objects.filter(action="print", patient=closed.visit.patient).count() == before + 1


def test_what_another_payer_counts_otherwise_is_said_too(charting: Charting) -> None:
    """Three sets of twenty minutes: two further units by the usual rule, one by the Veterans' programme's."""
    charting.press("open")
    for number in (1, 2, 3):
        needles = tables.begun(charting.encounter, number)
        tables.put_in(needles)
        begun = needles.started_at + timedelta(hours=number)
        taps = {"inserted_at": begun + timedelta(minutes=15), "removal_at": begun + timedelta(minutes=40)}
        taps |= {"started_at": begun, "removed_at": begun + timedelta(minutes=45)}
        NeedleSet.objects.filter(pk=needles.pk).update(**taps)
        Needle.objects.filter(set=needles).update(removed=2)
    assert charting.press("close").status_code == 302
    shown = charting.look()
    assert '<span class="code">97811</span> × 2' in shown
    usual, other = shown.split("By the rule of the Veterans")
    assert "97811" in usual
    assert other.count("97811") == 1
