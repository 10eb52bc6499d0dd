"""Is there a safety check behind this key that lets its owner go on? Any stage may ask; only `check` writes one."""

from datetime import datetime, timedelta

from django.conf import settings

from ashi.records import rules
from ashi.records.models import Clearance, ScreenResult
from ashi.records.tokens import digest

VALID_FOR = timedelta(hours=24)
LETS_ON = (ScreenResult.CLEAR, ScreenResult.CAUTION, ScreenResult.URGENT)


def valid_clearance(key: str, now: datetime) -> Clearance | None:
    """The finished check behind this key, unless it is a Stop or a day old. `urgent` allows a provisional time only."""
    if not key:
        return None
    return Clearance.objects.filter(key_hash=digest(key), result__in=LETS_ON, expires_at__gt=now).first()


def was_stopped(key: str, now: datetime) -> bool:
    """Does the check of this key stand at a Stop of the last day?"""
    if not key:
        return False
    mine = Clearance.objects.filter(key_hash=digest(key), expires_at__gt=now)
    return mine.filter(result=ScreenResult.EMERGENCY).exists()


def booking_is_open(*, version: str, language: str) -> bool:
    """May patients book online? Only with rules that a licensed person has signed in this language, or in the demo."""
    return bool(settings.DEMO) or rules.is_signed(version, language)
