"""The clinic's facts that every page shows: name, phone, places, hours, and the licensee who answers for the page."""

import time
from dataclasses import dataclass
from datetime import time as WallTime
from typing import Any

from django.db import DatabaseError
from django.utils.translation import get_language

from ashi.records.models import Location, Organization, Practitioner

# Other processes learn of a change after this many seconds; the one that changed it, at once.
FRESH_SECONDS = 20.0
SHOWN = 6  # places: a chain has too many for every page


@dataclass(frozen=True)
class Hours:
    """Days of the week (0 is Monday) that follow each other and are open at the same wall times."""

    first: int
    last: int
    stretches: tuple[tuple[WallTime, WallTime], ...]


@dataclass(frozen=True)
class Place:
    name: str
    street: str
    city: str
    town: str
    zone: str
    hours: tuple[Hours, ...]
    directions_en: str = ""
    directions_es: str = ""

    @property
    def directions_here(self) -> str:
        """How to get in, in the language of the page; English where that is missing."""
        return getattr(self, f"directions_{get_language() or 'en'}", "") or self.directions_en


@dataclass(frozen=True)
class Licensee:
    name: str
    jurisdiction: str
    number: str


@dataclass(frozen=True)
class Clinic:
    """`places` are the first few; `elsewhere` says how many more there are."""

    name: str = "Ashi"
    phone: str = ""
    currency: str = "USD"
    places: tuple[Place, ...] = ()
    elsewhere: int = 0
    licensee: Licensee | None = None
    invented: bool = False
    is_set_up: bool = False

    @property
    def place(self) -> Place | None:
        return self.places[0] if self.places else None


_kept: tuple[float, Clinic] | None = None


def current() -> Clinic:
    """The clinic, or one that is not set up when there is none. A database that is gone leaves what was known last."""
    global _kept
    if _kept and time.monotonic() - _kept[0] < FRESH_SECONDS:
        return _kept[1]
    try:
        clinic = read()
    except DatabaseError:
        return _kept[1] if _kept else Clinic()
    _kept = (time.monotonic(), clinic)
    return clinic


def forget(**_signal: Any) -> None:
    global _kept
    _kept = None


def read() -> Clinic:
    organization = Organization.objects.select_related("licensee").first()
    if organization is None:
        return Clinic()
    locations = organization.locations.prefetch_related("opening_hours").order_by("pk")
    places = tuple(_place(location) for location in locations[:SHOWN])
    return Clinic(
        name=organization.name,
        phone=organization.phone,
        currency=organization.currency,
        places=places,
        elsewhere=locations.count() - len(places),
        licensee=_licensee(organization.licensee),
        invented=organization.invented,
        is_set_up=bool(places),
    )


def _licensee(practitioner: Practitioner | None) -> Licensee | None:
    licence = practitioner and practitioner.qualifications.filter(permits_practice=True).order_by("-expires_at").first()
    if not practitioner or not licence:
        return None
    return Licensee(name=practitioner.name, jurisdiction=licence.jurisdiction, number=licence.number)


def _place(location: Location) -> Place:
    week: dict[int, list[tuple[WallTime, WallTime]]] = {}
    for row in location.opening_hours.all():
        week.setdefault(row.weekday, []).append((row.opens, row.closes))
    region = " ".join(part for part in (location.state, location.postal_code) if part)
    return Place(
        name=location.name,
        street=location.address,
        city=location.city,
        town=f"{location.city}, {region}" if region else location.city,
        zone=location.zone,
        hours=grouped({day: tuple(sorted(stretches)) for day, stretches in week.items()}),
        directions_en=location.directions_en,
        directions_es=location.directions_es,
    )


def grouped(week: dict[int, tuple[tuple[WallTime, WallTime], ...]]) -> tuple[Hours, ...]:
    """Neighbouring days with the same hours become one line."""
    lines: list[Hours] = []
    for day in sorted(week):
        before = lines[-1] if lines else None
        if before and before.last == day - 1 and before.stretches == week[day]:
            lines[-1] = Hours(before.first, day, before.stretches)
        else:
            lines.append(Hours(day, day, week[day]))
    return tuple(lines)
