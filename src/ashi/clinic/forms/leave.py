"""Who or what is not there, and from when to when."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

CLINIC = "clinic"


class LeaveForm(forms.Form):
    """Whole days unless times are given. `about`: a resource's id, or the whole clinic."""

    about = forms.ChoiceField(label=_("Who or what"), error_messages={"required": _("Choose who or what is not there")})
    first = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the first day"),
            "invalid": _("Write the day as 2026-11-30, or choose it"),
        },
    )
    last = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave empty for one day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as 2026-11-30, or choose it")},
    )
    begins = forms.TimeField(
        label=_("From what time"),
        help_text=_("Leave empty for the whole day"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as 13:30, or choose it")},
    )
    ends = forms.TimeField(
        label=_("Until what time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "step": "300"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as 13:30, or choose it")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The desk sees it; patients see it for a closure. Nothing about health."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, about: Sequence[tuple[str, Any]], zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.zone = zone
        self.fields["about"].choices = about  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last") or cleaned.get("first")
        if not first or not last or self.errors:
            return cleaned
        if last < first:
            self.add_error("last", _("The last day comes before the first"))
            return cleaned
        start = datetime.combine(first, cleaned.get("begins") or time(), self.zone)
        ends = cleaned.get("ends")
        end = datetime.combine(last if ends else last + timedelta(days=1), ends or time(), self.zone)
        if end <= start:
            self.add_error("ends", _("It has to end after it begins"))
        cleaned["start"], cleaned["end"] = start, end
        return cleaned
