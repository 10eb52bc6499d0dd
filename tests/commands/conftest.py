"""The real commands in processes of their own, on folders of their own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.server import Server, free_port

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A new installation's: nothing is set but where its data is."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASHI_", "DJANGO_"))}
    return {**kept, "ASHI_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(ROOT / "src")}


@pytest.fixture
def ashi(environment: dict[str, str]) -> Run:
    """Runs a command to its end."""

    def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ashi.project.commands", *words]
        env = {**environment, **variables}
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)

    return run


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Callable[..., Server]]:
    """Starts a command that serves; whatever is left of it is stopped at the end of the test."""
    servers: list[Server] = []

    def begin(command: str = "demo", *words: str, port: int = 0, **variables: str) -> Server:
        server = Server(command, *words, port=port or free_port(), environment={**environment, **variables})
        servers.append(server)
        return server

    yield begin
    for server in servers:
        server.end()
