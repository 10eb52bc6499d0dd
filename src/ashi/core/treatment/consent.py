"""Whether a consent holds: for this technique, these words, this plan, this patient, now.

Consent is given for each technique with the words that stood on the page, and ends when it is withdrawn, when the words
get a new version, when another course is agreed, after a year, and, if a guardian signed for a child, on the day the
child is of age. Needles left in take a consent of their own (New Zealand's Health and Disability Commissioner,
15HDC01325). The year and the course are our own reading, to be signed by a clinician and a lawyer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from ashi.core.treatment.technique import Technique

OF_AGE = 18  # years, in Florida and nearly everywhere else
GOOD_FOR = timedelta(days=365)


class Signer(StrEnum):
    PATIENT = "patient"
    GUARDIAN = "guardian"


class Lack(StrEnum):
    """Why there is no consent in force."""

    NEVER = "never asked"
    WITHDRAWN = "withdrawn"
    NEW_WORDS = "the words have changed"
    NEW_PLAN = "another course"
    RAN_OUT = "too long ago"
    OF_A_MINOR = "a minor signed"


@dataclass(frozen=True)
class Given:
    """A consent that was signed. Instants aware; `plan` is the course it was signed for, None outside one."""

    technique: Technique
    version: str
    signer: Signer
    signed: datetime
    good_until: datetime
    plan: int | None = None
    withdrawn: bool = False


@dataclass(frozen=True)
class Asked:
    """What is about to be done: with which words in force, in which course, to somebody born when (None: not known)."""

    technique: Technique
    version: str
    plan: int | None
    born: date | None
    today: date
    now: datetime


def of_age_on(born: date) -> date:
    """The day on which somebody is of age; 1 March for who was born on a 29 February."""
    try:
        return born.replace(year=born.year + OF_AGE)
    except ValueError:
        return date(born.year + OF_AGE, 3, 1)


def is_minor(born: date | None, *, today: date) -> bool:
    """Not of age on that day, as far as is known."""
    return born is not None and today < of_age_on(born)


def good_until(*, signed: datetime, signer: Signer, born: date | None, zone: ZoneInfo) -> datetime:
    """A year; a guardian's signature for a child no longer than to the midnight at which the child is of age."""
    year = signed + GOOD_FOR
    if signer is not Signer.GUARDIAN or born is None:
        return year
    of_age = datetime.combine(of_age_on(born), time(0), tzinfo=zone)
    return min(year, of_age) if of_age > signed else year


def why_lacking(asked: Asked, given: Iterable[Given]) -> Lack | None:
    """None when one of these consents is in force for what is asked; otherwise what is wrong with the newest one."""
    about = sorted((one for one in given if one.technique is asked.technique), key=lambda one: one.signed)
    lacks = [_lack(asked, one) for one in about]
    if None in lacks:
        return None
    return lacks[-1] if lacks else Lack.NEVER


def _lack(asked: Asked, one: Given) -> Lack | None:
    if one.withdrawn:
        return Lack.WITHDRAWN
    if one.version != asked.version:
        return Lack.NEW_WORDS
    if one.signer is Signer.PATIENT and is_minor(asked.born, today=asked.today):
        return Lack.OF_A_MINOR
    if one.plan is not None and asked.plan is not None and one.plan != asked.plan:
        return Lack.NEW_PLAN
    return Lack.RAN_OUT if asked.now >= one.good_until else None
