"""A version of the rules is taken in whole or not at all, and nobody is asked by it before it is signed."""

import re
import tomllib
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import get_resolver

from ashi.check.actions import begin
from ashi.exchange.imports.report import Report
from ashi.exchange.imports.rules import import_rules
from ashi.exchange.imports.signatures import import_signatures
from ashi.knowledge import safety
from ashi.project import commands
from ashi.records import rules
from ashi.records.by import VISITOR, By
from ashi.records.clearances import booking_is_open
from ashi.records.models import AuditEvent, Clearance, RulesSignature, RulesVersion
from tests.integration.check.walking import Visitor

SHIPPED = max(safety.FOLDER.glob("[0-9]*.toml"))
OLD, NEW = SHIPPED.stem, "2027-03-01"
NOW = datetime(2027, 3, 2, 15, tzinfo=UTC)
COMMAND = By("command")

pytestmark = pytest.mark.django_db


def a_file(*changes: tuple[str, str], version: str = NEW) -> bytes:
    """The shipped rules as a later version, with something changed."""
    text = SHIPPED.read_text(encoding="utf-8").replace(OLD, version).replace("2027-11-24", "2028-11-24")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def taken_in(content: bytes, *, lowered: Collection[str] = (), dry_run: bool = False) -> Report:
    return import_rules(
        content, name="new.toml", lowered=lowered, importer="olga", by=COMMAND, now=NOW, dry_run=dry_run
    )


def signature(language: str, version: str = NEW, **changes: str) -> str:
    sha256 = next(one.sha256 for one in rules.known_versions() if one.version == version)
    values = {
        "version": version,
        "language": language,
        "sha256": sha256,
        "name": "Nobody Real (invented)",
        "profession": "Acupuncturist",
        "jurisdiction": "FL",
        "licence": "AP 0000",
        **changes,
    }
    rows = "\n".join(f'{name} = "{value}"' for name, value in values.items())
    return f"[[signature]]\n{rows}\nsigned_on = 2027-03-01\n"


def sign(*texts: str) -> Report:
    content = "\n".join(texts).encode()
    return import_signatures(content, name="signed.toml", importer="olga", by=COMMAND, now=NOW)


def test_a_good_file_is_kept_with_who_and_when() -> None:
    report = taken_in(a_file())
    assert (report.refused, report.added, report.changed) == ([], [], [])
    assert f"version {NEW}" in report.read
    row = RulesVersion.objects.get()
    assert (row.version, row.imported_by, row.imported_at, row.text.encode()) == (NEW, "olga", NOW, a_file())
    assert AuditEvent.objects.get(action="import-rules").entity == f"RulesVersion/{row.pk}"


def test_a_trial_keeps_nothing() -> None:
    report = taken_in(a_file(), dry_run=True)
    assert not report.is_refused
    assert not RulesVersion.objects.exists()


def test_a_second_time_there_is_nothing_to_do() -> None:
    taken_in(a_file())
    report = taken_in(a_file())
    assert "is here already" in report.notes[0]
    assert RulesVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ([('condition = "Cauda equina"\n', "")], "RF01 has no condition"),
        ([("[sources]", "[sources")], "new.toml"),
        ([('sources = ["SCOT", "GCARE"]', 'sources = ["SCOT", "NOWHERE"]')], "a source that is not listed: NOWHERE"),
        ([('ask.es = "', 'ask.fr = "')], "RF01"),
        ([('id = "CI05"', 'id = "CI55"')], "CI05 is missing"),
        ([("review_due = 2028-11-24", "review_due = 2020-01-01")], "review_due has to come after effective"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_and_nothing_is_kept(changes: list[tuple[str, str]], said: str) -> None:
    report = taken_in(a_file(*changes))
    assert said in "\n".join(report.refused)
    assert not RulesVersion.objects.exists()


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("2025-01-01", "older than"),
        ("spring", "is not a date"),
    ],
)
def test_a_version_is_a_date_and_a_later_one(version: str, said: str) -> None:
    content = a_file().replace(f'version = "{NEW}"'.encode(), f'version = "{version}"'.encode())
    assert said in "\n".join(taken_in(content).refused)


def test_a_version_that_is_here_is_never_changed() -> None:
    taken_in(a_file())
    report = taken_in(a_file(('"Cauda equina"', '"Another name"')))
    assert "is here with other words" in "\n".join(report.refused)
    shipped = SHIPPED.read_bytes() + b"\n# another word\n"
    assert "is here with other words" in "\n".join(taken_in(shipped).refused)


