"""Closed days. The `holidays` package only suggests; which of them a clinic keeps is the clinic's to say."""

from datetime import date, datetime, time, timedelta

import holidays

from ashi.project.demo.founding import NEW_YORK
from ashi.records.models import Closure, Location

# What the package suggests and this clinic keeps: its name there, and as the pages say it.
KEPT = {
    "New Year's Day": ("New Year's Day", "Año Nuevo"),
    "Memorial Day": ("Memorial Day", "Día de los Caídos"),
    "Independence Day": ("Independence Day", "Día de la Independencia"),
    "Labor Day": ("Labor Day", "Día del Trabajo"),
    "Thanksgiving Day": ("Thanksgiving", "Día de Acción de Gracias"),
    "Christmas Day": ("Christmas", "Navidad"),
}


def close_on_holidays(location: Location, today: date) -> None:
    """Last year's to next year's, but never today: whoever opens the demo on a holiday finds the clinic at work."""
    years = range(today.year - 2, today.year + 2)
    suggested = holidays.country_holidays("US", subdiv="FL", years=years, language="en_US")
    Closure.objects.bulk_create(
        Closure(
            location=location,
            start=datetime.combine(day, time(), tzinfo=NEW_YORK),
            end=datetime.combine(day + timedelta(days=1), time(), tzinfo=NEW_YORK),
            reason_en=KEPT[name][0],
            reason_es=KEPT[name][1],
        )
        for day, name in sorted(suggested.items())
        if name in KEPT and day != today
    )
