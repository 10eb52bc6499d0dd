"""The kinds of visit of the invented clinics."""

from dataclasses import dataclass

from ashi.project.demo.founding import EMPTY_ROOM, PRACTITIONER, RESTING, RESTING_WITH_CURRENT, PhaseSpec, offer
from ashi.records.models import Audience, HealthcareService

STIMULATOR = "electroacupuncture"


@dataclass(frozen=True)
class Kinds:
    first: HealthcareService
    again: HealthcareService
    electro: HealthcareService

    @property
    def all(self) -> tuple[HealthcareService, ...]:
        return self.first, self.again, self.electro


def phases(talk: int, rest: str = RESTING) -> list[PhaseSpec]:
    return [
        PhaseSpec("talk", talk, PRACTITIONER),
        PhaseSpec("needles_in", 10, PRACTITIONER),
        PhaseSpec("retention", 25, rest, least=20, most=30),
        PhaseSpec("needles_out", 5, PRACTITIONER),
        PhaseSpec("turnover", 5, EMPTY_ROOM),
    ]


def offer_kinds() -> Kinds:
    first = offer(
        phases(talk=25),
        slug="first-visit",
        name_en="First visit",
        name_es="Primera visita",
        summary_en="A longer talk before the needles",
        summary_es="Una conversación más larga antes de las agujas",
        audience=Audience.NEW,
        price_cents=12_000,
        position=1,
    )
    again = offer(
        phases(talk=10),
        slug="return-visit",
        name_en="Return visit",
        name_es="Visita de seguimiento",
        summary_en="For people who have been here before",
        summary_es="Para quienes ya han venido",
        audience=Audience.RETURNING,
        price_cents=8_500,
        position=2,
    )
    electro = offer(
        phases(talk=10, rest=RESTING_WITH_CURRENT),
        slug="electroacupuncture",
        name_en="Return visit with electroacupuncture",
        name_es="Visita de seguimiento con electroacupuntura",
        summary_en="A small current between the needles while you rest",
        summary_es="Una corriente pequeña entre las agujas mientras descansa",
        audience=Audience.RETURNING,
        price_cents=9_500,
        device_kind=STIMULATOR,
        position=3,
    )
    return Kinds(first, again, electro)