RF18 = 'id = "RF18"'


def with_rf18(action: str) -> bytes:
    """RF18 is U in the tables."""
    text = a_file().decode()
    head, tail = text.split(RF18)
    return (head + RF18 + tail.replace('action = "U"', f'action = "{action}"', 1)).encode()


def test_nothing_becomes_milder_in_silence() -> None:
    report = taken_in(with_rf18("P").replace(b'soon = "days"\n', b'soon = "days"\n'))
    [refused] = [line for line in report.refused if line.startswith("RF18")]
    assert refused == (
        "RF18 U -> P, for somebody of 40 who answers yes to RF18: milder; if that is meant, say --lower RF18"
    )
    assert not RulesVersion.objects.exists()


def test_what_was_named_may_become_milder_and_is_written_down() -> None:
    report = taken_in(with_rf18("P"), lowered=["RF18"])
    assert report.refused == []
    assert any(line.startswith("RF18 U -> P") for line in report.changed)
    assert [line[:11] for line in RulesVersion.objects.get().lowered] == ["RF18 U -> P"]


def test_naming_one_rule_lets_no_other_become_milder() -> None:
    assert taken_in(with_rf18("P"), lowered=["RF17"]).is_refused


def test_stricter_is_told_and_taken() -> None:
    text = a_file().decode()
    head, tail = text.split('id = "RF20"')
    tail = tail.replace('action = "P"', 'action = "R"', 1)
    report = taken_in((head + 'id = "RF20"' + tail).encode())
    assert report.refused == []
    assert "RF20 P -> R, for somebody of 40 who answers yes to RF20: stricter" in report.changed


@pytest.mark.parametrize(
    ("old", "new", "rule", "also"),
    [
        ('any = ["RF11.unwell", "RF12.immune", "RF12.injecting"]', 'any = ["RF11.unwell"]', "RF11", []),
        ("at_least = 2", "at_least = 3", "RF09", []),
        ("ages = [[16, 130]]", "ages = [[30, 130]]", "RF04", ["RF05"]),  # which asks for it too
        ("raises = true", "raises = false", "RF10", []),
    ],
)
def test_a_rule_that_holds_more_rarely_is_milder_too(old: str, new: str, rule: str, also: list[str]) -> None:
    report = taken_in(a_file((old, new)))
    milder = [line for line in report.refused if line.startswith(rule)]
    assert milder
    assert taken_in(a_file((old, new)), lowered=[rule, *also]).refused == []


def test_changed_words_are_listed() -> None:
    report = taken_in(a_file(("Do you have shooting pain in both legs?", "Is there shooting pain in both your legs?")))
    assert report.changed == ["RF05: the question's words"]


def test_the_demo_takes_the_newest(settings) -> None:
    settings.DEMO = True
    taken_in(a_file())
    assert rules.in_force(today=NOW.date()).version == NEW
    assert rules.in_force(today=date(2027, 2, 28)).version == OLD


def test_outside_the_demo_it_waits_for_both_signatures(settings) -> None:
    settings.DEMO = False
    taken_in(a_file())
    assert rules.in_force(today=NOW.date()).version == OLD
    sign(signature("en", OLD), signature("es", OLD))
    sign(signature("en"))
    assert rules.in_force(today=NOW.date()).version == OLD
    report = sign(signature("es"))
    assert rules.in_force(today=NOW.date()).version == NEW
    assert f"In force: {NEW}; online booking is open in: en, es." in report.notes
    row = RulesSignature.objects.filter(version=NEW, language="es").get()
    assert (row.name, row.licence, row.recorded_by, row.recorded_at) == (
        "Nobody Real (invented)",
        "AP 0000",
        "olga",
        NOW,
    )


def test_booking_opens_for_the_language_that_is_signed_and_no_other(settings) -> None:
    settings.DEMO = False
    assert not booking_is_open(version=OLD, language="en")
    sign(signature("en", OLD))
    assert booking_is_open(version=OLD, language="en-us")
    assert not booking_is_open(version=OLD, language="es")


