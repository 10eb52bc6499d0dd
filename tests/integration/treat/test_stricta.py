"""The STRICTA summary from what was charted, its print, the file, and who looked at any of it."""

import sys
import types
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from ashi.records import guards
from ashi.records.models import AuditEvent, Needle
from ashi.treat import paper
from tests import cast
from tests.integration.clinic.conftest import TUESDAY
from tests.integration.records import charting as tables
from tests.integration.treat.charts import Charting, ready, text_of


def treated(charting: Charting, typed: str, clock: Any) -> Charting:
    charting.back()
    charting.press("open")
    charting.press("note", {"reason": "an aching back", "pain": 6, "findings": "stiff", "advice": "walk"})
    charting.type(typed)
    charting.press("beside", {"kind": "moxa", "place": "ST36", "count": 1})
    charting.press("start", number=1)
    clock.shift(300)
    charting.press("all_in", number=1)
    clock.shift(1200)
    charting.back()
    charting.press("removal", number=1)
    charting.count_out(sum(Needle.objects.filter(set__encounter=charting.encounter).values_list("inserted", flat=True)))
    assert charting.press("close").status_code == 302
    return charting


@pytest.fixture
def closed(charting: Charting, clock: Any) -> Charting:
    return treated(charting, "bl23 b 25mm 0.25x40, st36 l", clock)


def look(charting: Charting, what: str, query: str = "") -> Any:
    return charting.browser.get(f"/clinic/visit/{charting.visit.pk}/chart/{what}/{query}")


def test_a_second_treatment_is_summed_up_with_the_first(clinic: cast.Clinic, closed: Charting, clock: Any) -> None:
    later = ready(clinic, TUESDAY + timedelta(days=3, hours=2), patient=closed.visit.patient)
    clock.move_to(later.start)
    again = treated(Charting(later, closed.browser), "bl25 b 15mm 2hz 1ma", clock)
    shown = text_of(look(again, "stricta"))
    for said in (
        *(
            "2 treatments, the first on",
            "4 on average, 3 to 5",
            "BL23 both: 2 of 2 sessions",
            "BL25 both: 1 of 2 sessions",
        ),
        *("20 min on average, 20 to 20 min", "With current: 1 line", "2 to 2 Hz", "0.25x40 mm: 4 needles"),
        *("A session every 3 days on average", "Moxa: 2 of 2 sessions", "an aching back", "walk", "US-FL AP 0000"),
        *("no depth, in 2 of 5", "nothing on de qi", "The chart does not ask for the style.", "no control group"),
    ):
        assert said in shown, said
    closed.press("amend", {"text": "It was BL24.", "reason": "A slip"})
    shown = text_of(look(closed, "stricta"))  # up to that visit
    assert "1 treatment, on" in shown
    assert "It was BL24." in shown
    assert AuditEvent.objects.filter(action="stricta", patient=closed.visit.patient).count() == 2


def test_without_a_treatment_there_is_nothing_to_sum_up(charting: Charting) -> None:
    assert "nothing to sum up" in text_of(look(charting, "stricta"))


@pytest.fixture
def no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    paper.may_be_pdf.cache_clear()


@pytest.mark.usefixtures("no_files")
def test_where_no_file_can_be_made_the_page_says_how_to_print_one(closed: Charting) -> None:
    for page, file in (("print", "file"), ("stricta", "stricta/file")):
        assert "choose to save as PDF" in text_of(look(closed, page))
        answer = look(closed, file)
        assert (answer.status_code, answer["Location"].endswith(f"/chart/{page}/")) == (302, True)
    assert not AuditEvent.objects.filter(action__endswith="file").exists()


def test_a_file_is_made_of_the_page_alone_and_written_down(closed: Charting, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a stand-in for what lays it out, which asks for every address in it."""
    asked: list[str] = []

    class HTML:
        def __init__(self, string: str, url_fetcher: Any) -> None:
            self.string = string
            for address in ("/static/web/ashi.css", "https://elsewhere.example/a.png", "file:///etc/passwd"):
                with pytest.raises(ValueError, match=r"a.png|ashi.css|passwd"):
                    url_fetcher(address)

        def write_pdf(self, stylesheets: list[str]) -> bytes:
            asked.extend(stylesheets)
            return b"%PDF-" + self.string.encode()

    monkeypatch.setitem(sys.modules, "weasyprint", types.SimpleNamespace(HTML=HTML, CSS=lambda string: string))
    paper.may_be_pdf.cache_clear()
    for file, name, action in (("file", "chart", "file"), ("stricta/file", "stricta", "stricta-file")):
        answer = look(closed, file)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == f'attachment; filename="{name}-{closed.visit.reference}.pdf"'
        assert answer.content.startswith(b"%PDF-")
        assert b"The chart</a>" not in answer.content
        assert AuditEvent.objects.filter(action=action, patient=closed.visit.patient).count() == 1
    assert "@page" in asked[0]
    assert "As a PDF file" in text_of(look(closed, "print"))
    paper.may_be_pdf.cache_clear()


def test_with_weasyprint_the_chart_is_really_a_pdf(closed: Charting) -> None:
    pytest.importorskip("weasyprint", exc_type=ImportError)
    paper.may_be_pdf.cache_clear()
    assert look(closed, "file").content.startswith(b"%PDF-")


def test_the_print_has_times_moxa_and_what_stands_beside_the_chart(closed: Charting) -> None:
    tables.harmed(closed.visit, category="headache")
    shown = text_of(look(closed, "print"))
    for said in ("Going in from 8", "Moxa, ST36", "Adverse events, beside the chart", "Headache"):
        assert said in shown, said


def test_every_look_is_shown_to_whoever_treats_and_this_one_too(closed: Charting) -> None:
    closed.look()
    look(closed, "print")
    look(closed, "looks")
    shown = text_of(look(closed, "looks"))
    for said in ("Looked at the chart", "Opened it to print", "Signed the chart", "Looked at who looked"):
        assert said in shown, said


def test_no_line_of_the_audit_log_is_changed_or_taken_away(closed: Charting) -> None:
    for guard, sql in (
        ("audit_stays", "UPDATE records_auditevent SET by = 'user:9'"),
        ("audit_is_not_taken_away", "DELETE FROM records_auditevent"),
    ):
        with pytest.raises(IntegrityError, match="ashi: a line of the audit log"), transaction.atomic():
            tables.raw(sql)
        tables.drop(guard)
        tables.raw(sql)
        guards.install(connection)
