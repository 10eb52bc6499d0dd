"""The page that tells a program how to book."""

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests import cast

pytestmark = pytest.mark.django_db


def test_every_address_it_names_is_there(client: Client) -> None:
    cast.open_clinic()
    text = client.get("/llms.txt").text
    fhir = re.findall(r"/fhir(/[A-Za-z$/-]+)", text)
    assert {"/metadata", "/Appointment/$find", "/Appointment/$hold", "/Appointment/$book", "/Slot"} <= set(fhir)
    for path in fhir:
        resolve(f"/fhir{path}", urlconf="ashi.exchange.fhir.urls")
    for path in re.findall(r"\]\((/[^)]+)\)", text):
        try:
            resolve(path)
        except Resolver404:
            pytest.fail(f"/llms.txt names {path}, which is not there")


def test_it_says_when_not_to_book_and_that_a_demo_is_one(client: Client) -> None:
    cast.open_clinic()
    text = client.get("/llms.txt").text
    assert "911" in text
    assert "demonstration" in text
