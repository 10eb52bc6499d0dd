"""Logs as one line an event, on standard error: ids, never names, addresses, tokens or what somebody searched for.

Whoever logs writes ids. What Django and libraries log on their own passes the same way and is cleaned: a private link
loses its token, an address its query, and an error keeps its kind and where it happened, because its words may quote a
row.
"""

import re
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from django.db import OperationalError
from structlog.typing import Processor

Event = MutableMapping[str, Any]
SOURCE = Path(__file__).resolve().parents[2]
DEEPEST = 12  # frames; the innermost say most
REDACTIONS = [
    (re.compile(r"(/welcome/)[^/\s?#]+"), r"\1[private]"),
    (re.compile(r"(/visit/)[^/\s?#]+"), r"\1[private]"),
    (re.compile(r"(/[^\s?]*)\?[^\s\"']+"), r"\1?[query]"),
    (re.compile(r"[\w.+%-]+@[\w-]+\.[\w.-]+"), "[mail]"),
    (re.compile(r"\+\d{7,15}\b"), "[phone]"),
]


def configuration(level: str) -> dict[str, Any]:
    """For Django's LOGGING; sets structlog up for the same way out."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", key="at"),
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*before, structlog.stdlib.PositionalArgumentsFormatter()],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            only_where_it_failed,
            without_what_is_private,
            structlog.processors.LogfmtRenderer(key_order=["at", "level", "logger", "event"], drop_missing=True),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        # Django's own handlers would print these a second time, or mail them.
        "loggers": {"django": {"handlers": [], "level": level, "propagate": True}},
    }


def only_where_it_failed(_logger: Any, _name: str, event: Event) -> Event:
    """An exception as its kind and its frames. Of a database that is away the words are kept: they hold no row."""
    error = _exception(event.pop("exc_info", None))
    event.pop("stack_info", None)
    if error is not None:
        event["error"] = type(error).__name__
        event["where"] = _frames(error.__traceback__)
        if isinstance(error, OperationalError):
            event["why"] = str(error).strip()
    return event


def without_what_is_private(_logger: Any, _name: str, event: Event) -> Event:
    return {key: _clean(value) for key, value in event.items()}


def _exception(exc_info: Any) -> BaseException | None:
    if isinstance(exc_info, BaseException):
        return exc_info
    if exc_info and not isinstance(exc_info, tuple):
        exc_info = sys.exc_info()
    return exc_info[1] if exc_info else None


def _frames(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-DEEPEST:]
    return " > ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in frames)


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(SOURCE)) if path.is_relative_to(SOURCE) else f"{path.parent.name}/{path.name}"


def _clean(value: Any) -> Any:
    if not isinstance(value, str):
        return value if isinstance(value, int | float | bool | None) else _clean(str(value))
    for pattern, instead in REDACTIONS:
        value = pattern.sub(instead, value)
    return value
