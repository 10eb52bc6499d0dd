"""Which earlier times would suit."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ashi.records.models import Appointment, OpeningHours, WaitingWish
from ashi.web.wording import weekday

ANYONE = "anyone"
ANY_TIME = (time(0), time.max)
SPANS = {
    "any": (_("Any time"), ANY_TIME),
    "morning": (_("Morning"), (time(0), time(12))),
    "afternoon": (_("Afternoon"), (time(12), time(17))),
    "evening": (_("Evening"), (time(17), time.max)),
}


class EarlierForm(forms.Form):
    day = forms.MultipleChoiceField(
        label=_("Which days suit?"),
        help_text=_("Tick none if all do."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    part = forms.ChoiceField(
        label=_("Which time of day?"),
        widget=forms.RadioSelect,
        choices=[(key, said) for key, (said, _span) in SPANS.items()],
        error_messages={"required": _("Choose a time of day, or any time")},
    )
    who = forms.ChoiceField(
        label=_("With whom?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose with whom, or whoever is free")},
    )

    def __init__(self, *args: Any, visit: Appointment, wish: WaitingWish | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit = visit
        hours = OpeningHours.objects.filter(location=visit.location_id)
        self.open_on = sorted(set(hours.values_list("weekday", flat=True)))
        people = [("same", visit.practitioner.name), (ANYONE, _("Whoever is free"))]
        self.fields["day"].choices = [(str(day), weekday(day).capitalize()) for day in self.open_on]  # type: ignore[attr-defined]
        self.fields["who"].choices = people  # type: ignore[attr-defined]
        self.initial = _as_typed(wish) if wish else {"part": "any", "who": "same"}

    def wishes(self) -> dict[str, Any]:
        """Of a valid form, as columns of a wish."""
        said = self.cleaned_data
        begins, ends = SPANS[said["part"]][1]
        return {
            "weekdays": sorted(map(int, said["day"])) or self.open_on,
            "from_time": begins,
            "to_time": ends,
            "practitioner": None if said["who"] == ANYONE else self.visit.practitioner,
        }


def _as_typed(wish: WaitingWish) -> dict[str, Any]:
    span = (wish.from_time, wish.to_time)
    return {
        "day": [str(day) for day in wish.weekdays],
        "part": next((key for key, (_said, times) in SPANS.items() if times == span), "any"),
        "who": "same" if wish.practitioner_id else ANYONE,
    }
