"""Faults planted on purpose: a harness that does not find these finds nothing.

`plant` changes the process of a client, `weaken` the database. What each does is said in NAMES.
"""

import json
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

NAMES = {
    "no-constraint": "nothing stands between looking and writing: no locks, no constraint",
    "practitioner-only": "the locks, the look and the constraint are the acupuncturist's alone",
    "patient-twice": "nobody looks whether the patient has something else at that hour",
    "expired-hold": "a hold that has run out is honoured",
    "answered-early": "the answer is given before the commit",
    "torn-course": "the visits of a course are committed one by one",
    "torn-together": "the visits of two who come together are committed one by one",
    "expired-offer": "an offer to a waiting patient that has run out is honoured",
    "key-forgotten": "a request that is sent again books again",
}
ABOUT = {  # what such a build does wrong: its clients want little else, so that it is found soon
    "patient-twice": ("book-again",),
    "expired-hold": ("hold", "book-held"),
    "torn-course": ("course",),
    "torn-together": ("together",),
    "expired-offer": ("offer", "accept"),
    "key-forgotten": ("impatient", "repeat"),
}
TOO_NARROW = {"practitioner-only": ("practitioner",), "patient-twice": ("room", "practitioner")}


Job = dict[str, Any]
Answering = Callable[[Job], Job]


def plant(bug: str, answering: Answering) -> Answering:
    """Changes this process, and returns how it answers from now on. Raises KeyError for a bug that is not known."""
    if bug == "answered-early":
        return lambda job: _answer_early(answering, job)
    {
        "no-constraint": _no_locks,
        "practitioner-only": lambda: _only(*TOO_NARROW["practitioner-only"]),
        "patient-twice": lambda: _only(*TOO_NARROW["patient-twice"]),
        "expired-hold": _honour_expired,
        "torn-course": _tear_courses,
        "torn-together": _tear_together,
        "expired-offer": _honour_expired_offers,
        "key-forgotten": _forget_keys,
    }[bug]()
    return answering


def weaken(bug: str) -> None:
    """Takes the database's own refusal away where the bug is that it is missing or too narrow."""
    if bug != "no-constraint" and bug not in TOO_NARROW:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE records_occupancy DROP CONSTRAINT occupancy_no_overlap")
            if kinds := TOO_NARROW.get(bug):
                cursor.execute(_narrow_constraint(kinds))
            return
        for event in ("insert", "update"):
            cursor.execute(f"DROP TRIGGER occupancy_no_overlap_{event}")


def _narrow_constraint(kinds: Iterable[str]) -> str:
    from ashi.records.models import Resource

    ids = ", ".join(map(str, Resource.objects.filter(kind__in=kinds).values_list("pk", flat=True)))
    packed = "(resource_id::bigint << 36) + (lane::bigint << 32)"
    return (
        "ALTER TABLE records_occupancy ADD CONSTRAINT occupancy_no_overlap EXCLUDE USING gist "
        f'(int8range({packed} + "start", {packed} + "end") WITH &&) WHERE (resource_id IN ({ids}))'
    )


def _no_locks() -> None:
    from ashi.book import taking
    from ashi.records import reservations

    class NoTransaction:
        """Each statement by itself, as in a program that never thought about it."""

        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...

    class NoTransactions:
        atomic = NoTransaction

    def no_lock(resource_ids: Iterable[int]) -> datetime:
        return datetime.now(UTC)

    look = reservations._taken

    def slow_look(stretches: Sequence[reservations.Stretch], *, now: datetime) -> list[str]:
        seen = look(stretches, now=now)
        time.sleep(0.01)
        return seen

    reservations.lock, reservations._taken = no_lock, slow_look
    taking._lock_licence = lambda plan: None  # a lock by accident: one acupuncturist has one licence
    if connection.vendor == "sqlite":  # whose transactions are locks in themselves
        taking.transaction = NoTransactions  # type: ignore[assignment]


def _only(*kinds: str) -> None:
    from ashi.records import reservations
    from ashi.records.models import Resource

    whole = reservations._taken
    seen = set(Resource.objects.filter(kind__in=kinds).values_list("pk", flat=True))  # patients come later
    lock = reservations.lock

    def narrow_lock(resource_ids: Iterable[int]) -> datetime:
        return lock(seen & set(resource_ids))

    def narrow_look(stretches: Sequence[reservations.Stretch], *, now: datetime) -> list[str]:
        return whole([each for each in stretches if each.resource_id in seen], now=now)

    reservations.lock, reservations._taken = narrow_lock, narrow_look


def _honour_expired() -> None:
    from ashi.book import actions
    from ashi.records.models import Hold

    book_held = actions.book_held

    def honoured(*, hold: Hold, **given: Any) -> Any:
        Hold.objects.filter(pk=hold.pk).update(expires_at=datetime.now(UTC) + timedelta(minutes=5))
        return book_held(hold=hold, **given)

    actions.book_held = honoured


def _honour_expired_offers() -> None:
    from ashi.book import waiting
    from ashi.records.models import Hold, WaitingOffer

    accept = waiting.accept

    def honoured(*, offer: WaitingOffer, **given: Any) -> Any:
        later = datetime.now(UTC) + timedelta(minutes=5)
        WaitingOffer.objects.filter(pk=offer.pk).update(expires_at=later)
        Hold.objects.filter(key=offer.hold_key).update(expires_at=later)
        return accept(offer=offer, **given)

    waiting.accept = honoured


def _answer_early(answering: Answering, job: Job) -> Job:
    with transaction.atomic():
        print(json.dumps(answering(job)), flush=True)
        time.sleep(0.05)
    return {}


def _forget_keys() -> None:
    from ashi.book.once import Once

    Once.find = lambda self: None  # type: ignore[method-assign]
    Once.remember = lambda self, appointment, *, now: None  # type: ignore[method-assign]


def _tear_courses() -> None:
    from ashi.book.courses import actions

    _tear(actions)


def _tear_together() -> None:
    from ashi.book import together

    _tear(together)


def _tear(actions: Any) -> None:
    write_visit = actions.write_visit

    def torn(seats: Sequence[Any], write: Callable[[datetime], Any], *, free: Any = None, **_: Any) -> Any:
        with transaction.atomic():
            now = datetime.now(UTC)
            if free:
                free(now)
            return write(now)

    def write_and_commit(*given: Any, **named: Any) -> Any:
        visit = write_visit(*given, **named)
        with connection.cursor() as cursor:
            cursor.execute("COMMIT")
            cursor.execute("BEGIN IMMEDIATE" if connection.vendor == "sqlite" else "BEGIN")
        return visit

    actions.take_all, actions.write_visit = torn, write_and_commit
