import pytest

from ashi.project import commands
from tests.commands.conftest import Run


@pytest.mark.parametrize("words", [[], ["nonsense"], ["demo", "--nonsense"], ["demo", "--port", "many"], ["backup"]])
def test_what_is_not_understood_is_said_in_one_line_with_status_2(ashi: Run, words: list[str]) -> None:
    done = ashi(*words)
    assert done.returncode == 2
    assert done.stderr.startswith("ashi: ")
    assert len(done.stderr.splitlines()) == 1


def test_an_error_is_one_line_with_status_1_and_no_stack_trace(ashi: Run) -> None:
    done = ashi("doctor")
    assert done.returncode == 1
    assert done.stderr.startswith("ashi: ASHI_SECRET_KEY is not set")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [["--debug", "doctor"], ["doctor", "--debug"]])
def test_debug_shows_where_an_error_came_from(ashi: Run, words: list[str]) -> None:
    done = ashi(*words)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_every_command_is_in_the_help(ashi: Run) -> None:
    done = ashi("--help")
    assert done.returncode == 0
    assert [name for name in commands.COMMANDS if f"  {name} " not in done.stdout] == []


@pytest.mark.parametrize("name", [name for name in commands.COMMANDS if name not in commands.PASSED_ON])
def test_every_command_explains_itself(ashi: Run, name: str) -> None:
    assert "usage: ashi" in ashi(name, "--help").stdout


def test_an_unknown_check_is_told_which_there_are(ashi: Run) -> None:
    done = ashi("check", "spelling")
    assert done.returncode == 1
    assert "types" in done.stderr


def test_django_s_own_commands_fail_in_one_line_too(ashi: Run) -> None:
    done = ashi("manage", "loaddata", "nothing.json", ASHI_DEMO="1")
    assert done.returncode == 1
    assert "No fixture" in done.stderr
    assert len(done.stderr.splitlines()) == 1
