"""Who may sign in: accounts are made, changed and closed by the owner, or on the machine itself; nobody signs up.

Nobody ever types somebody else's password. An account begins with a link that works once and for three days; giving a
new one ends the old password and the links before it at once.
"""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import Practitioner, Role, User


class Refused(Exception):
    """`why`: "name" (somebody has this user name), "practitioner" (they have an account already, or an acupuncturist's
    account names nobody), "last owner" (nobody would be left to let anybody in), "self", "closed"."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class _Tokens(PasswordResetTokenGenerator):
    key_salt = "ashi.clinic.welcome"


_tokens = _Tokens()


def create_account(
    *,
    username: str,
    given_name: str,
    family_name: str,
    email: str = "",
    role: Role,
    practitioner: Practitioner | None = None,
    by: By,
    now: datetime,
) -> User:
    """Without a password: the person chooses it with a link. Raises Refused."""
    _refuse_practitioner(role, practitioner, None)
    user = User(
        username=username,
        first_name=given_name,
        last_name=family_name,
        email=email,
        role=role,
        practitioner=practitioner,
    )
    user.set_unusable_password()
    try:
        with transaction.atomic():
            if User.objects.filter(username__iexact=username).exists():
                raise Refused("name")
            user.save()
            _record("account-created", user, by=by, now=now, role=role)
    except IntegrityError as error:
        raise Refused("name") from error
    return user


def make_link(*, user: User, by: By, now: datetime) -> str:
    """The path of a page on which they choose a password. The password before it ends now. Raises Refused; one's own
    password one changes by oneself."""
    with transaction.atomic():
        row = _locked(user)
        _refuse_self(row, by)
        if not row.is_active:
            raise Refused("closed")
        row.set_unusable_password()  # another one each time, so that earlier links end with it
        row.save(update_fields=["password"])
        _record("account-link", row, by=by, now=now)
    return reverse("clinic_welcome_link", args=[f"{int_to_base36(row.pk)}-{_tokens.make_token(row)}"])


def user_of(key: str) -> User | None:
    """Whose link this is; None when it is used, too old, replaced or nobody's, and when the account is closed."""
    pk, _, token = key.partition("-")
    try:
        user = User.objects.filter(pk=base36_to_int(pk), is_active=True).first()
    except (ValueError, OverflowError):
        return None
    return user if user and _tokens.check_token(user, token) else None


def change_role(*, user: User, role: Role, practitioner: Practitioner | None, by: By, now: datetime) -> None:
    """`practitioner`: as whom they treat. Raises Refused."""
    with transaction.atomic():
        row = _locked(user)
        _refuse_self(row, by)
        _refuse_practitioner(role, practitioner, row)
        if role != Role.OWNER:
            _refuse_last_owner(row)
        was, row.role, row.practitioner = row.role, role, practitioner
        row.save(update_fields=["role", "practitioner"])
        _record("account-role", row, by=by, now=now, was=was, role=role, practitioner=practitioner and practitioner.pk)


def close_account(*, user: User, by: By, now: datetime) -> None:
    """They are signed out at once and cannot sign in any more; what they did stays theirs. Raises Refused."""
    with transaction.atomic():
        row = _locked(user)
        _refuse_self(row, by)
        _refuse_last_owner(row)
        row.is_active = False
        row.save(update_fields=["is_active"])
        _record("account-closed", row, by=by, now=now)


def open_account(*, user: User, by: By, now: datetime) -> None:
    with transaction.atomic():
        row = _locked(user)
        row.is_active = True
        row.save(update_fields=["is_active"])
        _record("account-opened", row, by=by, now=now)


def reset_second_factor(*, user: User, by: By, now: datetime) -> None:
    """The telephone is lost: app, passkeys and recovery codes are forgotten, and a new one is asked for at the next
    sign-in. The password ends too, because whoever has the telephone may know it. Raises Refused for one's own."""
    with transaction.atomic():
        row = _locked(user)
        _refuse_self(row, by)
        gone, _ = Authenticator.objects.filter(user=row).delete()
        row.set_unusable_password()
        row.save(update_fields=["password"])
        _record("account-second-factor-reset", row, by=by, now=now, forgotten=gone)


def _locked(user: User) -> User:
    """The owners are locked together, so that two of them cannot close each other's account at once."""
    rows = User.objects.select_for_update(of=("self",)).filter(role=Role.OWNER) | User.objects.filter(pk=user.pk)
    return {row.pk: row for row in rows.order_by("pk")}[user.pk]


def _refuse_self(user: User, by: By) -> None:
    if by == By("user", user.pk):
        raise Refused("self")


def _refuse_last_owner(user: User) -> None:
    others = User.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=user.pk)
    if user.role == Role.OWNER and user.is_active and not others.exists():
        raise Refused("last owner")


def _refuse_practitioner(role: Role, practitioner: Practitioner | None, user: User | None) -> None:
    if role == Role.ACUPUNCTURIST and practitioner is None:
        raise Refused("practitioner")
    if practitioner is None:
        return
    taken = User.objects.filter(practitioner=practitioner)
    if role == Role.DESK or (taken.exclude(pk=user.pk) if user else taken).exists():
        raise Refused("practitioner")


def _record(action: str, user: User, *, by: By, now: datetime, **detail: Any) -> None:
    record(at=now, by=by, action=action, entity=f"User/{user.pk}", **detail)
