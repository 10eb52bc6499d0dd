"""What a log line may hold: ids. Not a token, a mail address, a number, a search, nor the words of an error."""

import io
import logging
import logging.config

import pytest
import structlog
from django.db import IntegrityError, OperationalError

from ashi.project.logging import configuration


@pytest.fixture
def lines() -> io.StringIO:
    """The handler of the real configuration, writing where the test can read."""
    stream = io.StringIO()
    configured = configuration("INFO")
    configured["handlers"]["test"] = {"class": "logging.StreamHandler", "formatter": "line", "stream": stream}
    configured["loggers"] = {"test.lines": {"handlers": ["test"], "level": "INFO", "propagate": False}}
    del configured["root"]
    logging.config.dictConfig({**configured, "incremental": False})
    return stream


LOGGER = "test.lines"


def said_by_django(lines: io.StringIO, *words: object) -> str:
    logging.getLogger(LOGGER).warning(*words)
    return lines.getvalue()


def test_an_event_is_one_line_with_its_ids(lines: io.StringIO) -> None:
    structlog.get_logger(LOGGER).info("message sent", message=7, kind="change")
    (line,) = lines.getvalue().splitlines()
    assert 'level=info logger=test.lines event="message sent" message=7 kind=change' in line


def test_a_private_link_loses_its_token(lines: io.StringIO) -> None:
    said = said_by_django(lines, "%s: %s", "Not Found", "/es/visit/J7BzEiF2E3nIEFxfY9PfXI2U0MxH8FVI/move/")
    assert "J7Bz" not in said
    assert "/es/visit/[private]/move/" in said


@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("GET /find/?near=33145&name=Ana", "33145"),
        ("could not reach ana.invented@example.invalid", "ana.invented"),
        ("called +13055550100 twice", "3055550100"),
    ],
)
def test_what_was_typed_is_taken_out(lines: io.StringIO, words: str, hidden: str) -> None:
    assert hidden not in said_by_django(lines, words)


def test_an_error_is_told_by_its_kind_and_place_and_not_by_its_words(lines: io.StringIO) -> None:
    try:
        raise IntegrityError("Key (email)=(ana@example.invalid) already exists, name Ana Invented")
    except IntegrityError:
        logging.getLogger(LOGGER).exception("Internal Server Error: /book/")
        structlog.get_logger(LOGGER).exception("job failed", job="send")
    said = lines.getvalue()
    assert "Ana" not in said
    assert "ana@" not in said
    assert said.count("error=IntegrityError") == 2
    assert said.count("test_logging.py:") == 2
    assert len(said.splitlines()) == 2


def test_a_database_that_is_away_says_why(lines: io.StringIO) -> None:
    try:
        raise OperationalError("database is locked")
    except OperationalError:
        structlog.get_logger(LOGGER).exception("job failed")
    assert 'why="database is locked"' in lines.getvalue()


def test_a_request_that_comes_with_a_line_is_not_printed(lines: io.StringIO) -> None:
    logging.getLogger(LOGGER).warning("Not Found: %s", "/clinic/", extra={"request": object(), "status_code": 404})
    assert "object" not in lines.getvalue()
