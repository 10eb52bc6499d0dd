"""The real commands in processes of their own, on folders of their own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands.server import Server, free_port

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class Running:
    server: Server
    said: list[str]
    data: Path


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A new installation's: nothing is set but where its data is."""
    return _bare(tmp_path / "data")


def _bare(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASHI_", "DJANGO_"))}
    return {**kept, "ASHI_DATA_DIR": str(data), "PYTHONPATH": str(ROOT / "src")}


@pytest.fixture
def ashi(environment: dict[str, str]) -> Run:
    """Runs a command to its end."""

    def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ashi.project.commands", *words]
        env = {**environment, **variables}
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)

    return run


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo that was started once: filling it takes longer than anything else here."""
    folder = tmp_path_factory.mktemp("filled")
    server = Server("demo", port=free_port(), environment=_bare(folder))
    server.wait_until_ready()
    server.process.terminate()
    server.process.wait(timeout=15)
    server.end()
    return folder


@pytest.fixture(scope="module")
def running(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A demo that is up for all tests that leave it up: to start one costs more than what most of them look at."""
    data = tmp_path_factory.mktemp("running") / "data"
    shutil.copytree(filled, data)
    server = Server("demo", port=free_port(), environment=_bare(data))
    yield Running(server, server.wait_until_ready(), data)
    server.end()


@pytest.fixture
def start(environment: dict[str, str], filled: Path) -> Iterator[Callable[..., Server]]:
    """Starts a command that serves; whatever is left of it is stopped at the end of the test."""
    servers: list[Server] = []
    data = Path(environment["ASHI_DATA_DIR"])

    def begin(command: str = "demo", *words: str, **variables: str) -> Server:
        if command == "demo" and not data.exists():
            shutil.copytree(filled, data)
        server = Server(command, *words, port=free_port(), environment={**environment, **variables})
        servers.append(server)
        return server

    yield begin
    for server in servers:
        server.end()
