"""The `ashi` command line: one file a command, loaded only when it is the one asked for."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn

COMMANDS = {
    "demo": "set up a clinic of invented people and serve it on this machine",
    "serve": "serve a real clinic: web workers and the message worker",
    "worker": "send what is in the outbox and run the periodic work",
    "test": "run every check and every test on both databases; arguments go to pytest",
    "bench": "measure the server's CPU per request on the benchmark clinic",
    "check": "lint, types, layers, templates, translations, migrations in step",
    "doctor": "is this installation sound?",
    "token": "make a key for a program that finds and books through FHIR",
    "staff": "who may sign in: make the first owner, give a link, close an account, reset a second factor",
    "licence": "write down what a board says of a licence; lists the visits it no longer permits",
    "simulate": "the clinic's days with one to six rooms and one to four acupuncturists, side by side",
    "backup": "write a copy of the data to a file and verify it",
    "restore": "replace the data by a backup and verify it",
    "import": "take in a file: safety rules or the signatures under them",
    "manage": "run one of Django's own management commands, such as migrate",
    "lock": "write the hashed requirements again from pyproject.toml",
}
PASSED_ON = ("test", "manage")  # what follows these is not for us to read
FILES = {"import": "imports"}  # a word of Python cannot be a module's name


class CommandError(Exception):
    """A command cannot go on; the message is one line that says what to do."""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"ashi: {message}; see ./ashi --help\n")


def main(argv: Sequence[str] | None = None) -> int:
    words = _without_debug(list(sys.argv[1:] if argv is None else argv))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ashi.project.settings")
    try:
        return _run(words)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if debugging():
            raise
        print(f"ashi: {one_line(error)}", file=sys.stderr)
        return 1


def debugging() -> bool:
    return os.environ.get("ASHI_DEBUG") == "1"


def one_line(error: Exception) -> str:
    """What went wrong in one line; an error nobody foresaw says how to see more."""
    text = " ".join(str(error).split())
    if isinstance(error, CommandError) or type(error).__name__ == "UnsafeEnvironmentError":
        return text
    return f"{type(error).__name__}: {text or 'no more is known'} (--debug shows where)"


def _without_debug(words: list[str]) -> list[str]:
    ours = words[:1] if words[:1] in ([name] for name in PASSED_ON) else words
    if "--debug" not in ours:
        return words
    os.environ["ASHI_DEBUG"] = "1"  # in the environment, so that child processes know
    words.remove("--debug")
    return words


def _run(words: list[str]) -> int:
    if words and words[0] in PASSED_ON:
        return int(_module(words[0]).run(words[1:]))
    parser, module = parser_for(words)
    arguments = parser.parse_args(words)
    if module is None:
        parser.error("say which command: " + ", ".join(COMMANDS))
    return int(module.run(arguments))


def parser_for(words: list[str]) -> tuple[Parser, ModuleType | None]:
    parser = Parser(prog="ashi", description="Ashi: software for acupuncture clinics.")
    parser.add_argument("--debug", action="store_true", help="show where in the code an error came from")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    chosen = None
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if words[:1] == [name]:
            chosen = _module(name)
            chosen.arguments(command)
    return parser, chosen


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"ashi.project.commands.{FILES.get(name, name)}")
