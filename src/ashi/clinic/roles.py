"""Who signs in, and what each of them may do."""

from datetime import datetime

from ashi.records.by import By
from ashi.records.models import Location, Qualification, Role, User

EVERYONE = (Role.DESK, Role.ACUPUNCTURIST, Role.OWNER)
FRONT = (Role.DESK, Role.OWNER)


def by(user: User) -> By:
    return By("user", user.pk)


def licence_of(user: User, location: Location, *, now: datetime) -> Qualification | None:
    """The licence under which somebody may clear a visit here; None for who has none."""
    if user.practitioner_id is None or user.role == Role.DESK:
        return None
    return Qualification.objects.filter(
        practitioner=user.practitioner_id,
        jurisdiction=location.jurisdiction,
        permits_practice=True,
        expires_at__gt=now,
    ).first()


def may_squeeze(user: User, practitioner_id: int) -> bool:
    """An acupuncturist into their own day only; desk and owner into anybody's."""
    return user.role in FRONT or user.practitioner_id == practitioner_id
