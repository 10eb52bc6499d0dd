"""`ashi demo` as somebody meets it who has just cloned it."""

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.commands.conftest import Run, Running
from tests.commands.server import Server, eventually, is_running

Start = Callable[..., Server]


def test_it_says_where_it_is_once_pages_can_be_seen(running: Running) -> None:
    server = running.server
    assert running.said[-1] == f"Ashi is ready: http://127.0.0.1:{server.port}/"
    assert server.status() == 200
    assert server.status("/") == 200


def test_it_keeps_its_data_to_itself_and_its_key_secret(running: Running) -> None:
    assert [path.name for path in running.data.iterdir()] == ["demo"]
    assert (running.data / "demo" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_port_that_is_taken_is_said_in_one_line(running: Running, ashi: Run, tmp_path: Path) -> None:
    port = running.server.port
    done = ashi("demo", "--port", str(port), ASHI_DATA_DIR=str(tmp_path / "other"))
    assert done.returncode == 1
    assert done.stderr == f"ashi: port {port} is taken: stop what uses it, or choose another with --port\n"


def test_two_demos_do_not_fill_one_folder(running: Running, ashi: Run) -> None:
    done = ashi("demo", "--port", str(running.server.port + 1), ASHI_DATA_DIR=str(running.data))
    assert done.returncode == 1
    assert "already runs on" in done.stderr


def test_a_web_worker_that_is_killed_is_replaced(running: Running) -> None:
    server = running.server
    first = server.web_workers()
    os.kill(first[0], signal.SIGKILL)
    assert eventually(lambda: len(server.web_workers()) == 2 and first[0] not in server.web_workers())
    assert eventually(lambda: server.status() == 200)


def test_web_workers_that_are_killed_again_and_again_come_back(running: Running) -> None:
    server = running.server
    for _ in range(4):
        for pid in server.web_workers():
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: server.status() == 200)
    assert eventually(lambda: len(server.web_workers()) == 2)


def test_a_message_worker_that_is_killed_is_replaced(running: Running) -> None:
    server = running.server
    (first,) = server.message_workers()
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: server.message_workers() not in ([], [first]))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(start: Start, number: signal.Signals) -> None:
    server = start()
    server.wait_until_ready()
    family = list(server.children())
    server.process.send_signal(number)
    assert server.process.wait(timeout=15) == 0
    assert [pid for pid in family if is_running(pid)] == []


def test_nothing_is_left_when_the_parent_is_killed_outright(start: Start) -> None:
    server = start()
    server.wait_until_ready()
    family = list(server.children())
    server.process.kill()
    assert eventually(lambda: not any(is_running(pid) for pid in family), within=5)


def test_the_parent_and_two_web_workers_stay_small(start: Start) -> None:
    server = start()
    server.wait_until_ready()
    for page in ("/", "/es/", "/find/", "/check/", "/learn/evidence/") * 10:
        assert server.status(page) == 200
    web = server.memory(server.process.pid, *server.web_workers())
    assert web < 160
    assert web + server.memory(*server.message_workers()) < 220


def test_a_web_worker_that_has_shown_the_desk_stays_small_too(start: Start) -> None:
    """Nothing of passkeys and charts is loaded for who signs in with a password and looks at the day."""
    server = start()
    server.wait_until_ready()
    browser = build_opener(HTTPCookieProcessor())
    address = f"http://127.0.0.1:{server.port}/clinic/"
    form = browser.open(f"{address}sign-in/").read().decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', form)
    assert token
    typed = {"csrfmiddlewaretoken": token[1], "login": "dana", "password": "needles-in-needles-out"}
    browser.open(f"{address}sign-in/", urlencode(typed).encode())
    for page in ("", "week/", "book/", "people/", "to-do/", "leave/", "board/") * 4:
        assert browser.open(f"{address}{page}").status == 200
    assert max(server.memory(worker) for worker in server.web_workers()) < 86


def test_a_second_start_keeps_the_data_and_a_fresh_one_does_not(start: Start, environment: dict[str, str]) -> None:
    key = Path(environment["ASHI_DATA_DIR"]) / "demo-phased" / "secret_key"
    keys = []
    for words in ([], [], ["--fresh"]):
        server = start("demo", "--scenario", "phased", *words)
        server.wait_until_ready()
        keys.append(key.read_text())
        server.process.terminate()
        server.process.wait(timeout=15)
    assert keys[0] == keys[1] != keys[2]


def test_a_demo_does_not_touch_a_real_clinic(ashi: Run, start: Start, tmp_path: Path) -> None:
    file = tmp_path / "real.sqlite3"
    address = f"sqlite:///{file}" if not str(file).startswith("/") else f"sqlite://{file}"
    real = {"ASHI_SECRET_KEY": "k" * 40, "ASHI_DATABASE_URL": address}
    assert ashi("manage", "migrate", "--verbosity", "0", **real).returncode == 0
    add = "from ashi.records.models import Organization as O; O.objects.create(name='Real', phone='+1')"
    assert ashi("manage", "shell", "-c", add, **real).returncode == 0
    done = ashi("demo", ASHI_DATABASE_URL=address)
    assert done.returncode == 1
    assert re.search("real clinic", done.stderr)
