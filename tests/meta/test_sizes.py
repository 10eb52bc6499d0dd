"""Small files, small functions, and no drawer for leftovers."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

SOURCE = Path(__file__).parents[2] / "src" / "ashi"
LONGEST_FILE, LONGEST_FUNCTION = 400, 60
MEDIAN_FILE, MEDIAN_FUNCTION = 70, 10
LEFTOVERS = {"utils", "util", "helpers", "helper", "common", "misc", "lib", "tools"}


def python_files() -> list[Path]:
    return [file for file in SOURCE.rglob("*.py") if "migrations" not in file.parts]


def lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def functions() -> Iterator[tuple[str, int]]:
    for file in python_files():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{file.relative_to(SOURCE)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_no_file_is_longer_than_400_lines() -> None:
    assert {str(file): lines(file) for file in python_files() if lines(file) > LONGEST_FILE} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    assert {name: length for name, length in functions() if length > LONGEST_FUNCTION} == {}


def test_half_of_all_files_and_functions_are_short() -> None:
    assert median(lines(file) for file in python_files() if lines(file)) < MEDIAN_FILE
    assert median(length for _, length in functions()) < MEDIAN_FUNCTION


def test_no_module_collects_leftovers() -> None:
    assert [file for file in SOURCE.rglob("*") if file.stem in LEFTOVERS] == []
