"""The way from a mail back to the site."""

from datetime import datetime

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from ashi.records.models import Appointment, VisitLink
from ashi.records.tokens import is_live, token_of


def private_link(appointment: Appointment, *, now: datetime) -> str:
    """The visit's private page in the language in use; empty when every link of it was revoked.

    Made when the mail is rendered: the outbox itself opens nobody's visit.
    """
    link = _live_link(appointment, now)
    return _address("visit:page", token_of(link)) if link else ""


def course_link(appointment: Appointment, *, now: datetime) -> str:
    """The page of the whole course. By the link of its last visit, which is good for longest."""
    visits = Appointment.objects.filter(care_plan=appointment.care_plan_id, links__revoked_at=None)
    last = visits.order_by("-start", "-pk").first()
    link = _live_link(last, now) if last else None
    return _address("visit:course", token_of(link)) if link else ""


def questions_link(appointment: Appointment, *, now: datetime) -> str:
    """Where the safety questions of a visit are answered; empty when they cannot be answered there: without a birth
    date on record that page opens to nobody, and the patient is asked by telephone."""
    link = _live_link(appointment, now)
    return _address("check:again", token_of(link)) if link and appointment.patient.birth_date else ""


def first_page() -> str:
    return _address("learn:home")


def _live_link(appointment: Appointment, now: datetime) -> VisitLink | None:
    live = [link for link in appointment.links.all() if is_live(link, now=now)]
    return max(live, key=lambda link: link.pk, default=None)


def _address(name: str, *args: str) -> str:
    try:
        return settings.BASE_URL + reverse(name, args=args)
    except NoReverseMatch:  # this installation runs without that stage
        return ""
