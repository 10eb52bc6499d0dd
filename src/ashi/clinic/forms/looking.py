"""From which day on, and with whom: what a list of free times is asked for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ashi.records.models import Location, Practitioner

ANYONE = ""


def workers_at(location: Location) -> list[tuple[str, Any]]:
    people = Practitioner.objects.filter(roles__location=location, roles__active=True, active=True)
    return [(str(person.pk), person.name) for person in people.distinct()]


class LookForm(forms.Form):
    """`first` is today where nothing else was asked for, and never a day that is past."""

    first = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 2026-11-30, or choose it")},
    )
    practitioner = forms.ChoiceField(label=_("With"), required=False)

    def __init__(self, data: Any, *, location: Location, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        self.fields["practitioner"].choices = [(ANYONE, _("Anybody")), *workers_at(location)]  # type: ignore[attr-defined]

    def clean_first(self) -> date:
        return max(self.cleaned_data["first"] or self.today, self.today)

    @property
    def day(self) -> date:
        """What can be looked for, even when the form is wrong."""
        found = self.cleaned_data.get("first") if self.is_valid() else None
        return found or self.today

    @property
    def practitioner_id(self) -> int | None:
        asked = self.cleaned_data.get("practitioner") if self.is_bound and self.is_valid() else None
        return int(asked) if asked else None
