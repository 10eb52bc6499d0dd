"""Reads that may be a moment old: of a streaming replica where there is one that keeps up, else of the primary.

Only for showing free times. Whatever books, moves or cancels reads the primary, so an old answer costs a clean
conflict and nobody a time. What is kept in the process is kept for each database by itself (diary.py, fresh.py).
"""

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

ALIAS = "replica"
LOOK_EVERY = 1.0  # seconds between two looks at whether it keeps up
REST = 5.0  # seconds in which one that was gone or behind is not asked
# It must be told of what the primary writes, and have read all of it or be only so far behind. One that was made a
# primary of its own is no replica any more.
_STATE = """SELECT pg_is_in_recovery() AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver) AND (
        pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
        OR clock_timestamp() - pg_last_xact_replay_timestamp() < make_interval(secs => %s))"""
Found = TypeVar("Found")
log = structlog.get_logger(__name__)
_ask_from = 0.0
_look_from = 0.0


def read(work: Callable[[str], Found]) -> Found:
    """What `work` finds, given the alias of the database it is to read. It may be called twice, so it only reads, and
    it is done with the database when it returns."""
    if not _is_asked():
        return work(DEFAULT_DB_ALIAS)
    try:
        return work(ALIAS)
    except Error as error:
        _let_rest(type(error).__name__)
    return work(DEFAULT_DB_ALIAS)


def forget() -> None:
    """Ask it again at once."""
    global _ask_from, _look_from
    _ask_from = _look_from = 0.0


def _is_asked() -> bool:
    """Is there a replica that keeps up?"""
    global _look_from
    now = time.monotonic()
    if ALIAS not in connections.settings or now < _ask_from:
        return False
    if now >= _look_from:
        if not _keeps_up():
            return False
        _look_from = now + LOOK_EVERY
    return True


def _keeps_up() -> bool:
    try:
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(_STATE, [settings.REPLICA_LAG_SECONDS])
            keeps_up = bool(cursor.fetchall()[0][0])
    except Error as error:
        _let_rest(type(error).__name__)
        return False
    if not keeps_up:
        _let_rest("behind")
    return keeps_up


def _let_rest(why: str) -> None:
    global _ask_from, _look_from
    _ask_from, _look_from = time.monotonic() + REST, 0.0
    log.warning("replica-not-asked", why=why, seconds=REST)
    if connections[ALIAS].connection is not None:
        connections[ALIAS].close_if_unusable_or_obsolete()