def test_unsigned_the_pages_lead_to_the_telephone_and_signed_to_the_times(clinic, visitor: Visitor, settings) -> None:
    settings.DEMO = False
    visitor.begin(onward="/find/")
    assert "Visits cannot be booked on this site yet." in visitor.walk().content.decode()
    assert visitor.client.get("/book/miami/bao/return/").status_code == 403
    sign(signature("en", OLD))
    assert 'href="/find/"' in visitor.get("/check/result/").content.decode()
    assert visitor.client.get("/book/miami/bao/return/").status_code == 200
    assert visitor.client.get("/es/book/miami/bao/return/").status_code == 403


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sha256": "0" * 64}, "not the one that is here"),
        ({"version": "2031-01-01"}, "there is no version 2031-01-01 here"),
        ({"language": "fr"}, "fr is none of the languages"),
        ({"name": " "}, "name is empty"),
        ({"licence": ""}, "licence is empty"),
        ({"jurisdiction": ""}, "jurisdiction is empty"),
        ({"colour": "blue"}, "unknown keys: colour"),
    ],
)
def test_a_signature_that_is_not_whole_or_for_other_words_is_refused(changes: dict[str, str], said: str) -> None:
    other = signature("es", OLD)
    for name, value in changes.items():
        other = re.sub(rf"^{name} = .*$", "", other, flags=re.MULTILINE) + f'{name} = "{value}"\n'
    report = sign(signature("en", OLD), other)
    assert said in "\n".join(report.refused)
    assert not RulesSignature.objects.exists()


def test_a_signature_is_not_given_in_advance() -> None:
    text = signature("en", OLD).replace("2027-03-01", f"{NOW.date() + timedelta(days=1)}")
    assert "is still to come" in "\n".join(sign(text).refused)


def test_a_changed_word_ends_no_older_signature_and_begins_unsigned(settings) -> None:
    settings.DEMO = False
    sign(signature("en", OLD), signature("es", OLD))
    taken_in(a_file(("Do you have shooting pain in both legs?", "Is there shooting pain in both your legs?")))
    assert rules.in_force(today=NOW.date()).version == OLD
    assert rules.is_signed(OLD, "en")
    assert not rules.is_signed(NEW, "en")


def test_older_versions_stay_readable_and_a_check_keeps_its_own(settings) -> None:
    settings.DEMO = True
    key = begin(key="", birth_date=date(1984, 5, 2), language="en", onward="", by=VISITOR, now=NOW - timedelta(days=30))
    taken_in(a_file(("Do you have shooting pain in both legs?", "Is there shooting pain in both your legs?")))
    assert key
    assert Clearance.objects.get().rules_version == OLD
    assert rules.screen_of(OLD).asked["RF05"].text.in_language("en") == "Do you have shooting pain in both legs?"
    assert rules.screen_of(NEW).asked["RF05"].text.in_language("en") == "Is there shooting pain in both your legs?"
    begin(key="", birth_date=date(1984, 5, 2), language="en", onward="", by=VISITOR, now=NOW)
    assert Clearance.objects.latest("pk").rules_version == NEW


def test_the_database_keeps_a_version_once_and_a_signature_whole() -> None:
    taken_in(a_file())
    row = RulesVersion.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    values = tomllib.loads(signature("en"))["signature"][0]
    for changes in ({"name": ""}, {"licence": ""}, {"recorded_by": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RulesSignature.objects.create(**{**values, "recorded_at": NOW, "recorded_by": "olga", **changes})
    assert RulesSignature.objects.create(**values, recorded_at=NOW, recorded_by="olga")


def test_no_page_changes_the_rules() -> None:
    addresses = [str(pattern.pattern) for pattern in _all(get_resolver().url_patterns)]
    assert addresses
    assert [one for one in addresses if "rules" in one or "import" in one or "admin" in one] == []


def _all(patterns: list) -> list:
    return [each for one in patterns for each in (_all(one.url_patterns) if hasattr(one, "url_patterns") else [one])]


def test_the_command_tells_what_became_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"{NEW}.toml"
    file.write_bytes(with_rf18("P"))
    assert commands.main(["import", "rules", str(file)]) == 1
    told = capsys.readouterr()
    assert "refused: 1" in told.out
    assert told.err.startswith(f"ashi: {NEW}.toml was refused")
    assert commands.main(["import", "rules", str(file), "--lower", "RF18", "--by", "Olga", "--dry-run"]) == 0
    assert "this was a trial" in capsys.readouterr().out
    assert commands.main(["import", "rules", str(file), "--lower", "RF18", "--by", "Olga"]) == 0
    assert RulesVersion.objects.get().imported_by == "Olga"
    assert commands.main(["import", "rules", str(tmp_path / "nothing.toml")]) == 1
    assert "cannot be read" in capsys.readouterr().err
