"""The database that is fought over: a file, or a PostgreSQL server that can be crashed and comes back."""

import shutil
import signal
import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from tests.machine import postgresql


class Database(ABC):
    """Its address, connections from outside, and its crashes."""

    url: str

    @abstractmethod
    def keep(self) -> None:
        """As it is now, it is what every run begins with. Nobody may be connected."""

    @abstractmethod
    def renew(self) -> None:
        """As it was when it was kept, whatever a run has made of it."""

    @abstractmethod
    def connect(self) -> Any:
        """A connection that belongs to nobody in the clinic."""

    def crash(self) -> bool:
        """Whether it could be crashed; back again when this returns."""
        return False

    @abstractmethod
    def stop(self) -> None:
        """Gone for good."""


class File(Database):
    def __init__(self, folder: Path) -> None:
        self._path = folder / "ashi.sqlite3"
        self._kept = folder / "kept.sqlite3"
        self.url = f"sqlite://{self._path}"

    def keep(self) -> None:
        self._path.rename(self._kept)  # whoever closed it last has put its log into it

    def renew(self) -> None:
        for beside in ("-wal", "-shm"):
            Path(f"{self._path}{beside}").unlink(missing_ok=True)
        shutil.copyfile(self._kept, self._path)

    def connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=30)
        connection.execute("PRAGMA query_only = on")
        return connection

    def stop(self) -> None:
        """Goes with its folder."""


class Server(Database):
    def __init__(self) -> None:
        self._server = postgresql.start()
        self.url = self._server.url

    def keep(self) -> None:
        self._say("ALTER DATABASE ashi RENAME TO kept")

    def renew(self) -> None:
        self._say("DROP DATABASE IF EXISTS ashi WITH (FORCE)")
        self._say("CREATE DATABASE ashi TEMPLATE kept")
        self._say("CHECKPOINT")  # else a crash sets a copied sequence back, and numbers are given out twice

    def _say(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url, dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)

    def connect(self) -> Any:
        import psycopg

        return psycopg.connect(self.url, autocommit=True)

    def crash(self) -> bool:
        """As with a power cut of the process: SIGQUIT to the postmaster, nothing is put in order, then recovery."""
        self._server.process.send_signal(signal.SIGQUIT)
        self._server.process.wait()
        self._server = postgresql.start_again(self._server)
        return True

    def stop(self) -> None:
        self._server.stop()
