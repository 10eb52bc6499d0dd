"""Signatures of licensed clinicians under a version of the safety rules, one language each."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ashi.core.evidence.wording import REQUIRED_LANGUAGES
from ashi.exchange.imports.report import Report
from ashi.knowledge.rows import KnowledgeError
from ashi.knowledge.safety import Signature, parse_signatures
from ashi.records import rules
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import RulesSignature


def import_signatures(
    content: bytes, *, name: str, importer: str, by: By, now: datetime, dry_run: bool = False
) -> Report:
    """All of a file's signatures or none. With `dry_run` nothing is kept."""
    report = Report()
    try:
        signed = parse_signatures(content, name=name)
    except KnowledgeError as error:
        report.refused.append(str(error))
        return report
    report.read.append(f"{len(signed)} signatures")
    with transaction.atomic():
        known = {one.version: one.sha256 for one in rules.known_versions()}
        for one in signed:
            if wrong := _wrong(one, known, now=now):
                report.refused.append(f"{_named(one)}: {wrong}")
            elif not _is_here(one):
                report.added.append(_named(one))
        if not report.is_refused and not dry_run:
            _keep([one for one in signed if not _is_here(one)], importer=importer, by=by, now=now)
    report.notes.append(_in_force(now) if not report.is_refused else "Nothing was kept.")
    return report


def _named(one: Signature) -> str:
    return f"{one.name}, {one.jurisdiction} {one.licence}, {one.language} of {one.version}"


def _wrong(one: Signature, known: Mapping[str, str], *, now: datetime) -> str:
    if one.version not in known:
        return f"there is no version {one.version} here: import it first"
    if one.sha256 != known[one.version]:
        return f"the file that was signed is not the one that is here, which has SHA-256 {known[one.version]}"
    if one.language not in REQUIRED_LANGUAGES:
        return f"{one.language} is none of the languages: {', '.join(REQUIRED_LANGUAGES)}"
    if one.signed_on > now.date():
        return f"signed_on {one.signed_on} is still to come"
    return ""


def _is_here(one: Signature) -> bool:
    return RulesSignature.objects.filter(
        sha256=one.sha256, language=one.language, jurisdiction=one.jurisdiction, licence=one.licence
    ).exists()


def _keep(signed: list[Signature], *, importer: str, by: By, now: datetime) -> None:
    for one in signed:
        row = RulesSignature.objects.create(
            version=one.version,
            sha256=one.sha256,
            language=one.language,
            name=one.name,
            profession=one.profession,
            jurisdiction=one.jurisdiction,
            licence=one.licence,
            signed_on=one.signed_on,
            recorded_at=now,
            recorded_by=importer,
        )
        record(at=now, by=by, action="sign-rules", entity=f"RulesSignature/{row.pk}", version=one.version)


def _in_force(now: datetime) -> str:
    version = rules.in_force(today=now.date()).version
    signed = [language for language in REQUIRED_LANGUAGES if rules.is_signed(version, language)]
    booking = f"online booking is open in: {', '.join(signed)}" if signed else "online booking stays shut"
    return f"In force: {version}; {booking}."
