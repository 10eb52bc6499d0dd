"""A repeat of a request that succeeded gets the same visit; it never books a second one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ashi.records import statements
from ashi.records.models import Appointment, IdempotencyKey


class KeyReused(Exception):
    """The same key came with another request."""


@dataclass(frozen=True)
class Once:
    """A request's key. `holder` is whose key it is; `fingerprint` is a hash of everything that was asked."""

    holder: str
    key: str
    fingerprint: str

    def find(self) -> Appointment | None:
        """The visit that this request booked before. Raises KeyReused when the key booked something else."""
        row = IdempotencyKey.objects.select_related("appointment").filter(holder=self.holder, key=self.key).first()
        if row is not None and row.fingerprint != self.fingerprint:
            raise KeyReused
        return row.appointment if row else None

    def remember(self, appointment: Appointment, *, now: datetime) -> None:
        """Inside the transaction that books: the two are there together or not at all."""
        statements.insert(
            IdempotencyKey(
                holder=self.holder, key=self.key, fingerprint=self.fingerprint, appointment=appointment, created_at=now
            )
        )


def do_once(once: Once | None, book: Callable[[], Appointment]) -> Appointment:
    """Book, unless this very request has booked already, perhaps a moment ago in another process."""
    if once is None:
        return book()
    if done := once.find():
        return done
    try:
        return book()
    except Exception:
        # The twin of this request may have won the race and taken the time, the hold or the key itself.
        if done := once.find():
            return done
        raise
