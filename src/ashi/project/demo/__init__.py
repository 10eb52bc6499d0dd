"""Invented clinics, the same for the same day and seed: `acumd` to look at, the others to measure."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

from ashi.exchange.fhir.keys import SCOPES, make_key
from ashi.project.demo import acumd, bench, chain, old
from ashi.project.demo.staff import PASSWORD
from ashi.records.models import Organization, User

SEED = 1
SCENARIOS = {
    "acumd": acumd.fill,
    "bench": bench.fill,
    "phased": bench.fill_phased,
    "old": old.fill,
    "chain": chain.fill,
}
FHIR_KEY = "ashi_demo_find_hold_book_search"


def remember_more() -> None:
    """For a process that fills, before its transaction begins. SQLite's usual page cache is small, and every row goes
    into a dozen indexes. What a statement might have to take back goes to a file after the first that takes much, page
    by page: two thousand writes for each place of the chain are forty thousand calls of the system."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA temp_store = MEMORY")
            cursor.execute("PRAGMA cache_size = -400000")


def fill(scenario: str, *, now: datetime | None = None, seed: int = SEED) -> None:
    """Fill an empty, migrated database as if it were `now`. Raises ValueError for a scenario that does not exist."""
    if scenario not in SCENARIOS:
        raise ValueError(f"there is no scenario {scenario}: choose from {', '.join(SCENARIOS)}")
    now = now or timezone.now()
    SCENARIOS[scenario](now=now, seed=seed)
    make_key(name="demo", scopes=list(SCOPES), now=now, key=FHIR_KEY)


def is_filled() -> bool:
    return Organization.objects.filter(invented=True).exists()


def sign_ins() -> list[str]:
    """One line a person who can sign in, and the key for programs."""
    users = list(User.objects.filter(invented=True).order_by("pk"))
    width = max((len(user.get_role_display()) for user in users), default=0)
    lines = [f"{user.get_role_display():<{width}}  /clinic/  {user.username}  {PASSWORD}" for user in users]
    return [*lines, f"FHIR key: {FHIR_KEY}"]
