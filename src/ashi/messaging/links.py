"""The way from a mail back to the site."""

from datetime import datetime

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from ashi.records.models import Appointment
from ashi.records.tokens import token_of


def private_link(appointment: Appointment, *, now: datetime) -> str:
    """The visit's private page in the language in use; empty when every link of it was revoked.

    Made when the mail is rendered: the outbox itself opens nobody's visit.
    """
    link = appointment.links.filter(revoked_at=None, expires_at__gt=now).order_by("-pk").first()
    return _address("visit:page", token_of(link)) if link else ""


def first_page() -> str:
    return _address("learn:home")


def _address(name: str, *args: str) -> str:
    try:
        return settings.BASE_URL + reverse(name, args=args)
    except NoReverseMatch:  # this installation runs without that stage
        return ""
