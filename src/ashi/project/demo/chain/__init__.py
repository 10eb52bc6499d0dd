"""A chain to measure: a thousand places in 39 cities and seven zones, ten thousand acupuncturists, all invented.

Four patterns are filled by the search itself, as every invented clinic is; a place has one of them, more or less of it,
with people of their own. Written in bulk, with the guards in place.
"""

from datetime import datetime
from random import Random

from ashi.project.demo.chain import filling, founding, patterns
from ashi.project.demo.staff import sign_up
from ashi.records.models import Organization, Practitioner

PLACES = 1_000


def fill(*, now: datetime, seed: int, places: int = PLACES) -> None:
    chance = Random(f"chain {seed}")  # noqa: S311
    chain = founding.found(places, now=now, chance=chance)
    Organization.objects.update(licensee=Practitioner.objects.order_by("pk").first())
    sign_up([])
    filling.fill(chain, patterns.make(chain, now=now, chance=chance), now=now, chance=chance)
