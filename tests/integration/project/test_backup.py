"""A backup is one moment of the data, and what comes back is what was there. On both engines."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from ashi.project import copies
from ashi.project.commands import CommandError, main
from ashi.records.models import Organization, Patient
from tests.cast import ana

pytestmark = pytest.mark.django_db(transaction=True)
Finish = Callable[[], None]


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "data")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "monday.backup"


def names() -> list[str]:
    return sorted(Organization.objects.values_list("name", flat=True))


def open_clinic(name: str) -> None:
    Organization.objects.create(name=name, phone="+1", invented=True)


def test_what_was_there_comes_back(file: Path) -> None:
    open_clinic("before")
    patient = ana()
    assert main(["backup", str(file)]) == 0
    open_clinic("after")
    patient.delete()
    assert main(["restore", str(file)]) == 0
    assert names() == ["before"]
    assert [patient.name for patient in Patient.objects.all()] == ["Ana Invented"]


def test_the_guards_come_back_too(file: Path) -> None:
    from ashi.records import guards

    open_clinic("before")
    assert main(["backup", str(file)]) == 0
    assert main(["restore", str(file)]) == 0
    assert guards.missing() == []


def test_what_a_restore_replaced_is_kept(file: Path, tmp_path: Path) -> None:
    open_clinic("before")
    assert main(["backup", str(file)]) == 0
    open_clinic("after")
    assert main(["restore", str(file)]) == 0
    (kept,) = (tmp_path / "data").glob("before-restore-*")
    assert main(["restore", str(kept)]) == 0
    assert names() == ["after", "before"]


def test_only_its_owner_can_read_a_backup(file: Path) -> None:
    open_clinic("before")
    assert main(["backup", str(file)]) == 0
    assert file.stat().st_mode & 0o077 == 0


def test_a_backup_never_writes_over_another(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("last week's")
    assert main(["backup", str(file)]) == 1
    assert "already there" in capsys.readouterr().err
    assert file.read_text() == "last week's"


def test_a_copy_that_lacks_rows_is_no_backup(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ashi.project.commands import backup
    from ashi.project.copies import postgresql, sqlite

    engine = sqlite if connection.vendor == "sqlite" else postgresql
    honest = engine.verified
    open_clinic("before")
    monkeypatch.setattr(engine, "verified", lambda path: {**honest(path), "records_organization": 0})
    with pytest.raises(CommandError, match="no backup was made"):
        backup.write(file)
    assert list(file.parent.glob("monday*")) == []


@pytest.mark.parametrize("damage", ["no database", "cut short", "another program's"])
def test_a_file_that_is_not_a_sound_backup_changes_nothing(
    file: Path, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    open_clinic("before")
    assert main(["backup", str(file)]) == 0
    whole = file.read_bytes()
    other = {"no database": b"hello", "cut short": whole[: len(whole) // 2], "another program's": _foreign(file)}
    file.write_bytes(other[damage])
    assert main(["restore", str(file)]) == 1
    assert "the restore failed" in capsys.readouterr().err
    assert names() == ["before"]


def _foreign(file: Path) -> bytes:
    """A sound SQLite file that Ashi did not write; PostgreSQL's tools refuse it as well."""
    import sqlite3

    path = file.with_name("foreign")
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name)")
    other.close()
    return path.read_bytes()


def test_doctor_knows_when_the_last_backup_was(file: Path) -> None:
    from datetime import UTC, datetime, timedelta

    from ashi.project.health import a_backup_is_recent

    open_clinic("before")
    now = datetime.now(UTC)
    assert "not known" in next(a_backup_is_recent(now))
    assert main(["backup", str(file)]) == 0
    assert list(a_backup_is_recent(now + timedelta(days=1))) == []
    assert list(a_backup_is_recent(now + timedelta(days=3))) != []


def test_rows_are_counted_table_by_table() -> None:
    from ashi.project.copies import postgresql, sqlite

    ana()
    if connection.vendor == "postgresql":
        found: copies.Counts = postgresql.counts()
    else:
        connection.ensure_connection()
        found = sqlite.counts(connection.connection)
    assert found["records_patient"] == 1
    assert found["records_hold"] == 0
