"""What import-linter cannot say: which parts of an outside package a layer may see."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "ashi"
# Files, clocks, chance, networks and processes: core is told about them, or does without.
IMPURE = {"io", "logging", "os", "pathlib", "random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "time"}
PAGES = ("django.views", "django.http", "django.urls", "django.shortcuts", "django.forms", "django.template")


def imports(folder: Path) -> Iterator[tuple[Path, str]]:
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                yield file, node.module
            elif isinstance(node, ast.Import):
                yield from ((file, name.name) for name in node.names)


def calls(folder: Path) -> Iterator[tuple[Path, str]]:
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield file, ast.unparse(node.func)


def test_core_imports_nothing_but_itself_and_the_pure_part_of_the_standard_library() -> None:
    pure = sys.stdlib_module_names - IMPURE
    names = list(imports(SOURCE / "core"))
    assert names, "core has imports to look at"
    assert [(file, name) for file, name in names if name.split(".")[0] not in pure and name[:9] != "ashi.core"] == []


@pytest.mark.parametrize("clock", ["now", "today", "utcnow"])
def test_core_reads_no_clock(clock: str) -> None:
    assert [(file, name) for file, name in calls(SOURCE / "core") if name.split(".")[-1] == clock] == []


def test_records_knows_no_pages() -> None:
    assert [(file, name) for file, name in imports(SOURCE / "records") if name.startswith(PAGES)] == []
