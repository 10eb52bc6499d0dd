"""ASHI_EMAIL_URL, as the environment says it and as Django hears it."""

from collections.abc import Callable

import pytest

from ashi.project import environment

Say = Callable[..., dict[str, object]]


@pytest.fixture
def url(monkeypatch: pytest.MonkeyPatch) -> Say:
    def say(url: str, base: str = "https://visits.acumd.example") -> dict[str, object]:
        monkeypatch.setenv("ASHI_EMAIL_URL", url)
        monkeypatch.setenv("ASHI_BASE_URL", base)
        return environment.mail()

    return say


def test_a_mail_server_with_a_password(url: Say) -> None:
    said = url("smtp://ana%40acumd.example:p%2Fw@mail.acumd.example:2525")
    assert said["EMAIL_HOST"] == "mail.acumd.example"
    assert said["EMAIL_PORT"] == 2525
    assert (said["EMAIL_HOST_USER"], said["EMAIL_HOST_PASSWORD"]) == ("ana@acumd.example", "p/w")
    assert (said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"]) == (True, False)
    assert said["DEFAULT_FROM_EMAIL"] == "ana@acumd.example"


def test_tls_from_the_first_byte(url: Say) -> None:
    said = url("smtps://key:word@mail.acumd.example?from=hello@acumd.example")
    assert (said["EMAIL_PORT"], said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"]) == (465, False, True)
    assert said["DEFAULT_FROM_EMAIL"] == "hello@acumd.example"


def test_only_who_says_so_sends_in_the_clear(url: Say) -> None:
    assert url("smtp://localhost:25?tls=no")["EMAIL_USE_TLS"] is False
    assert url("smtp://mail.acumd.example")["EMAIL_USE_TLS"] is True


@pytest.mark.parametrize(
    ("base", "sender"),
    [("https://acumd.example", "visits@acumd.example"), ("http://127.0.0.1:8000", "visits@ashi.invalid")],
)
def test_without_a_sender_it_is_the_site_s_own_name(url: Say, base: str, sender: str) -> None:
    assert url("smtp://key:word@mail.example", base)["DEFAULT_FROM_EMAIL"] == sender


@pytest.mark.parametrize("wrong", ["mail.acumd.example", "http://mail.acumd.example", "smtp://"])
def test_what_is_no_address_of_a_mail_server_is_refused(url: Say, wrong: str) -> None:
    with pytest.raises(environment.UnsafeEnvironmentError, match="ASHI_EMAIL_URL"):
        url(wrong)


def test_nobody_waits_for_a_mail_server_for_ever(url: Say) -> None:
    assert url("smtp://localhost")["EMAIL_TIMEOUT"] == 15


@pytest.mark.parametrize(("said", "level"), [("", "INFO"), ("warning", "WARNING"), ("Debug", "DEBUG")])
def test_how_much_is_logged(monkeypatch: pytest.MonkeyPatch, said: str, level: str) -> None:
    monkeypatch.setenv("ASHI_LOG_LEVEL", said)
    assert environment.log_level() == level


def test_a_level_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASHI_LOG_LEVEL", "loud")
    with pytest.raises(environment.UnsafeEnvironmentError, match="ASHI_LOG_LEVEL"):
        environment.log_level()
