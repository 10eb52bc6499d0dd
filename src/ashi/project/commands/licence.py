"""`ashi licence`: write down what a board says of a licence; lists the visits that it no longer permits."""

import argparse
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ashi.project.commands import CommandError


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help="the licence's number, as it is on record")
    parser.add_argument("--jurisdiction", default="US-FL", help="whose licence it is (US-FL)")
    parser.add_argument("--status", required=True, help='the status word for word, such as "CLEAR/ACTIVE"')
    parser.add_argument("--source", required=True, help="where it was read, such as the board's page and its date")
    parser.add_argument("--expires", type=date.fromisoformat, help="its last day, such as 2028-02-29")
    parser.add_argument("--zone", default="America/New_York", help="the board's zone (America/New_York)")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()

    from django.utils import timezone

    from ashi.clinic.actions.licences import write_status
    from ashi.records.by import By
    from ashi.records.models import Qualification

    licence = Qualification.objects.filter(jurisdiction=given.jurisdiction, number=given.number).first()
    if licence is None:
        raise CommandError(f"no licence {given.number} of {given.jurisdiction} is on record")
    touched = write_status(
        licence=licence,
        status=given.status,
        source=given.source,
        by=By("command"),
        now=timezone.now(),
        expires_at=_end_of(given.expires, given.zone),
    )
    licence.refresh_from_db()
    print(f"{licence}: {licence.status}, {'permits' if licence.permits_practice else 'does not permit'} practice")
    for visit in touched:
        zone = ZoneInfo(visit.location.zone)
        print(f"no longer permitted: {visit.reference}, {visit.start.astimezone(zone):%Y-%m-%d %H:%M}")
    return 0


def _end_of(day: date | None, zone: str) -> datetime | None:
    """The end of that local day, as an instant."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone)) if day else None
