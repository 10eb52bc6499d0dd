"""The first page tells what the records say, and nothing else."""

from datetime import UTC, datetime, timedelta

from django.test import Client

from ashi.records.models import HealthcareService, Qualification
from tests.cast import Clinic, give_role, hire


def page(client: Client, address: str = "/") -> str:
    return " ".join(client.get(address).content.decode().replace("\u00a0", " ").split())


def test_price_and_minutes_come_from_the_kind_of_visit(client: Client, clinic: Clinic) -> None:
    assert (
        "It costs $120 and takes 65 minutes. You are with the acupuncturist for 40 of them; for 25 you rest."
        in page(client)
    )
    HealthcareService.objects.filter(pk=clinic.first.pk).update(price_cents=9_550)
    clinic.first.phases.filter(code="talk").update(minutes=15)
    assert "It costs $95.50 and takes 55 minutes. You are with the acupuncturist for 30 of them" in page(client)


def test_the_room_being_made_ready_is_no_part_of_the_patient_s_time(client: Client, clinic: Clinic) -> None:
    drawn = page(client).split('class="visit-line"')[1].split("</ol>")[0]
    assert [part.split('"')[0] for part in drawn.split('data-min="')[1:]] == ["25", "10", "25", "5"]
    assert '<li class="rest" data-min="25"><b>Rest, 25 min</b>' in drawn


def test_without_a_kind_of_visit_no_price_is_made_up(client: Client, clinic: Clinic) -> None:
    HealthcareService.objects.update(bookable_online=False)
    assert "minute by minute" not in page(client)
    assert "$" not in page(client)


def test_whoever_has_a_licence_today_is_named_with_its_number(client: Client, clinic: Clinic) -> None:
    give_role(hire("Cleo", "Ray", number="AP 0001"), clinic.location, [clinic.first], ["en", "ht"])
    said = page(client)
    assert "<strong>Bao Tran, A.P.</strong>" in said
    assert "<strong>Cleo Ray, A.P.</strong>" in said
    assert "Florida license AP 0001" in said
    assert "Speaks English and Haitian Creole" in said


def test_a_lapsed_or_suspended_licence_is_not_advertised(client: Client, clinic: Clinic) -> None:
    cleo = hire("Cleo", "Ray", number="AP 0001", until=datetime.now(UTC) - timedelta(days=1))
    drew = hire("Drew", "Sol", number="AP 0002")
    for person in (cleo, drew):
        give_role(person, clinic.location, [clinic.first])
    Qualification.objects.filter(number="AP 0002").update(permits_practice=False)
    said = page(client)
    assert "Cleo" not in said
    assert "Drew" not in said


def test_emergencies_come_before_anything_that_is_offered(client: Client, clinic: Clinic) -> None:
    said = page(client)
    assert said.index('data-claim="danger-signs"') < said.index('data-claim="less-pain-than-usual-care"')
    assert 'href="tel:911"' in said


def test_a_clinic_that_is_not_set_up_says_so_and_names_nobody(client: Client, db: None) -> None:
    said = page(client)
    assert "This clinic is not set up yet." in said
    assert "Nobody is named as responsible for this page yet." in said
    assert 'href="tel:+' not in said


def test_spanish_has_its_own_words_for_days_times_and_lists(client: Client, clinic: Clinic) -> None:
    said = page(client, "/es/")
    assert '<html lang="es">' in said
    assert "Lunes a viernes de 9 a. m. a 5 p. m." in said
    assert "Habla inglés" in said
    assert "Planta baja, sin escalones." in said


def test_a_shortened_address_leads_to_the_article(client: Client, clinic: Clinic) -> None:
    assert client.get("/learn/")["Location"] == "/learn/back-pain/"
    assert client.get("/es/learn/")["Location"] == "/es/learn/back-pain/"
