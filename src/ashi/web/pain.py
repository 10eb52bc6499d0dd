"""The words for where, since when and how pain began, and where the places lie on the picture of the back."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.records.models import Baseline, Began, Place, Since, Tried

Choices = list[tuple[str, Any]]

PLACES: Choices = [
    (Place.NECK, _("Neck")),
    (Place.LEFT_SHOULDER, _("Left shoulder blade")),
    (Place.RIGHT_SHOULDER, _("Right shoulder blade")),
    (Place.MID_BACK, _("Middle of the back")),
    (Place.LOW_LEFT, _("Low back, left")),
    (Place.LOW_MIDDLE, _("Low back, in the middle")),
    (Place.LOW_RIGHT, _("Low back, right")),
    (Place.LEFT_BUTTOCK, _("Left buttock or hip")),
    (Place.RIGHT_BUTTOCK, _("Right buttock or hip")),
    (Place.LEFT_THIGH, _("Left thigh")),
    (Place.RIGHT_THIGH, _("Right thigh")),
    (Place.LEFT_CALF, _("Left lower leg")),
    (Place.RIGHT_CALF, _("Right lower leg")),
    (Place.LEFT_FOOT, _("Left foot")),
    (Place.RIGHT_FOOT, _("Right foot")),
    (Place.ELSEWHERE, _("Somewhere else")),
]
SINCE: Choices = [
    (Since.WEEKS, _("Less than 6 weeks")),
    (Since.MONTHS, _("6 to 12 weeks")),
    (Since.YEAR, _("3 months to a year")),
    (Since.YEARS, _("1 to 5 years")),
    (Since.LONG, _("More than 5 years")),
]
BEGAN: Choices = [
    (Began.STRAIN, _("A strain, such as lifting or twisting")),
    (Began.INJURY, _("An injury, such as a fall or a crash")),
    (Began.POSTURE, _("Sitting, standing or lying in one way for long")),
    (Began.UNKNOWN, _("Nothing that I know of")),
]
TRIED: Choices = [
    (Tried.NOT_TRIED, pgettext_lazy("a treatment", "Not tried")),
    (Tried.HELPED, _("It helped")),
    (Tried.A_LITTLE, _("It helped a little")),
    (Tried.DID_NOT, _("It did not help")),
]
TREATMENTS: Choices = [
    ("medicine", _("Medicine")),
    ("physical_therapy", _("Physical therapy")),
    ("surgery", _("Surgery")),
    ("other", _("Something else")),
]


@dataclass(frozen=True)
class Spot:
    """Where a place lies on web/pictures/back_outline.html: its units, the upper left corner and the size."""

    place: str
    x: float
    y: float
    width: float
    height: float

    @property
    def radius(self) -> float:
        return round(min(self.width, self.height) / 2.4, 2)


def _both(left: str, right: str, x: float, y: float, width: float, height: float) -> list[Spot]:
    return [Spot(left, -x - width, y, width, height), Spot(right, x, y, width, height)]


# Each is at least 33 pixels wide on the narrowest telephone.
SPOTS = [
    Spot(Place.NECK, -2.3, -66.2, 4.6, 4.6),
    *_both(Place.LEFT_SHOULDER, Place.RIGHT_SHOULDER, 0.5, -61.2, 6.6, 5.2),
    Spot(Place.MID_BACK, -6.2, -55.7, 12.4, 6.4),
    *_both(Place.LOW_LEFT, Place.LOW_RIGHT, 2.2, -48.9, 4.2, 6.6),
    Spot(Place.LOW_MIDDLE, -2.1, -48.9, 4.2, 6.6),
    *_both(Place.LEFT_BUTTOCK, Place.RIGHT_BUTTOCK, 0.3, -42.0, 6.8, 7.4),
    *_both(Place.LEFT_THIGH, Place.RIGHT_THIGH, 0.7, -34.2, 5.6, 12.6),
    *_both(Place.LEFT_CALF, Place.RIGHT_CALF, 0.9, -20.8, 5.0, 14.2),
    *_both(Place.LEFT_FOOT, Place.RIGHT_FOOT, 0.7, -6.0, 5.0, 6.0),
]


@dataclass(frozen=True)
class ToldBaseline:
    """A baseline in words, for whoever treats."""

    places: list[str]
    spots: list[Spot]
    since: str
    began: str
    pain: int
    activities: list[tuple[str, int]]
    tried: list[tuple[str, str]]
    baseline: Baseline


def told(baseline: Baseline) -> ToldBaseline:
    return ToldBaseline(
        places=[str(word) for place, word in PLACES if place in baseline.places],
        spots=[spot for spot in SPOTS if spot.place in baseline.places],
        since=_word(SINCE, baseline.since),
        began=_word(BEGAN, baseline.began),
        pain=baseline.pain,
        activities=[(one.words, one.score) for one in baseline.activities.all()],
        tried=_tried(baseline),
        baseline=baseline,
    )


def _tried(baseline: Baseline) -> list[tuple[str, str]]:
    said = [(name, str(word), getattr(baseline, name)) for name, word in TREATMENTS]
    return [
        (f"{word}: {baseline.other_words}" if name == "other" and baseline.other_words else word, _word(TRIED, how))
        for name, word, how in said
        if how
    ]


def _word(choices: Choices, said: str) -> str:
    return next((str(word) for value, word in choices if value == said), said)
