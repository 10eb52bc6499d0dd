"""What it costs to bend a wish, in points. One table, so that a clinic can read and dispute it.

| bent | points |
|---|---|
| a day of the week, a time of day or a practitioner that was not named | 1000 each |
| a gap shorter or longer than wished for | 20 times the days, squared: 20, 80, 180, … |
| each day that the first visit is later than it could be | 10 |
| another practitioner than the course's usual one | 50 |
| another time of day than the usual: up to 30 minutes, 1 hour, 2 hours, more | 4, 10, 20, 30 |

So what the patient asked for comes first, then the gaps, then the same person, then the same time.
"""

from bisect import bisect_left

from ashi.core.scheduling.course.asking import Usual, Wishes
from ashi.core.scheduling.course.templates import Gap

UNWISHED = 1000
A_DAY_OFF = 20
A_DAY_LATER = 10
ANOTHER_PERSON = 50
# Cells between the wall times, and what it costs up to that many; more costs the last.
REACHES = (0, 6, 12, 24)
BY_REACH = (0, 4, 10, 20)
FAR_OFF = 30


def of_gap(gap: Gap, days: int) -> int:
    return A_DAY_OFF * (days - gap.wished) ** 2


def of_time(wall: int, usual: int) -> int:
    """Of a visit at one wall time (cells since midnight) in a course that usually is at another."""
    level = bisect_left(REACHES, abs(wall - usual))
    return BY_REACH[level] if level < len(BY_REACH) else FAR_OFF


def of_visit(day: int, wall: int, practitioner: int, *, wishes: Wishes, usual: Usual) -> int:
    """Of one visit, apart from the gaps around it."""
    unwished = (not wishes.suits_day(day)) + (not wishes.suiting >> wall & 1) + (not wishes.suits_person(practitioner))
    another = ANOTHER_PERSON if practitioner != usual.practitioner else 0
    return UNWISHED * unwished + another + of_time(wall, usual.wall)
