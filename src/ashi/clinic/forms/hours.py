"""The hours of a week, typed as people write them: 9-17, or 9 am to 1 pm, 2 pm to 6 pm."""

import re
from collections.abc import Mapping, Sequence
from datetime import time
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ashi.web import wording

Stretch = tuple[time, time]
_CLOCK = r"(\d{1,2})(?:[:.](\d\d))?\s*([ap])?\.?(?:m\b\.?)?"
_STRETCH = re.compile(rf"\s*{_CLOCK}\s*(?:-|–|—|to|a)\s*{_CLOCK}\s*", re.IGNORECASE)
END_OF_DAY = 24 * 60


class HoursField(forms.CharField):
    """Stretches of a day, in order. Empty: none."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "placeholder": ""})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str | None) else written(value)

    def clean(self, value: Any) -> list[Stretch]:
        text = super().clean(value).strip()
        stretches = [_minutes(piece) for piece in re.split(r"[,;]|\band\b|\by\b", text)] if text else []
        if any(later[0] < earlier[1] for earlier, later in pairwise(stretches)):
            raise ValidationError(_("These hours overlap, or are not in order"), code="order")
        return [(_time(opens), _time(closes)) for opens, closes in stretches]


class WeekForm(forms.Form):
    """Seven of them: `day_0` is Monday."""

    week_help = _("Such as 9:00-17:00, or 9-13, 14-18. Empty: closed.")

    def __init__(self, *args: Any, week: Mapping[int, Sequence[Stretch]] | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {f"day_{day}": list(found) for day, found in (week or {}).items()} | (
            kwargs.get("initial") or {}
        )
        super().__init__(*args, **kwargs)
        for day in range(7):
            self.fields[f"day_{day}"] = HoursField(label=wording.weekday(day).capitalize(), required=False)

    @property
    def week(self) -> dict[int, list[Stretch]]:
        return {day: self.cleaned_data[f"day_{day}"] for day in range(7) if self.cleaned_data[f"day_{day}"]}

    @property
    def days(self) -> list[Any]:
        return [self[f"day_{day}"] for day in range(7)]


def written(stretches: Sequence[Stretch]) -> str:
    return ", ".join(
        f"{_clock(opens)}-{_clock(closes) if closes != time() else '24:00'}" for opens, closes in stretches
    )


def _clock(wall: time) -> str:
    return f"{wall.hour}:{wall.minute:02}"


def _minutes(piece: str) -> tuple[int, int]:
    found = _STRETCH.fullmatch(piece)
    if not found:
        raise ValidationError(
            _("We could not read “%(piece)s”: write hours such as 9:00-17:00, with commas between them"),
            code="hours",
            params={"piece": piece.strip()},
        )
    opens, closes = _of_day(*found.groups()[:3]), _of_day(*found.groups()[3:])
    if closes == 0:
        closes = END_OF_DAY
    if opens % 5 or closes % 5:
        raise ValidationError(_("Hours begin and end on five minutes, such as 9:05"), code="five")
    if not opens < closes <= END_OF_DAY:
        raise ValidationError(_("It has to close after it opens, on the same day"), code="backwards")
    return opens, closes


def _of_day(hour: str, minute: str | None, half: str | None) -> int:
    hours, minutes = int(hour), int(minute or 0)
    if hours > 24 or minutes > 59 or (half and not 1 <= hours <= 12):
        raise ValidationError(_("There is no such time of day: look at the hours again"), code="clock")
    if half:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    return hours * 60 + minutes


def _time(minutes: int) -> time:
    return time(minutes % END_OF_DAY // 60, minutes % 60)
