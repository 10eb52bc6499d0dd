"""A return visit, start to end, on the pages."""

from datetime import timedelta

import time_machine
from django.test import Client

from ashi.records.models import Appointment, AuditEvent, Encounter, Needle
from tests import cast
from tests.integration.clinic.conftest import TUESDAY
from tests.integration.treat.charts import Charting, ready, text_of


def test_a_visit_is_opened_needled_counted_out_and_closed(charting: Charting, clock: time_machine.Traveller) -> None:
    assert "Open the visit" in charting.look()
    charting.press("open")
    charting.type("bl23 b, ST36 l; gv4")
    assert "Set 1: start inserting" in charting.look()
    charting.press("start", number=1)
    assert "All 4 are in: rest 25 min" in charting.look()
    clock.shift(timedelta(minutes=6))
    charting.press("all_in", number=1)
    assert "25 min left" in charting.look()
    clock.shift(timedelta(minutes=27))
    charting.back()
    assert "2 min over" in charting.look()
    charting.press("removal", number=1)
    clock.shift(timedelta(minutes=2))
    charting.count_out(4)
    assert "Close the visit" in charting.look()
    charting.press("close")
    assert "Every needle is accounted for" in charting.look()

    one = charting.needle_set()
    instants = [one.started_at, one.inserted_at, one.rest_until, one.removal_at, one.removed_at]
    minutes = [round((at - TUESDAY).total_seconds() / 60) for at in instants if at]
    assert minutes == [0, 6, 31, 33, 35]
    assert list(Needle.objects.values_list("point", "side", "inserted", "removed")) == [
        ("BL23", "both", 2, 2),
        ("ST36", "left", 1, 1),
        ("GV4", "middle", 1, 1),
    ]
    assert Appointment.objects.get(pk=charting.visit.pk).status == "fulfilled"


def test_last_visits_points_are_copied_and_what_changes_is_said(
    charting: Charting, clinic: cast.Clinic, bao: Client, clock: time_machine.Traveller
) -> None:
    charting.needle_in("bl23 b 25mm, gb34 l, gv4")
    charting.count_out(4)
    charting.press("close")
    clock.shift(timedelta(days=7))
    again = Charting(ready(clinic, TUESDAY + timedelta(days=7, hours=2), patient=charting.visit.patient), bao)
    again.back()
    page = again.look()
    assert "Open, with last time's points" in page
    again.press("open")
    assert again.encounter.copied_from == charting.encounter
    assert "The same as last time." in again.look()
    again.press("line", {"off": "1"}, number=1, position=1)
    again.press("line", {"depth": "30", "needles": "2"}, number=1, position=0)
    again.type("bl52 b")
    page = again.look()
    assert "3 changes since last time." in page
    assert "depth 30 instead of 25" in page
    assert "<del>left out</del> GB34 left" in page
    assert "<ins>added</ins>" in page


def test_why_they_came_and_pain_over_time_are_shown_at_the_next_visit(
    charting: Charting, clinic: cast.Clinic, bao: Client, clock: time_machine.Traveller
) -> None:
    charting.press("note", {"reason": "Low back, left, since March", "pain": "7", "advice": "Walk every day"})
    charting.needle_in()
    charting.count_out(3)
    charting.press("close")
    clock.shift(timedelta(days=7))
    again = Charting(ready(clinic, TUESDAY + timedelta(days=7, hours=2), patient=charting.visit.patient), bao)
    again.back()
    again.press("note", {"reason": "", "pain": "4"})
    page = again.look()
    assert "Low back, left, since March" in page
    assert "Walk every day" in page
    assert page.index("<strong>7</strong>") < page.index("<strong>4</strong>")
    assert "1 treatment before this one." in page


def test_two_sets_each_with_its_own_count(charting: Charting) -> None:
    charting.needle_in("bl23 b")
    charting.count_out(2)
    charting.type("st36 b, cv6", number=2)
    charting.press("start", number=2)
    charting.press("all_in", number=2)
    assert charting.press("close").status_code == 409
    charting.count_out(3, number=2)
    assert charting.press("close").status_code == 302


def test_a_point_added_while_needles_rest_goes_in_at_once(charting: Charting) -> None:
    charting.needle_in("bl23 b")
    charting.type("st36 l")
    assert list(Needle.objects.values_list("point", "inserted")) == [("BL23", 2), ("ST36", 1)]
    assert charting.count_out(2).status_code == 409
    assert charting.count_out(3).status_code == 302


