"""Signing in: accounts are made by the owner, nobody signs up."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ashi.web.address import address_of

JUST_NOW = 5 * 60  # seconds


class StaffAccounts(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name and password do not belong together. Look at both again."),
        "incorrect_password": _("This is not your password. Write it again."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """For the limits on tries; a socket of this machine has no address."""
        return address_of(request) or "127.0.0.1"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No "successfully signed in" across the day sheet."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago, in this browser, has shown who they are."""
        records = get_authentication_records(self.request, self.request.user)
        fresh = any(time.time() - record["at"] < JUST_NOW for record in records)
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)
