"""What every test may ask for, and the engine it runs on."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from ashi.records import adverse_guards, audit_guards, chart_guards, consent_guards, note_guards
from ashi.records.calendar import diary, fresh
from tests.machine import chromium, postgresql

# How long an example takes is a fact about the machine, which may be busy; speed is measured in bench/.
hypothesis_settings.register_profile("ashi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("ashi")

# No database behind these, or one of their own: a second engine has nothing to add.
ONCE = ("unit", "spec", "meta", "commands")
# Much of their time is waiting, for a browser or for processes of their own.
OUTSIDE = ("journeys", "races")


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for the whole run, started by the process that hands out the tests."""
    wanted = any("postgresql" in spec for spec in config.getoption("tx", None) or [])
    if wanted and not hasattr(config, "workerinput") and "ASHI_TEST_POSTGRESQL" not in os.environ:
        server = postgresql.start()
        os.environ["ASHI_TEST_POSTGRESQL"] = server.url
        config.add_cleanup(server.stop)


def pytest_collection() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    """Seven thousand tests are no garbage: to look through them again and again cost a fifth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)  # an engine's process ends too abruptly to do it by itself


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What is another process's is not even read."""
    if not _has_a_share(config) or not _folder(collection_path):
        return None
    return True if _is_foreign(collection_path, _folder(collection_path)) else None


def _is_foreign(path: Path, folder: str) -> bool:
    either, outside = settings.ENGINE == "either", _share() == "outside"
    if (folder in ONCE and not either) or (_is_outside(folder) and not outside):
        return True
    if not path.name.startswith("test_"):
        return False
    text = path.read_text(encoding="utf-8")
    no_browser = outside and not _is_outside(folder) and "playwright" not in text
    return no_browser or (either and folder not in ONCE and "mark.once" not in text)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each process of ./ashi test takes its share; pytest by itself runs everything on SQLite."""
    if not _has_a_share(config):
        return
    mine = [item for item in items if _is_once(item) == (settings.ENGINE == "either") and _share_of(item) == _share()]
    kept = set(mine)
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = mine


def _has_a_share(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput") and "ASHI_TEST_ENGINE" in os.environ


def _share() -> str:
    return os.environ["ASHI_TEST_SHARE"]


def _share_of(item: pytest.Item) -> str:
    is_outside = _is_outside(_folder(item.path)) or "browser" in getattr(item, "fixturenames", ())
    return "outside" if is_outside else "inside"


def _is_outside(folder: str) -> bool:
    """The contracts wait for nobody, but with them both processes of an engine have about as much to do."""
    return folder in OUTSIDE or (folder == "contracts" and settings.ENGINE != "either")


def _is_once(item: pytest.Item) -> bool:
    return _folder(item.path) in ONCE or item.get_closest_marker("once") is not None


def _folder(path: Path) -> str:
    """The first folder below tests/; empty outside."""
    tests = Path(__file__).parent
    return path.relative_to(tests).parts[0] if tests in path.parents else ""


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Of a few tests the process that answers last may have none, which xdist takes for all there are."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and reporter and reporter.stats.get("passed"):
        session.exitstatus = pytest.ExitCode.OK


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report: Any) -> None:
    """Both engines run at once: what is said of a test says on which one."""
    if hasattr(report, "node"):
        report.nodeid += f" [{report.node.gateway.spec.env['ASHI_TEST_ENGINE']}]"


@pytest.fixture(scope="session")
def engine() -> str:
    """The database the tests run on: sqlite or postgresql."""
    return connection.vendor


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium.path(), "args": chromium.arguments()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A telephone, because most patients hold one; a journey that needs a desk asks for another viewport."""
    phone = {"width": 390, "height": 844}
    return {**browser_context_args, "viewport": phone, "locale": "en-US", "timezone_id": "America/New_York"}


@pytest.fixture
def live(live_server: Any) -> str:
    """The address of a server that shows what this test has put into the database."""
    return str(live_server.url)


@pytest.fixture
def still() -> Iterator[None]:
    """The clock stands. Limits count tries by stretches of time, and no test may be cut in two by the end of one."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """A rollback sets the tables' counters back, which no running clinic ever does."""
    diary.forget()
    fresh.forget()


@pytest.fixture(autouse=True, scope="session")
def _a_test_may_be_swept_away() -> Iterator[None]:
    """SQLite is emptied by DELETE after a test that commits, which the guards of the chart refuse, as they should. They
    step aside for that; Django's flush puts all guards back when it is done."""
    operations = type(connection.ops)
    sweep = operations.sql_flush
    every = {
        **chart_guards.GUARDS,
        **note_guards.GUARDS,
        **adverse_guards.GUARDS,
        **audit_guards.GUARDS,
        **consent_guards.GUARDS,
    }
    aside = [f"DROP TRIGGER IF EXISTS {name};" for name, guard in every.items() if guard.event == "DELETE"]
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setattr(operations, "sql_flush", lambda *args, **how: [*aside, *sweep(*args, **how)])
        yield
