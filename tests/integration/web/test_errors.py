"""Pages for what went wrong: they say what happened, keep what was typed, and offer a way on."""

import re
from typing import Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import include, path

from ashi.learn import queries
from ashi.web import errors
from tests.cast import Clinic


@pytest.mark.parametrize(("language", "said"), [("", "There is no page here"), ("/es", "Aquí no hay ninguna página")])
def test_an_address_that_is_none_offers_a_way_on(client: Client, clinic: Clinic, language: str, said: str) -> None:
    response = client.get(f"{language}/no-such-page/")
    html = response.content.decode()
    assert response.status_code == 404
    assert said in html
    assert f'class="button" href="{language}/"' in html
    assert "tel:+13052049981" in html


def fails(error: Exception) -> Any:
    def failing(**_: object) -> None:
        raise error

    return failing


@pytest.fixture
def quiet() -> Client:
    return Client(raise_request_exception=False)


def test_a_mistake_of_ours_is_a_500_that_shows_nothing_of_it(
    quiet: Client, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "acupuncturists", fails(KeyError("Rosa M.")))
    response = quiet.get("/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
    assert "Rosa" not in response.content.decode()


def test_a_database_that_is_gone_is_a_503_with_a_way_to_try_again(
    quiet: Client, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "acupuncturists", fails(OperationalError("database is locked")))
    response = quiet.get("/?a=1")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert '<a class="button" href="/?a=1">Try again</a>' in response.content.decode()


def busy(**posted: Any) -> HttpResponse:
    request: HttpRequest = RequestFactory().post("/check/", posted)
    return errors.busy(request)


def test_the_503_page_keeps_every_answer_of_the_form(clinic: Clinic) -> None:
    html = busy(name='Rosa "M."', where=["low", "leg"], csrfmiddlewaretoken="old").content.decode()
    assert re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html.split("<form")[1])[1:] == [
        ("name", "Rosa &quot;M.&quot;"),
        ("where", "low"),
        ("where", "leg"),
    ]
    assert 'value="old"' not in html
    assert 'action="/check/"' in html


def test_the_503_page_is_kept_by_no_cache(clinic: Clinic) -> None:
    assert "no-store" in busy(name="Rosa")["Cache-Control"]


def test_what_the_503_page_kept_arrives_when_it_is_sent_again(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.ROOT_URLCONF = __name__
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    first = client.get("/form/").content.decode()
    typed = {"name": "Rosa", "csrfmiddlewaretoken": token(first)}
    monkeypatch.setattr(Form, "is_up", False)
    refused = client.post("/form/", typed)
    assert refused.status_code == 503
    monkeypatch.setattr(Form, "is_up", True)
    again = client.post("/form/", {"name": "Rosa", "csrfmiddlewaretoken": token(refused.content.decode())})
    assert again.content == b"Rosa"


def test_a_form_from_elsewhere_is_refused_with_words(clinic: Clinic, settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    response = Client(enforce_csrf_checks=True).post("/form/", {"name": "Rosa"})
    assert response.status_code == 403
    assert "Please send that again" in response.content.decode()


def token(html: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)
    assert found
    return found[1]


class Form:
    is_up = True


def form_page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        if not Form.is_up:
            raise OperationalError("database is locked")
        return HttpResponse(request.POST["name"])
    return HttpResponse(f'<input type="hidden" name="csrfmiddlewaretoken" value="{get_token(request)}">')


urlpatterns = [
    path("form/", form_page),
    *i18n_patterns(
        path("", include("ashi.learn.urls")), path("", include("ashi.web.urls")), prefix_default_language=False
    ),
]
handler500 = "ashi.web.errors.server_error"
