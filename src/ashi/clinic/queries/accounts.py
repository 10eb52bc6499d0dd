"""Who can sign in, and how."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from ashi.clinic.gate import SECOND_FACTORS
from ashi.records.models import User


@dataclass(frozen=True)
class Account:
    """`waits`: no password has been chosen yet; `second_factor`: an app or a passkey."""

    user: User
    second_factor: bool

    @property
    def waits(self) -> bool:
        return not self.user.has_usable_password()

    @property
    def last_seen(self) -> datetime | None:
        return self.user.last_login


def accounts() -> list[Account]:
    """Open ones first, then by name."""
    rows = User.objects.select_related("practitioner").order_by("-is_active", "first_name", "last_name", "pk")
    with_factor = set(Authenticator.objects.filter(type__in=SECOND_FACTORS).values_list("user_id", flat=True))
    return [Account(user, user.pk in with_factor) for user in rows]
