"""A birth date in one box, for who types with the telephone at their ear."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

from ashi.clinic.reading import dates_in


class BirthField(forms.CharField):
    """5/2/1984, 05021984 or 1984-05-02; where day and month may be meant either way, as the page's language has it."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "class": "short"})

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        found = dates_in(text, get_language() != "en", self.today)
        if not found:
            raise ValidationError(_("Write the birth date as month, day and year, such as 5/2/1984"), code="birth")
        return found[0]


def written(day: date) -> str:
    return pgettext("a birth date as it is typed", "%(month)d/%(day)d/%(year)d") % {
        "month": day.month,
        "day": day.day,
        "year": day.year,
    }
