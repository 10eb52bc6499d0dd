"""Random keys and private links. Only hashes are kept in the tables."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from django.conf import settings

from ashi.records import statements
from ashi.records.models import Appointment, VisitLink

LINK_OUTLIVES_VISIT = timedelta(days=30)
# No 0/O, 1/I/L, 2/Z, 5/S, 8/B: a reference is read out on the telephone.
REFERENCE_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def new_key() -> str:
    return secrets.token_urlsafe(24)


def new_reference() -> str:
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def make_link(appointment: Appointment) -> VisitLink:
    """A private link for a visit; earlier ones stay good until they are revoked."""
    salt = secrets.token_hex(16)
    link = VisitLink(
        appointment=appointment,
        salt=salt,
        token_hash=digest(_token(appointment.reference, salt)),
        expires_at=appointment.end + LINK_OUTLIVES_VISIT,
    )
    return statements.insert(link)


def token_of(link: VisitLink) -> str:
    """The token again, for a mail to the patient: made from the secret key, so the tables alone do not give it away."""
    return _token(link.appointment.reference, link.salt)


def find_link(token: str) -> VisitLink | None:
    """The link of a token, expired or revoked ones included."""
    rows = VisitLink.objects.select_related(
        "appointment__patient", "appointment__practitioner", "appointment__location"
    )
    return rows.filter(token_hash=digest(token)).first()


def is_live(link: VisitLink, *, now: datetime) -> bool:
    return link.revoked_at is None and now < link.expires_at


def _token(reference: str, salt: str) -> str:
    mac = hmac.digest(settings.SECRET_KEY.encode(), f"visit-link:{reference}:{salt}".encode(), "sha256")
    return urlsafe_b64encode(mac[:24]).decode()