def test_a_needle_that_did_not_go_in_is_taken_back_while_inserting_only(charting: Charting) -> None:
    charting.press("open")
    charting.type("bl23 b, st36 l")
    charting.press("start", number=1)
    first, second = Needle.objects.order_by("pk")
    assert charting.press("take_back", needle=second.pk).status_code == 302
    charting.press("all_in", number=1)
    assert charting.press("take_back", needle=first.pk).status_code == 409
    assert Needle.objects.get() == first
    assert "ST36" not in str(charting.encounter.prescription)


def test_what_is_typed_wrong_stays_in_the_box_and_says_what_would_be_right(charting: Charting) -> None:
    charting.press("open")
    page = charting.type("bl23 b, bl99 b, gv4 l")
    assert page.status_code == 422
    said = text_of(page)
    assert 'value="bl23 b, bl99 b, gv4 l"' in said
    assert "bl99 is no point" in said
    assert "GV4 lies on the midline" in said
    assert charting.encounter.prescription == []


def test_a_protocol_and_a_trials_points_begin_a_prescription(charting: Charting) -> None:
    charting.press("open")
    charting.type("bl23 b, gv4")
    assert charting.press("protocol", {"name": "Low back"}).status_code == 302
    assert charting.press("protocol", {"name": "Low back"}).status_code == 409
    charting.press("copy", {"of": "trial:kerr-2003"})
    assert "GB30" in charting.look()
    page = charting.look()
    assert "Kerr 2003" in page
    assert "pain-related-articles.csv, row 194" in page
    protocol = page.partition('value="protocol:')[2].partition('"')[0]
    charting.press("copy", {"of": f"protocol:{protocol}"})
    assert [line["point"] for line in charting.encounter.prescription[0]["points"]] == ["BL23", "GV4"]


def test_a_tap_beside_the_points_is_an_ashi_point_with_its_place(charting: Charting) -> None:
    charting.press("open")
    answer = charting.press("spot", {"plate": "lower-back", "x": "3.1", "y": "-48.2", "number": "1"})
    assert answer.status_code == 302
    line = charting.encounter.prescription[0]["points"][0]
    assert (line["point"], line["side"], line["spot"]) == ("ashi", "right", ["back", 3.1, -48.2])
    charting.press("start", number=1)
    needle = Needle.objects.get()
    assert (needle.region, needle.map_view, needle.map_x) == (line["region"], "back", 3.1)
    for wrong in ({"x": "99"}, {"x": "nan"}, {"plate": "nowhere"}, {"number": "-1"}, {"y": ""}):
        sent = {"plate": "lower-back", "x": "3.1", "y": "-48.2", "number": "1", **wrong}
        assert charting.press("spot", sent).status_code == 422


def test_which_plate_is_shown_stands_in_no_address(charting: Charting) -> None:
    answer = charting.press("map", {"plate": "sacrum"})
    assert answer["Location"].endswith("/chart/")
    assert 'data-plate="sacrum"' in charting.look()


def test_moxa_and_cups_are_noted(charting: Charting) -> None:
    charting.press("open")
    charting.press("beside", {"kind": "cupping", "place": "upper back", "count": "4", "minutes": "10"})
    assert "upper back" in charting.look()
    done = charting.encounter.beside.get()
    assert (done.kind, done.count, done.minutes) == ("cupping", 4, 10)


def test_every_look_and_every_change_is_recorded(charting: Charting) -> None:
    charting.look()
    charting.needle_in()
    looks = AuditEvent.objects.filter(action="read-chart", entity=f"Appointment/{charting.visit.pk}")
    assert looks.count() == 1
    done = AuditEvent.objects.filter(entity=f"Encounter/{charting.encounter.pk}").values_list("action", flat=True)
    assert list(done) == ["plan", "open", "prescribe", "start-set", "all-in"]
    assert not AuditEvent.objects.filter(patient=None, entity__startswith="Encounter").exists()


def test_a_chart_is_prepared_before_the_patient_comes_and_opened_when_they_are_here(
    charting: Charting, clinic: cast.Clinic
) -> None:
    Appointment.objects.filter(pk=charting.visit.pk).update(status="booked")
    charting.type("bl23 b")
    assert charting.encounter.status == "planned"
    assert charting.press("start", number=1).status_code == 409
    charting.press("open")
    assert charting.encounter.status == "open"
    assert Appointment.objects.get(pk=charting.visit.pk).status == "arrived"
    assert Encounter.objects.count() == 1
