"""The tree speaks of the clinic; not of the machine it was written on, and not of what is still to be done."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_OURS = {
    ".git",
    ".venv",
    "var",
    "node_modules",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    "test-results",
}
TEXTS = {".py", ".md", ".toml", ".html", ".css", ".js", ".txt", ".po", ".csv", ".json", ".sh", ""}
FORBIDDEN = {
    "a path of somebody's machine": r"(?<![\w.-])/(?:wor[k]|roo[t]|hom[e]/\w+|User[s]/\w+)/\w",
    "unfinished work": r"\b(?:TOD[O]|FIXM[E]|HAC[K]|XX[X])\b",
    "a package registry's host": r"\b(?:files\.pythonhoste[d]|pyp[i]\.org|registry\.npmj[s])",
    "how the text came about": r"\b(?:[A]I|L[L]Ms?|G[P]T|[C]laude|[C]opilot|[Aa]gentic|[Gg]enerated with)\b",
    "the number of an issue": r"\b[Ii]ssue #?\d+|\(#\d+\)",
}
PROMISES = re.compile(
    r"\b(?:cures?|proven|guarantee[ds]?|painless|no side effects|detox|better than medication)\b", re.IGNORECASE
)


def texts(*suffixes: str) -> Iterator[tuple[str, str]]:
    for file in sorted(ROOT.rglob("*")):
        inside = file.relative_to(ROOT)
        if file.suffix in (suffixes or TEXTS) and not NOT_OURS & set(inside.parts) and file.is_file():
            yield str(inside), file.read_text(encoding="utf-8", errors="replace")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_nowhere_stands(what: str) -> None:
    found = [(name, match[0]) for name, text in texts() for match in re.finditer(FORBIDDEN[what], text)]
    assert found == []


def test_no_page_promises_what_nobody_can_keep() -> None:
    pages = dict(texts(".html"))
    assert pages
    assert [(name, match[0]) for name, text in pages.items() for match in PROMISES.finditer(text)] == []
