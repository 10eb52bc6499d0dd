"""The README is executed: what it tells somebody to type exists and is understood."""

import re
import shlex
from pathlib import Path

import pytest

from ashi.project import commands

ROOT = Path(__file__).parents[2]
DOCUMENTS = ["README.md", "CONTRIBUTING.md", "SECURITY.md"]


def typed(document: str) -> list[list[str]]:
    """The words after ./ashi of every line of the code blocks and of every piece of code within a sentence."""
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    code = [line for block in blocks for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", text)
    found = [re.search(r"(?:^|\s)\./ashi(?:\s+(.*))?$", line.split(" #")[0].strip()) for line in code]
    return [shlex.split(match[1] or "") for match in found if match]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_in_it_exists_and_takes_these_arguments(document: str) -> None:
    lines = typed(document)
    assert lines
    for words in lines:
        assert words[:1] == [] or words[0] in commands.COMMANDS, words
        if words and words[0] not in commands.PASSED_ON:
            parser, _ = commands.parser_for(words)
            parser.parse_args(words)  # raises SystemExit where it does not understand


def test_the_readme_names_every_command() -> None:
    named = {words[0] for words in typed("README.md") if words}
    assert set(commands.COMMANDS) - named == set()


def test_every_variable_in_it_is_read() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    named = {name for document in DOCUMENTS for name in re.findall(r"\bASHI_[A-Z_]+\b", (ROOT / document).read_text())}
    assert {name for name in named if f'"{name}"' not in source and not name.startswith("ASHI_TEST_")} == set()


def test_every_file_it_links_to_is_there() -> None:
    for document in DOCUMENTS:
        links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", (ROOT / document).read_text(encoding="utf-8"))
        assert [link for link in links if not (ROOT / link).exists()] == []
