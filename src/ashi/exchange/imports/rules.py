"""A dated file of safety rules: checked whole, compared with what is in force, kept with who and when.

It comes into force by signatures (signatures.py), never by being imported, and never through a page.
"""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db import transaction

from ashi.core.evidence.wording import REQUIRED_LANGUAGES
from ashi.core.safety.comparison import Change, changes
from ashi.exchange.imports.report import Report
from ashi.knowledge import safety
from ashi.knowledge.rows import KnowledgeError
from ashi.knowledge.safety import Screen
from ashi.knowledge.safety.required import missing
from ashi.records import rules
from ashi.records.audit import record
from ashi.records.by import By
from ashi.records.models import RulesVersion


def import_rules(
    content: bytes, *, name: str, lowered: Collection[str], importer: str, by: By, now: datetime, dry_run: bool = False
) -> Report:
    """`lowered`: rules that may become milder, because whoever imports the file has named them. `importer`: their name
    or sign-in, kept with the version. With `dry_run` nothing is kept."""
    report = Report()
    try:
        screen = safety.parse_screen(content, name=name)
    except KnowledgeError as error:
        report.refused.append(str(error))
        return report
    report.read += _counts(screen)
    with transaction.atomic():
        known = {one.version: one.sha256 for one in rules.known_versions()}
        if known.get(screen.version) == screen.sha256:
            report.notes.append(f"Version {screen.version} is here already, word for word.")
            return report
        before = rules.in_force(today=now.date())
        found = changes(before.rules, screen.rules)
        report.added += _added(before, screen)
        report.changed += [*_changed(before, screen), *(said(change) for change in found)]
        report.refused += [*_unfit(screen, known), *_lowered(before, screen, found, lowered)]
        if not report.is_refused and not dry_run:
            _keep(screen, content, lowered=[said(one) for one in found if one.is_milder], by=by, who=importer, now=now)
    report.notes += _what_next(screen, report, dry_run=dry_run)
    return report


def said(change: Change) -> str:
    """RF15 E -> U, for somebody of 40 who answers yes to RF15: milder."""
    how = "milder" if change.is_milder else "stricter"
    if change.raises:
        return f"{change.rule} {'no longer raises' if change.is_milder else 'raises'} other flags: {how}"
    before, after = (action.value if action else "nothing" for action in (change.before, change.after))
    yes = ", ".join(change.yes)
    return f"{change.rule} {before} -> {after}, for somebody of {change.age} who answers yes to {yes}: {how}"


def _counts(screen: Screen) -> list[str]:
    questions = [question for question in screen.rules.questions if not question.group]
    return [
        f"version {screen.version}",
        f"{len(screen.rules.rules)} rules",
        f"{len(questions)} questions in {len(REQUIRED_LANGUAGES)} languages",
        f"{len(screen.chart_rules)} rules for the chart",
        f"{len(screen.sources)} sources",
    ]


def _added(before: Screen, after: Screen) -> list[str]:
    rows = {origin.id for origin in before.origins} | {rule.id for rule in before.chart_rules}
    new = [origin.id for origin in after.origins if origin.id not in rows]
    new += [rule.id for rule in after.chart_rules if rule.id not in rows]
    questions = [one.id for one in after.rules.questions if one.id not in before.rules.by_id and one.id not in new]
    return [*(f"rule {name}" for name in new), *(f"question {name}" for name in questions)]


def _changed(before: Screen, after: Screen) -> Iterator[str]:
    """Words, sources and rules of the chart; what the questions lead to is compared by asking (core)."""
    for name, words in after.asked.items():
        if name in before.asked and words != before.asked[name]:
            yield f"{name}: the question's words"
    for name, advice in after.advice.items():
        if name in before.advice and advice != before.advice[name]:
            yield f"{name}: the words of the answer"
    earlier = {origin.id: origin for origin in before.origins}
    for origin in after.origins:
        if origin.id in earlier and origin != earlier[origin.id]:
            yield f"{origin.id}: its sources, mark or reading"
    for old, new in _chart_pairs(before, after):
        if old != new:
            yield f"{new.id}: the rule for the chart"


def _chart_pairs(before: Screen, after: Screen) -> Iterator[tuple[safety.ChartRule, safety.ChartRule]]:
    earlier = {rule.id: rule for rule in before.chart_rules}
    yield from ((earlier[rule.id], rule) for rule in after.chart_rules if rule.id in earlier)


def _unfit(screen: Screen, known: dict[str, str]) -> Iterator[str]:
    """What is wrong with it whatever was there before."""
    if screen.version in known:
        yield f"version {screen.version} is here with other words: a version is never changed, give it a new date"
    elif screen.version <= max(known):
        yield f"version {screen.version} is older than {max(known)}, which is here: give it a later date"
    try:
        date.fromisoformat(screen.version)
    except ValueError:
        yield f"version {screen.version} is not a date, such as 2027-03-01"
    for name in missing(screen):
        yield f"{name} is missing: every row of the clinical tables has to be there"
    if screen.review_due <= screen.effective:
        yield "review_due has to come after effective"


def _lowered(before: Screen, after: Screen, found: Collection[Change], allowed: Collection[str]) -> Iterator[str]:
    """Nothing becomes milder unless it was named."""
    for change in found:
        if change.is_milder and change.rule not in allowed:
            yield f"{said(change)}; if that is meant, say --lower {change.rule}"
    for old, new in _chart_pairs(before, after):
        if new.action.rank > old.action.rank and new.id not in allowed:
            yield f"{new.id} {old.action.value} -> {new.action.value} in the chart: milder; say --lower {new.id}"


def _keep(screen: Screen, content: bytes, *, lowered: list[str], by: By, who: str, now: datetime) -> None:
    row = RulesVersion.objects.create(
        version=screen.version,
        text=content.decode("utf-8"),
        sha256=screen.sha256,
        effective=screen.effective,
        lowered=lowered,
        imported_at=now,
        imported_by=who,
    )
    record(at=now, by=by, action="import-rules", entity=f"RulesVersion/{row.pk}", version=screen.version)


def _what_next(screen: Screen, report: Report, *, dry_run: bool) -> Iterator[str]:
    if report.is_refused:
        yield "Nothing was kept."
        return
    yield f"SHA-256 {screen.sha256}"
    if dry_run:
        yield "Nothing was kept: this was a trial."
        return
    yield f"Kept. It is in force from {screen.effective} on, once it is signed for: {', '.join(REQUIRED_LANGUAGES)}."
