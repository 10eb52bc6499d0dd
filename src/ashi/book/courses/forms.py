"""What somebody wishes for in a course: how many visits, which days and times suit, with whom, from when."""

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ashi.book.courses.proposing import Wished
from ashi.core.scheduling.course.asking import LIMITS, Limit
from ashi.core.scheduling.course.templates import TEMPLATES, Template, standing
from ashi.core.scheduling.dayparts import DayPart
from ashi.web.forms import with_hint
from ashi.web.wording import weekday

ANYONE = "anyone"
PARTS = {
    DayPart.MORNING: (_("Morning"), (time(0), time(12))),
    DayPart.AFTERNOON: (_("Afternoon"), (time(12), time(17))),
    DayPart.EVENING: (_("Evening"), (time(17), time(0))),
}
OFFERED: dict[str, tuple[Template, Promise]] = {
    "six": (TEMPLATES["six"], _("About 5 weeks: twice a week, then every week, then every second week")),
    "eight": (TEMPLATES["eight"], _("About 6 weeks: twice a week, then every week, then every second week")),
    "ten": (TEMPLATES["ten"], _("About 8 weeks: twice a week, then every week, then every second week")),
    "twelve": (TEMPLATES["twelve"], _("About 12 weeks: twice a week, then every week, then every second week")),
    "weekly": (standing(8, reassess=(5,)), _("A standing time: the same day of the week for 8 weeks")),
}
AT_THE_DESK: dict[str, tuple[Template, Promise]] = {
    "twelve-60": (TEMPLATES["twelve-60"], _("About 7 weeks, for a payer that counts 60 days")),
    "ten-twice": (TEMPLATES["ten-twice"], _("5 weeks, twice a week throughout")),
    "weekly-20": (standing(20, reassess=(5, 12)), _("A standing time: the same day of the week for 20 weeks")),
}
PAYERS = {
    "": _("No limit"),
    "12-in-90": _("12 visits in 90 days"),
    "12-in-60": _("12 visits in 60 days"),
    "8-in-90": _("8 visits in 90 days"),
}
MOST_DAYS_AHEAD = 120


class CourseForm(forms.Form):
    """Read from an address: nothing in it is about health, and Back leads back to it."""

    visits = forms.ChoiceField(
        label=_("How many visits?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how many visits")},
    )
    day = forms.MultipleChoiceField(
        label=_("Which days suit?"),
        help_text=_("Tick none if all do."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    part = forms.MultipleChoiceField(
        label=_("Which times of day?"),
        help_text=_("Tick none if all do."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(part), said) for part, (said, _span) in PARTS.items()],
    )
    who = forms.ChoiceField(label=_("With whom?"), widget=forms.RadioSelect)
    first = forms.DateField(
        label=_("From which day on?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the first day that suits"),
            "invalid": _("Write the day as year, month and day, such as 2027-01-31"),
        },
    )
    limit = forms.ChoiceField(label=_("What the payer allows"), choices=list(PAYERS.items()), required=False)
    used = forms.IntegerField(
        label=_("Visits already used of these"), required=False, min_value=0, max_value=99, widget=forms.NumberInput()
    )

    def __init__(
        self,
        *args: Any,
        weekdays: Collection[int],
        people: Sequence[tuple[int, str]],
        soonest: date,
        by_desk: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.soonest = soonest
        self.offered = OFFERED | (AT_THE_DESK if by_desk else {})
        self._choose("visits", [(key, with_hint(_visits(t.visits), hint)) for key, (t, hint) in self.offered.items()])
        self._choose("day", [(str(day), weekday(day).capitalize()) for day in sorted(weekdays)])
        self._choose("who", [*((str(pk), name) for pk, name in people), (ANYONE, _("Whoever is free"))])
        self.fields["first"].widget.attrs["min"] = soonest.isoformat()
        if not by_desk:
            del self.fields["limit"], self.fields["used"]

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        if first < self.soonest:
            raise ValidationError(_("This day is over, or too soon. Choose a later one."), code="past")
        if (first - self.soonest).days > MOST_DAYS_AHEAD:
            raise ValidationError(_("A course begins within four months. Choose an earlier day."), code="far")
        return first

    def wished(self) -> Wished:
        """Of a valid form."""
        said = self.cleaned_data
        return Wished(
            template=self.offered[said["visits"]][0],
            first=said["first"],
            weekdays=frozenset(map(int, said["day"])),
            spans=tuple(PARTS[DayPart(part)][1] for part in said["part"]),
            practitioners=frozenset() if said["who"] == ANYONE else frozenset({int(said["who"])}),
            limit=self._limit(),
        )

    def _limit(self) -> Limit | None:
        named = LIMITS.get(self.cleaned_data.get("limit") or "")
        if named is None:
            return None
        return Limit(named.visits, named.days, used=self.cleaned_data.get("used") or 0)


def _visits(number: int) -> Any:
    return ngettext_lazy("%(number)s visit", "%(number)s visits", number) % {"number": number}
