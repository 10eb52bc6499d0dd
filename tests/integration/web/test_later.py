"""A view that is loaded late is asked for the same as one that is there: no CSRF token behind a private link."""

import pytest
from django.urls import resolve


@pytest.mark.parametrize("page", ["", "move/", "cancel/", "earlier/", "course/", "pain/", "again/", "after/"])
def test_behind_a_private_link_no_form_needs_a_token(page: str) -> None:
    assert resolve(f"/visit/a-token/{page}").func.csrf_exempt is True


@pytest.mark.parametrize("page", ["/clinic/", "/check/", "/clinic/visit/1/chart/close/"])
def test_every_other_form_needs_one(page: str) -> None:
    assert not getattr(resolve(page).func, "csrf_exempt", False)
