"""A database that is in use is brought up to date: its guards speak of tables that a migration rebuilds."""

import shutil
from pathlib import Path

from tests.commands.conftest import ROOT, Run

REAL = {"ASHI_SECRET_KEY": "forty characters that nobody would guess"}
MISSING = "from ashi.records import guards; print(guards.missing())"
# As an older version leaves it: the guards on the needles are there, the newest tables are not yet.
BEFORE_CONSENTS = ("records", "0010")


def test_a_table_is_rebuilt_though_guards_of_others_speak_of_it(ashi: Run, tmp_path: Path) -> None:
    older = {**REAL, "PYTHONPATH": str(_before_the_migrations_were_put_together(tmp_path))}
    assert ashi("manage", "migrate", "--verbosity", "0", **older).returncode == 0
    back = ashi("manage", "migrate", *BEFORE_CONSENTS, "--verbosity", "0", **older)
    assert "no such table: main.records_treatmentconsent" in back.stderr  # the newest guards; the older ones stand
    again = ashi("manage", "migrate", "--verbosity", "0", **REAL)
    assert (again.returncode, again.stderr) == (0, "")
    assert ashi("manage", "shell", "-c", MISSING, **REAL).stdout.splitlines()[-1] == "[]"


def _before_the_migrations_were_put_together(folder: Path) -> Path:
    source = folder / "older" / "src"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("0001_squashed_*"))
    return source
