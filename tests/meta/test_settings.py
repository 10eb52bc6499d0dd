from pathlib import Path

import pytest

from ashi.project import environment


def test_a_confirmed_visit_is_on_disk_before_it_is_confirmed() -> None:
    options = environment.sqlite(Path("ashi.sqlite3"))["OPTIONS"]
    assert "journal_mode=WAL" in options["init_command"]
    assert "synchronous=FULL" in options["init_command"]


def test_a_transaction_that_will_write_waits_for_its_turn_from_the_start() -> None:
    assert environment.sqlite(Path("ashi.sqlite3"))["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_nobody_waits_for_a_lock_for_ever() -> None:
    assert environment.sqlite(Path("ashi.sqlite3"))["OPTIONS"]["timeout"] == 10
    assert environment.postgresql("postgresql://h/db")["OPTIONS"]["options"] == "-c lock_timeout=10s -c jit=off"
    said = environment.postgresql("postgresql://h/db?options=-c%20lock_timeout%3D2s")["OPTIONS"]["options"]
    assert said == "-c lock_timeout=2s"


def test_a_secret_key_is_never_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASHI_SECRET_KEY")
    with pytest.raises(environment.UnsafeEnvironmentError, match="ASHI_SECRET_KEY"):
        environment.secret_key(demo=False)


@pytest.mark.parametrize("asked", ["0", "-1", "65", "two"])
def test_a_number_of_web_workers_that_makes_no_sense_is_refused(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASHI_WORKERS", asked)
    with pytest.raises(environment.UnsafeEnvironmentError, match="ASHI_WORKERS"):
        environment.workers()


def test_two_web_workers_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASHI_WORKERS", raising=False)
    assert environment.workers() == 2
