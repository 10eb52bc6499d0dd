"""Invented clinics, the same for the same day: `acumd` to be looked at, `bench` to be measured."""

from datetime import datetime

from django.utils import timezone

from ashi.exchange.fhir.keys import SCOPES, make_key

SCENARIOS = ("acumd", "bench")
PASSWORD = "needles-in-needles-out"  # noqa: S105 (printed at every start of a demo, and good for nothing else)
FHIR_KEY = "ashi_demo_find_hold_book_search"


def fill(scenario: str, *, now: datetime | None = None) -> None:
    """Fill an empty, migrated database. Raises ValueError for a scenario that does not exist."""
    from ashi.project.demo import acumd, bench

    fillers = {"acumd": acumd.fill, "bench": bench.fill}
    if scenario not in fillers:
        raise ValueError(f"there is no scenario {scenario}: choose from {', '.join(fillers)}")
    now = now or timezone.now()
    fillers[scenario](now=now)
    make_key(name="demo", scopes=list(SCOPES), now=now, key=FHIR_KEY)


def sign_ins() -> list[str]:
    """One line a person who can sign in, and the key for programs."""
    from ashi.records.models import User

    width = max((len(user.get_role_display()) for user in User.objects.all()), default=0)
    lines = [
        f"{user.get_role_display():<{width}}  /clinic/  {user.username}  {PASSWORD}"
        for user in User.objects.order_by("pk")
    ]
    return [*lines, f"FHIR key: {FHIR_KEY}"]
