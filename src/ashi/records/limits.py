"""How often something may be tried, counted in the database so that every process sees the same count."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from ashi.records.models import RateCount
from ashi.records.tokens import digest


def allowed(action: str, who: str, *, most: int, within: timedelta, now: datetime) -> bool:
    """Count one try and say whether it is still within `most` tries in the current stretch of `within`.

    `who` (an address, a contact) is stored as a hash only.
    """
    bucket = f"{action}:{digest(who)[:32]}"
    window = int(now.timestamp() // within.total_seconds())
    row = RateCount.objects.filter(bucket=bucket, window=window)
    if not row.update(count=F("count") + 1):
        try:
            with transaction.atomic():
                RateCount.objects.create(bucket=bucket, window=window, count=1)
        except IntegrityError:
            row.update(count=F("count") + 1)
    return row.values_list("count", flat=True)[0] <= most


def forget_counts(*, now: datetime) -> None:
    """Windows are at most a day long: what is two days old counts for nothing."""
    RateCount.objects.filter(window__lt=int((now - timedelta(days=2)).timestamp() // 86_400)).delete()
