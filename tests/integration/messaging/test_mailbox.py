"""The demo's mailbox: what would have been sent, each event once, and no such thing elsewhere."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from ashi.messaging import outbox
from ashi.messaging.models import DemoMail, OutboxMessage
from ashi.records.tokens import token_of
from tests.integration.messaging.office import Office, event_in

MAILBOX = "/demo/mailbox/"


@pytest.fixture(autouse=True)
def _demo() -> Iterator[None]:
    with override_settings(DEMO=True, EMAIL_BACKEND="ashi.messaging.demo_mail.Backend"):
        yield


def policy(client: Client, address: str) -> str:
    return client.get(address).headers["Content-Security-Policy"]


def test_each_event_is_in_it_once(office: Office, client: Client) -> None:
    office.cancel(office.move(office.book(), office.at(4, 14)))
    office.send()
    page = client.get(MAILBOX).content.decode()
    assert [len(re.findall(word, page)) for word in ("your visit on Thu", "is now on Fri", "canceled, your")] == [1] * 3


def test_a_repeat_takes_the_place_of_the_first(office: Office) -> None:
    office.book()
    office.send()
    OutboxMessage.objects.update(sent_at=None)
    office.send()
    assert OutboxMessage.objects.get().attempts == 2
    assert DemoMail.objects.count() == 1


def test_a_mail_is_shown_with_its_links_and_its_calendar_file(office: Office, client: Client) -> None:
    visit = office.book()
    office.send()
    address = f"{MAILBOX}{DemoMail.objects.get().pk}/"
    page = client.get(address).content.decode()
    assert f'href="http://127.0.0.1:8000/visit/{token_of(visit.links.get())}/"' in page
    assert "ana@example.invalid" in page
    file = client.get(address + "visit.ics")
    assert file.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert event_in(file.content)["SEQUENCE"] == 0


def test_the_html_of_a_mail_is_sealed_in(office: Office, client: Client) -> None:
    office.book()
    office.send()
    address = f"{MAILBOX}{DemoMail.objects.get().pk}/"
    page = client.get(address).content.decode()
    assert f'src="{address}html/"' in page
    assert 'sandbox="allow-top-navigation-by-user-activation"' in page
    assert "frame-src 'self'" in policy(client, address)
    assert "unsafe-inline" not in policy(client, address)
    inner = policy(client, address + "html/")
    for directive in (
        "default-src 'none'",
        "script-src 'none'",
        "img-src 'none'",
        "sandbox allow-top-navigation-by-user-activation",
        "form-action 'none'",
    ):
        assert directive in inner
    assert "'self'" not in inner.replace("frame-ancestors 'self'", "")
    assert client.get(address + "html/").headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_script_in_a_mail_is_text_on_its_page(office: Office, client: Client) -> None:
    office.book()
    office.send()
    mail = DemoMail.objects.get()
    mail.subject = "<script>go()</script>"
    mail.raw = mail.raw.replace("Your visit at", "<script>go()</script> Your visit at", 1)
    mail.save()
    page = client.get(f"{MAILBOX}{mail.pk}/").content.decode()
    assert "<script>go()" not in page
    assert "&lt;script&gt;go()" in page


def test_every_letter_is_shown_as_it_was_written(office: Office, client: Client) -> None:
    office.clinic.organization.name = "ACUMD Pequeña Habana 針"
    office.clinic.organization.save()
    office.book(language="es")
    office.send()
    address = f"{MAILBOX}{DemoMail.objects.get().pk}/"
    for part in (address, address + "html/"):
        text = client.get(part).content.decode()
        assert "Su visita en ACUMD Pequeña Habana 針 está reservada." in text
        assert "\ufffd" not in text


def test_a_mail_without_a_calendar_file_offers_none(office: Office, client: Client) -> None:
    visit = office.book()
    office.send()
    DemoMail.objects.all().delete()
    outbox.put_link(visit, now=office.now)
    office.send()
    address = f"{MAILBOX}{DemoMail.objects.get().pk}/"
    assert "visit.ics" not in client.get(address).content.decode()
    assert client.get(address + "visit.ics").status_code == 404


def test_no_search_engine_and_no_cache_keeps_it(office: Office, client: Client) -> None:
    office.book()
    office.send()
    pk = DemoMail.objects.get().pk
    for address in (MAILBOX, f"{MAILBOX}{pk}/", f"{MAILBOX}{pk}/html/", f"{MAILBOX}{pk}/visit.ics"):
        headers = client.get(address).headers
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in headers["Cache-Control"]


def test_it_is_there_in_spanish_too(client: Client, office: Office) -> None:
    assert "Buzón de la demostración" in client.get("/es" + MAILBOX).content.decode()


def test_a_mail_that_is_not_there_is_404(client: Client, office: Office) -> None:
    assert client.get(f"{MAILBOX}999/").status_code == 404


@pytest.mark.parametrize("name", ["mails", "mail", "html", "calendar"])
def test_a_real_clinic_has_no_such_page(name: str, client: Client, office: Office) -> None:
    office.book()
    office.send()
    address = reverse(f"mailbox:{name}", args=[] if name == "mails" else [DemoMail.objects.get().pk])
    assert client.get(address).status_code == 200
    with override_settings(DEMO=False):
        assert client.get(address).status_code == 404
