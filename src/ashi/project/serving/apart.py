"""Work that needs Django, done in a child that ends: the process that stays for months never loads it."""

import os
import pickle
import sys
import traceback
from collections.abc import Callable
from typing import TypeVar

from ashi.project import commands
from ashi.project.serving.parent import die_with

Result = TypeVar("Result")


def apart(work: Callable[[], Result]) -> Result:
    """What `work` returns, worked out in a short-lived copy of this process.

    Raises CommandError with the line that says why it failed there.
    """
    parent = os.getpid()
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(work, parent, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    if not said:
        raise commands.CommandError(f"the preparation ended early (status {status}).")
    done, value = pickle.loads(said)  # noqa: S301 (written by this program a moment ago)
    if not done:
        raise commands.CommandError(value)
    return value


def _answer(work: Callable[[], object], parent: int, writing: int) -> None:
    die_with(parent)
    try:
        answer: tuple[bool, object] = (True, work())
    except KeyboardInterrupt:
        os._exit(130)
    except Exception as error:
        if commands.debugging():
            traceback.print_exc()
        answer = (False, commands.one_line(error))
    with os.fdopen(writing, "wb") as pipe:
        pickle.dump(answer, pipe)
    sys.stdout.flush()
    os._exit(0)
