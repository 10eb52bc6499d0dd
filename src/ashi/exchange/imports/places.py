"""A list of postal codes and cities with where they lie, such as the gazetteer of a census office, as CSV."""

from datetime import datetime

from ashi.exchange.imports.report import Report
from ashi.records.by import By
from ashi.records.localities import BadList, replace_localities, rows_of


def import_places(content: bytes, *, name: str, by: By, now: datetime, dry_run: bool = False) -> Report:
    """The whole list or nothing of it, in the place of the one before. With `dry_run` nothing is kept."""
    report = Report()
    try:
        rows = list(rows_of(content.decode("utf-8-sig").splitlines()))
    except UnicodeDecodeError:
        report.refused.append(f"{name}: not UTF-8")
        return report
    except BadList as wrong:
        report.refused.append(f"{name}, {wrong}")
        return report
    report.read.append(f"{len(rows)} places")
    if not dry_run:
        report.notes.append(f"{replace_localities(rows=rows, now=now, by=by)} names are known now.")
    return report
