"""What the environment may say; every ASHI_* variable is read here and nowhere else."""

import os
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parents[3]


class UnsafeEnvironmentError(RuntimeError):
    """A setting that must not be guessed is missing or wrong; the message says which and what to do."""


def flag(name: str) -> bool:
    return os.environ.get(name, "") not in ("", "0", "false", "no")


def value(name: str) -> str:
    return os.environ.get(name, "").strip()


def words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def workers() -> int:
    """How many web workers a server starts."""
    asked = value("ASHI_WORKERS") or "2"
    if not (asked.isdecimal() and 1 <= int(asked) <= 64):
        raise UnsafeEnvironmentError("ASHI_WORKERS must be a number from 1 to 64.")
    return int(asked)


def diary_bytes() -> int:
    """How much of its memory a process gives to diaries it has read: 64 MB are those of some four hundred places."""
    asked = value("ASHI_DIARY_MB") or "64"
    if not (asked.isdecimal() and 1 <= int(asked) <= 65_536):
        raise UnsafeEnvironmentError("ASHI_DIARY_MB must be a number from 1 to 65536.")
    return int(asked) * 2**20


def data_dir() -> Path:
    return Path(os.environ.get("ASHI_DATA_DIR") or ROOT / "var").absolute()


def make_data_dir() -> None:
    data_dir().mkdir(mode=0o700, parents=True, exist_ok=True)  # charts are in it


def secret_key(*, demo: bool) -> str:
    if key := os.environ.get("ASHI_SECRET_KEY"):
        return key
    if demo:
        return _kept_key(data_dir() / "secret_key")
    raise UnsafeEnvironmentError("ASHI_SECRET_KEY is not set: give it a long random text and keep it secret.")


def _kept_key(file: Path) -> str:
    """A demo's own key, made once, so that sign-ins and private links outlive a restart."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(token_urlsafe(48))
        file.chmod(0o600)
    return file.read_text().strip()


def database() -> dict[str, Any]:
    url = os.environ.get("ASHI_DATABASE_URL", "")
    parts = urlsplit(url)
    if not url or parts.scheme == "sqlite":
        return sqlite(Path(parts.path) if parts.path else data_dir() / "ashi.sqlite3")
    if parts.scheme in ("postgres", "postgresql"):
        return postgresql(url)
    raise UnsafeEnvironmentError("ASHI_DATABASE_URL must begin with postgresql:// or sqlite://.")


def databases() -> dict[str, dict[str, Any]]:
    """The database, and its streaming replica for reads that may be a moment old, where ASHI_REPLICA_URL names one."""
    found = {"default": database()}
    if url := value("ASHI_REPLICA_URL"):
        if found["default"]["ENGINE"] != "django.db.backends.postgresql":
            raise UnsafeEnvironmentError("ASHI_REPLICA_URL is for PostgreSQL: ASHI_DATABASE_URL must name its primary.")
        if urlsplit(url).scheme not in ("postgres", "postgresql"):
            raise UnsafeEnvironmentError("ASHI_REPLICA_URL must begin with postgresql://.")
        found["replica"] = postgresql(url)
        # One that does not answer is not waited for: the primary is asked instead.
        found["replica"]["OPTIONS"].setdefault("connect_timeout", "2")
        found["replica"]["OPTIONS"]["options"] += " -c statement_timeout=5s -c default_transaction_read_only=on"
    return found


def replica_lag() -> float:
    """How many seconds a replica may be behind and still be read."""
    asked = value("ASHI_REPLICA_LAG") or "10"
    try:
        seconds = float(asked)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise UnsafeEnvironmentError("ASHI_REPLICA_LAG must be a number of seconds from 0 to 3600.")
    return seconds


def sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # BEGIN IMMEDIATE: a transaction that will write waits for its turn instead of failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            # FULL: what was confirmed to a patient survives a power cut. 400 kB of pages are enough for a connection:
            # the rest of the file is in the system's own cache, once for all processes.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-400;",
        },
    }


def mail() -> dict[str, Any]:
    """Django's mail settings out of ASHI_EMAIL_URL: smtp://user:password@host:587?from=visits@clinic.example, or
    smtps:// for TLS from the first byte. Without one, nothing can be sent."""
    parts = urlsplit(value("ASHI_EMAIL_URL") or "smtp://localhost:25?tls=no")
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise UnsafeEnvironmentError("ASHI_EMAIL_URL must begin with smtp:// or smtps:// and name a mail server.")
    options = dict(parse_qsl(parts.query))
    wrapped = parts.scheme == "smtps"
    user = unquote(parts.username or "")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if wrapped else 587),
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": wrapped,
        # What a mail says of a visit crosses no network in the clear, unless the server is this machine.
        "EMAIL_USE_TLS": not wrapped and options.get("tls") != "no",
        "EMAIL_TIMEOUT": 15,
        "DEFAULT_FROM_EMAIL": options.get("from") or (user if "@" in user else f"visits@{_own_domain()}"),
    }


def _own_domain() -> str:
    """The site's name in its own address; a machine without a name has none to write from."""
    host = urlsplit(value("ASHI_BASE_URL")).hostname or ""
    return host if host.rpartition(".")[2].isalpha() and "." in host else "ashi.invalid"


def log_level() -> str:
    asked = value("ASHI_LOG_LEVEL").upper() or "INFO"
    if asked not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise UnsafeEnvironmentError("ASHI_LOG_LEVEL must be debug, info, warning or error.")
    return asked


def postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    # As long as SQLite waits: somebody who hangs must not keep the others waiting for ever. And no statement here is
    # long enough to be compiled first. `?options=` says otherwise.
    options.setdefault("options", "-c lock_timeout=10s -c jit=off")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
