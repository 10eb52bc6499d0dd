"""Reads of a replica: when it is asked, what happens when it is gone, and that what is kept of the two never mixes."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, ProgrammingError, connections

from ashi.project import environment
from ashi.records.calendar import diary, fresh, replica
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A second name for the database, as if a replica of it were always level."""
    monkeypatch.setitem(connections.settings, replica.ALIAS, connections.settings[DEFAULT_DB_ALIAS])
    connections[replica.ALIAS] = connections[DEFAULT_DB_ALIAS]
    replica.forget()
    yield
    del connections[replica.ALIAS]
    replica.forget()


@pytest.fixture
def level(second: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replica, "_keeps_up", lambda: True)


def test_without_a_replica_the_primary_is_read() -> None:
    assert replica.read(lambda alias: alias) == DEFAULT_DB_ALIAS


def test_a_replica_that_keeps_up_is_read(level: None) -> None:
    assert replica.read(lambda alias: alias) == replica.ALIAS


def test_one_that_lags_is_left_alone_for_a_while(second: None, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([False, True])
    monkeypatch.setattr(replica, "_keeps_up", lambda: next(looks))
    assert replica.read(lambda alias: alias) == DEFAULT_DB_ALIAS


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, ProgrammingError])
def test_when_it_fails_the_primary_answers_and_it_is_not_asked_again_at_once(
    level: None, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def work(alias: str) -> str:
        asked.append(alias)
        if alias == replica.ALIAS:
            raise error("terminating connection due to administrator command")
        return "found"

    assert [replica.read(work), replica.read(work)] == ["found", "found"]
    assert asked == [replica.ALIAS, DEFAULT_DB_ALIAS, DEFAULT_DB_ALIAS]
    rested = replica._ask_from
    monkeypatch.setattr(replica.time, "monotonic", lambda: rested + 0.1)
    replica.read(work)
    assert asked[3:] == [replica.ALIAS, DEFAULT_DB_ALIAS]


def test_what_is_kept_of_one_database_is_never_used_for_the_other(level: None) -> None:
    """Counters that happen to be the same are no proof that the rows are."""
    clinic = cast.open_clinic()
    now = datetime.now(UTC)
    diary.forget()
    (ours,) = fresh.locations()
    (theirs,) = fresh.locations(replica.ALIAS)
    assert (ours._state.db, theirs._state.db) == (DEFAULT_DB_ALIAS, replica.ALIAS)
    assert ours.calendar_version == theirs.calendar_version
    first = diary.diary_of(ours, now=now)
    assert diary.diary_of(theirs, now=now) is not first
    assert diary.kept_bytes()[0] == 2
    assert diary.diary_of(ours, now=now) is first
    clinic.location.__class__.objects.update(calendar_version=7)
    assert [row.calendar_version for row in fresh.locations(replica.ALIAS)] == [7]
    assert fresh.locations(replica.ALIAS)[0]._state.db == replica.ALIAS


def test_everything_about_a_place_is_asked_of_the_database_its_row_came_from(
    second: None,
) -> None:
    """The second name is taken away, so that whoever asks it fails: reading a row of it has to."""
    cast.open_clinic()
    diary.forget()
    (theirs,) = fresh.locations(replica.ALIAS)

    class Gone:
        def __getattr__(self, name: str) -> object:
            raise OperationalError("gone")

    connections[replica.ALIAS] = Gone()
    try:
        with pytest.raises(OperationalError):
            diary.diary_of(theirs, now=datetime.now(UTC))
    finally:
        connections[replica.ALIAS] = connections[DEFAULT_DB_ALIAS]
    assert diary.diary_of(fresh.locations()[0], now=datetime.now(UTC))


@pytest.mark.parametrize(
    ("primary", "url", "said"),
    [
        ("", "postgresql://replica/ashi", "must name"),
        ("postgresql://a/b", "mysql://c/d", "begin with"),
    ],
)
def test_a_replica_that_cannot_be_one_is_refused(
    monkeypatch: pytest.MonkeyPatch, primary: str, url: str, said: str
) -> None:
    monkeypatch.setenv("ASHI_DATABASE_URL", primary)
    monkeypatch.setenv("ASHI_REPLICA_URL", url)
    with pytest.raises(environment.UnsafeEnvironmentError, match=said):
        environment.databases()


def test_a_replica_is_only_read_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASHI_DATABASE_URL", "postgresql://one/ashi")
    monkeypatch.setenv("ASHI_REPLICA_URL", "postgresql://two/ashi")
    options = environment.databases()["replica"]["OPTIONS"]
    assert "default_transaction_read_only=on" in options["options"]
    assert options["connect_timeout"] == "2"
