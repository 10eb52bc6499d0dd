"""Is there a safety check behind this key that lets its owner go on? Any stage may ask; only `check` writes one.

The key is the only thing the browser holds. It is kept hashed, so that a copy of the database opens nothing.
"""

import hashlib
from datetime import datetime, timedelta

from ashi.records.models import Clearance, ScreenResult

COOKIE = "ashi_check"
VALID_FOR = timedelta(hours=24)
LETS_ON = (ScreenResult.CLEAR, ScreenResult.CAUTION, ScreenResult.URGENT)


def hash_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def valid_clearance(key: str, now: datetime) -> Clearance | None:
    """The finished check behind this key, unless it is a Stop or a day old. `urgent` allows a provisional time only."""
    if not key:
        return None
    return Clearance.objects.filter(key_hash=hash_of(key), result__in=LETS_ON, expires_at__gt=now).first()
