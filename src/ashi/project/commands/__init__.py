"""The `ashi` command line: one file a command, loaded only when it is the one asked for."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

COMMANDS = {
    "demo": "set up a clinic of invented people and serve it on this machine",
    "serve": "serve a real clinic: web workers and the message worker",
    "worker": "send what is in the outbox and run the periodic work",
    "test": "run every check and every test on both databases",
    "check": "lint, types, layers, templates, translations, migrations in step",
    "doctor": "is this installation sound?",
    "backup": "write a copy of the data to a file and verify it",
    "restore": "replace the data by a backup and verify it",
    "manage": "run one of Django's own management commands",
    "lock": "write the hashed requirements again from pyproject.toml",
}


class CommandError(Exception):
    """A command cannot go on; the message is one line that says what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    debug = "--debug" in words[:1]
    if debug:
        words.pop(0)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ashi.project.settings")
    try:
        return run(words)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if debug:
            raise
        print(f"ashi: {one_line(error)}", file=sys.stderr)
        return 1


def run(words: Sequence[str]) -> int:
    parser, chosen = parser_for(words)
    arguments, rest = parser.parse_known_args(words)
    if chosen is None:
        parser.error("say which command: " + ", ".join(COMMANDS))
    if rest:
        parser.error(f"{arguments.command} does not know {' '.join(rest)}")
    return int(chosen.run(arguments))


def parser_for(words: Sequence[str]) -> tuple[argparse.ArgumentParser, ModuleType | None]:
    parser = argparse.ArgumentParser(prog="ashi", description="Ashi: software for acupuncture clinics.")
    parser.add_argument("--debug", action="store_true", help="before the command: show where an error came from")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    module = None
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if words[:1] == [name]:
            module = importlib.import_module(f"ashi.project.commands.{name}")
            module.arguments(command)
    return parser, module


def one_line(error: Exception) -> str:
    if isinstance(error, CommandError):
        return str(error)
    text = " ".join(str(error).split()) or "no more is known"
    return f"{text} ({type(error).__name__}; `ashi --debug ...` shows where)"
