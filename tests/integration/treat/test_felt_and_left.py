"""What is felt at a needle, what is done beside it, and what becomes of needles that were not out."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ashi.records.models import AuditEvent, Beside, Device, MissingNeedles, Needle, Role
from tests import cast
from tests.integration.clinic.conftest import TUESDAY
from tests.integration.treat.charts import Charting, ready, text_of
from tests.integration.treat.test_needles_out import MISSING


def test_de_qi_of_a_set_and_the_device_of_the_electrical_ones(charting: Charting, clinic: cast.Clinic) -> None:
    charting.needle_in("bl23 b 2hz, gv4")
    stimulator = Device.objects.get()
    sent = {"needle": "", "de_qi": "felt", "device": stimulator.pk, "milliampere": "1.5"}
    assert charting.press("felt", sent, number=1).status_code == 302
    assert "2 Hz, de qi felt, Stimulator 1, 1.5 mA" in charting.look()
    electrical, by_hand = Needle.objects.order_by("pk")
    assert (electrical.de_qi, electrical.device, electrical.milliampere) == ("felt", stimulator, 1.5)
    assert (by_hand.de_qi, by_hand.device, by_hand.milliampere) == ("felt", None, None)
    charting.press("felt", {"needle": by_hand.pk, "de_qi": "not sought"}, number=1)
    assert list(Needle.objects.order_by("pk").values_list("de_qi", flat=True)) == ["felt", "not sought"]
    assert AuditEvent.objects.filter(action="write-felt").count() == 2


def test_nothing_is_felt_at_needles_of_another_set_of_a_signed_chart_or_beyond_the_device(charting: Charting) -> None:
    needle = charting.needle_in("bl23 b 2hz")
    assert charting.press("felt", {"de_qi": "wonderful"}, number=1).status_code == 422
    assert charting.press("felt", {"milliampere": "500"}, number=1).status_code == 422
    assert charting.press("felt", {"needle": needle.pk + 1, "de_qi": "felt"}, number=1).status_code == 409
    charting.count_out(2)
    charting.press("close")
    assert charting.press("felt", {"de_qi": "felt"}, number=1).status_code == 409
    assert Needle.objects.get().de_qi == ""


def test_a_line_is_made_a_press_needle_and_cups_have_a_side(charting: Charting) -> None:
    charting.press("open")
    charting.type("st36 l")
    charting.press("line", {"needles": "1", "stays": "on"}, number=1, position=0)
    assert charting.encounter.prescription[0]["points"][0]["stays"] is True
    charting.press("start", number=1)
    assert Needle.objects.get().stays
    sent = {"kind": "cupping", "place": "upper back", "side": "left", "count": "3", "method": "fixed"}
    charting.press("beside", sent)
    assert Beside.objects.get().side == "left"
    assert "Cupping, upper back, left, fixed, × 3" in charting.look()
    with translation.override("en"):
        page = charting.browser.get(f"/es/clinic/visit/{charting.visit.pk}/chart/")
    assert "Ventosas, upper back" in text_of(page)


def test_a_missing_needle_that_turns_up_is_written_beside_what_was_declared(charting: Charting) -> None:
    needle = charting.needle_in("st36 l")
    charting.press("count", {f"line-{needle.pk}": "0"}, number=1)
    charting.press("missing", MISSING, needle=needle.pk)
    charting.press("close")
    missing = MissingNeedles.objects.get()
    assert charting.press("turned_up", {"where": ""}, missing=missing.pk).status_code == 422
    assert charting.press("turned_up", {"where": "in the linen bag"}, missing=missing.pk).status_code == 302
    assert charting.press("turned_up", {"where": "elsewhere"}, missing=missing.pk).status_code == 409
    page = charting.look()
    assert "declared missing, searched for with Dana" in page
    assert "in the linen bag" in page
    assert charting.press("turned_up", {"where": "x"}, missing=missing.pk + 1).status_code == 404


def test_press_needles_are_asked_about_at_the_next_visit_until_they_are_out(
    charting: Charting, clinic: cast.Clinic, bao: Client, clock: time_machine.Traveller
) -> None:
    needle = charting.needle_in("st36 l press")
    until = (TUESDAY + timedelta(days=3)).date()
    charting.press("leave_in", {"count": "1", "until": until.isoformat()}, needle=needle.pk)
    charting.press("close")
    clock.shift(timedelta(days=7))
    again = Charting(ready(clinic, TUESDAY + timedelta(days=7, hours=2), patient=charting.visit.patient), bao)
    again.back()
    assert "They were to be out by now." in again.look()
    assert "Press needles that should be out" in text_of(bao.get(reverse("clinic:todo")))
    charlie = Charting(ready(clinic, TUESDAY + timedelta(days=7, hours=4), patient=cast.ana(name="Charlie")), bao)
    assert charlie.press("came_out", needle=needle.pk).status_code == 404
    assert again.press("came_out", needle=needle.pk).status_code == 302
    assert again.press("came_out", needle=needle.pk).status_code == 409
    assert "They were to be out by now." not in again.look()
    assert "Press needles that should be out" not in text_of(bao.get(reverse("clinic:todo")))


def test_a_press_needle_is_left_in_by_a_form_of_its_own_and_the_others_are_counted_out(charting: Charting) -> None:
    needle = charting.needle_in("ki3 b press, bl23 b")
    page = charting.look()
    assert "KI3 both stays in" in page
    assert "BL23 both stays in" not in page
    assert f'action="/clinic/visit/{charting.visit.pk}/chart/needle/{needle.pk}/stays/"' in page
    assert '<input type="number" name="count" value="2"' in page
    charting.press("leave_in", {"count": "2", "until": "2030-01-05"}, needle=needle.pk)
    assert "KI3 both stays in" not in charting.look()
    assert charting.count_out(2).status_code == 302
    assert charting.press("close").status_code == 302


def test_the_bar_says_where_needles_are_and_has_the_way_out_of_an_emergency(charting: Charting) -> None:
    charting.needle_in("bl23 b, bl25 b, st36 l")
    bar = charting.look().partition('id="bar"')[2]
    assert '<span class="where">lower back 4, leg left 1</span>' in bar
    assert "All out, end the visit" in bar
    charting.press("count", {f"line-{one.pk}": "2" for one in Needle.objects.filter(point="BL23")}, number=1)
    assert '<span class="where">lower back 2, leg left 1</span>' in charting.look()
    charting.press("emergency")
    assert "All out, end the visit" not in charting.look()


def test_only_a_needle_that_was_left_in_comes_out_later(charting: Charting) -> None:
    needle = charting.needle_in("st36 l")
    with pytest.raises(IntegrityError), transaction.atomic():
        Needle.objects.filter(pk=needle.pk).update(left_out_at=TUESDAY, left_out_by="user:1")


def test_a_count_after_an_emergency_and_a_chart_nobody_signed_wait_on_the_list_of_what_is_to_do(
    charting: Charting, clinic: cast.Clinic, bao: Client, clock: time_machine.Traveller, signed_in
) -> None:
    charting.needle_in("bl23 b")
    charting.press("emergency", {"note": "Fainted"})
    dana = signed_in(Role.DESK)
    assert "Needles to count after an emergency" in text_of(dana.get(reverse("clinic:todo")))
    charting.count_out(2)
    charting.press("close")
    assert "Needles to count after an emergency" not in text_of(dana.get(reverse("clinic:todo")))
    other = Charting(ready(clinic, TUESDAY + timedelta(hours=4), patient=cast.ana(name="Other")), bao)
    other.press("open")
    assert "Charts that nobody signed" not in text_of(dana.get(reverse("clinic:todo")))
    clock.shift(timedelta(days=1))
    bao = signed_in(Role.OWNER)
    assert "Charts that nobody signed" in text_of(bao.get(reverse("clinic:todo")))
