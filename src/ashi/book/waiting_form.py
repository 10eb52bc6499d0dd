"""Which earlier times would suit."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ashi.records.courses import days_while_others_stay
from ashi.records.models import Appointment, OpeningHours, Practitioner, WaitingWish
from ashi.web.wording import day as day_words
from ashi.web.wording import weekday

ANYONE = "anyone"
ANY_TIME = (time(0), time.max)
SPANS = {
    "any": (_("Any time"), ANY_TIME),
    "morning": (_("Morning"), (time(0), time(12))),
    "afternoon": (_("Afternoon"), (time(12), time(17))),
    "evening": (_("Evening"), (time(17), time.max)),
}


def _day(label: Any, hint: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as year, month and day, such as 2027-01-31")},
    )


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
    earliest = _day(_("Not before"), _("Leave it empty if any day suits."))
    latest = _day(_("Not after"), _("Leave it empty for any day before your visit."))

    def __init__(self, *args: Any, visit: Appointment, wish: WaitingWish | None, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visit, self.zone = visit, ZoneInfo(visit.location.zone)
        self.today, self.last = now.astimezone(self.zone).date(), visit.start.astimezone(self.zone).date()
        days = days_while_others_stay(visit)
        self.soonest = max(self.today, days.first) if days else self.today
        hours = OpeningHours.objects.filter(location=visit.location_id)
        self.open_on = sorted(set(hours.values_list("weekday", flat=True)))
        self.others = {str(one.pk): one for one in _others(visit)}
        people = [("same", visit.practitioner.name), *((pk, one.name) for pk, one in self.others.items())]
        self.fields["day"].choices = [(str(day), weekday(day).capitalize()) for day in self.open_on]  # type: ignore[attr-defined]
        self.fields["who"].choices = [*people, (ANYONE, _("Whoever is free"))]  # type: ignore[attr-defined]
        for name in ("earliest", "latest"):
            self.fields[name].widget.attrs |= {"min": self.soonest.isoformat(), "max": self.last.isoformat()}
        self.initial = _as_typed(wish, visit) if wish else {"part": "any", "who": "same"}

    def clean_earliest(self) -> date | None:
        day: date | None = self.cleaned_data["earliest"]
        if day and day > self.last:
            raise ValidationError(_("That is after the visit: choose a day before it, or leave it empty"))
        return day

    def clean_latest(self) -> date | None:
        day: date | None = self.cleaned_data["latest"]
        if day and day < self.today:
            raise ValidationError(_("That day is over: choose today or a later day, or leave it empty"))
        if day and day < self.soonest:
            first = gettext("With the other visits as they are, this one can be on %(day)s at the earliest.")
            raise ValidationError(first % {"day": day_words(self.soonest)})
        earliest = self.cleaned_data.get("earliest")
        if day and earliest and day < earliest:
            raise ValidationError(_("That is before the first day that suits: choose the same day or a later one"))
        return day

    def wishes(self) -> dict[str, Any]:
        """Of a valid form, as columns of a wish."""
        said = self.cleaned_data
        begins, ends = SPANS[said["part"]][1]
        return {
            "weekdays": sorted(map(int, said["day"])) or self.open_on,
            "from_time": begins,
            "to_time": ends,
            "practitioner": self._who(said["who"]),
            "earliest": said["earliest"],
            "latest": said["latest"],
        }

    def _who(self, said: str) -> Practitioner | None:
        return None if said == ANYONE else self.others.get(said, self.visit.practitioner)


def _others(visit: Appointment) -> list[Practitioner]:
    """Who else does this kind of visit here."""
    here = Practitioner.objects.filter(
        active=True, roles__active=True, roles__location=visit.location_id, roles__services=visit.service_id
    )
    return list(here.exclude(pk=visit.practitioner_id).distinct())


def span_of(wish: WaitingWish) -> str:
    """The key of the time of day that was chosen."""
    span = (wish.from_time, wish.to_time)
    return next((key for key, (_said, times) in SPANS.items() if times == span), "any")


def _as_typed(wish: WaitingWish, visit: Appointment) -> dict[str, Any]:
    who = str(wish.practitioner_id) if wish.practitioner_id else ANYONE
    return {
        "day": [str(day) for day in wish.weekdays],
        "part": span_of(wish),
        "who": "same" if wish.practitioner_id == visit.practitioner_id else who,
        "earliest": wish.earliest,
        "latest": wish.latest,
    }
