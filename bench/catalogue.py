"""What is measured in which clinic, in this order."""

from collections.abc import Callable

from bench import measurements, pages
from bench.measurements import Work
from bench.server import Server

Measurement = Callable[[Server], Work]

MEASUREMENTS: dict[str, dict[str, Measurement]] = {
    "bench": {
        "status": measurements.status_page,
        "one day": measurements.one_day,
        "60 days of anyone": measurements.sixty_days,
        "booking": measurements.booking,
        "find page": pages.find_page,
        "week page": pages.week_page,
        "day sheet": pages.day_sheet,
        "booking by page": pages.book_by_page,
    },
    "phased": {"phased $find": measurements.find_phased},
}
# What must cost no more in an old clinic than in an empty one.
AGEING = ("one day", "booking", "week page", "day sheet", "booking by page")
