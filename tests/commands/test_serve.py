"""`ashi serve` starts where it is safe, and says what is missing where it is not."""

from collections.abc import Callable

import pytest

from tests.commands.conftest import Run
from tests.commands.server import Server, free_port

SAFE = {
    "ASHI_SECRET_KEY": "forty characters that nobody would guess",
    "ASHI_ALLOWED_HOSTS": "clinic.example,127.0.0.1",
    "ASHI_BASE_URL": "https://clinic.example",
}
DROP_A_GUARD = """
from django.db import connection
connection.cursor().execute("DROP TRIGGER occupancy_no_overlap_insert")
"""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASHI_SECRET_KEY", ""),
        ("ASHI_SECRET_KEY", "short"),
        ("ASHI_ALLOWED_HOSTS", ""),
        ("ASHI_ALLOWED_HOSTS", "*"),
        ("ASHI_BASE_URL", ""),
        ("ASHI_BASE_URL", "http://clinic.example"),
        ("ASHI_DEMO", "1"),
    ],
)
def test_an_unsafe_setting_is_refused_by_its_name(ashi: Run, name: str, value: str) -> None:
    done = ashi("serve", **{**SAFE, name: value})
    assert done.returncode == 1
    assert done.stderr.startswith("ashi: not started:")
    assert name in done.stderr
    assert [other for other in SAFE if other != name and other in done.stderr] == []


def test_migrations_that_are_pending_are_refused(ashi: Run) -> None:
    done = ashi("serve", "--port", str(free_port()), **SAFE)
    assert done.returncode == 1
    assert "migrations are pending" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_missing_guard_is_refused_by_its_name(ashi: Run) -> None:
    assert ashi("manage", "migrate", "--verbosity", "0", **SAFE).returncode == 0
    assert ashi("manage", "shell", "-c", DROP_A_GUARD, **SAFE).returncode == 0
    done = ashi("serve", "--port", str(free_port()), **SAFE)
    assert done.returncode == 1
    assert "occupancy_no_overlap_insert" in done.stderr


def test_a_database_that_does_not_answer_is_said_in_one_line(ashi: Run) -> None:
    gone = f"postgresql://ashi@127.0.0.1:{free_port()}/ashi"
    done = ashi("serve", "--port", str(free_port()), **SAFE, ASHI_DATABASE_URL=gone)
    assert done.returncode == 1
    assert "the database does not answer" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_sound_installation_is_served(ashi: Run, start: Callable[..., Server]) -> None:
    assert ashi("manage", "migrate", "--verbosity", "0", **SAFE).returncode == 0
    server = start("serve", **SAFE)
    assert server.wait_until_ready()[-1] == f"Ashi is ready: http://127.0.0.1:{server.port}/"
    server.process.terminate()
    assert server.process.wait(timeout=15) == 0
