"""Booking on the telephone: who, what, when, and the emergency questions, on one page."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ashi.book.forms import MailField
from ashi.clinic.forms.birth import BirthField
from ashi.core.safety import ADULT, age_on
from ashi.web.forms import PhoneField, one_line

NEW = "new"
ASKED, NOT_ASKED = "asked", "not"
Choices = Sequence[tuple[str, Any]]


class PhoneBookingForm(forms.Form):
    """The choices come from what was found so far: people, kinds of visit, free times, questions."""

    q = forms.CharField(
        label=_("Name, phone or date of birth"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True, "type": "search"}),
    )
    who = forms.ChoiceField(
        label=_("Who is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the person, or somebody new")},
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = PhoneField(label=_("Phone"), required=False)
    email = MailField(label=_("Mail address"), help_text=_("Not needed"), required=False, max_length=254)
    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES, required=False)
    guardian_name = forms.CharField(label=_("Parent or guardian"), required=False, max_length=120)
    guardian_phone = PhoneField(label=_("Phone of the parent or guardian"), required=False)
    service = forms.ChoiceField(label=_("Kind of visit"))
    # The kind that was proposed, and for whom: without a script the person is chosen after the page was made.
    proposed = forms.CharField(required=False, widget=forms.HiddenInput)
    practitioner = forms.ChoiceField(label=_("With"), required=False)
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.ChoiceField(
        label=_("Free times"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a time"),
            "invalid_choice": _("This time is not free. Choose one of those that are."),
        },
    )
    room = forms.IntegerField(required=False, widget=forms.HiddenInput)
    room_at = forms.CharField(required=False, widget=forms.HiddenInput)
    squeeze = forms.BooleanField(label=_("Squeeze in beside another visit"), required=False)
    squeeze_reason = forms.CharField(
        label=_("Why squeeze?"),
        required=False,
        max_length=200,
        help_text=_("The diary shows it. Nothing about health."),
    )
    asked = forms.ChoiceField(
        label=_("Were they asked?"),
        widget=forms.RadioSelect,
        choices=[
            (ASKED, _("Asked: what is not ticked is a no")),
            (NOT_ASKED, _("Not asked: no needle goes in before they are")),
        ],
        error_messages={"required": _("Say whether you asked the emergency questions")},
    )
    yes = forms.MultipleChoiceField(label=_("Answered yes"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, today: date, region: str, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["birth"] = BirthField(label=_("Date of birth"), required=False, today=today)
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        for name in ("phone", "guardian_phone"):
            self.fields[name].region = region  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("who") == NEW:
            self._clean_new(cleaned)
        if cleaned.get("squeeze") and not cleaned.get("squeeze_reason", "").strip():
            self.add_error("squeeze_reason", _("Write why this visit is squeezed in"))
        if cleaned.get("yes") and cleaned.get("asked") == NOT_ASKED:
            self.add_error("asked", _("Something is ticked: choose “asked”, or take the tick away"))
        return cleaned

    def _clean_new(self, cleaned: dict[str, Any]) -> None:
        name = one_line(cleaned.get("name", ""))
        if not any(letter.isalpha() for letter in name):
            self.add_error("name", _("Write the name of the person who is coming"))
        cleaned["name"] = name
        if not {"phone", "email"} & set(self.errors) and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", _("Write a phone number: it is how we reach them"))
        born = cleaned.get("birth")
        if born and age_on(self.today, born=born) < ADULT and not cleaned.get("guardian_name"):
            self.add_error("guardian_name", _("They are under 18: write the name of a parent or guardian"))


class QuestionsForm(forms.Form):
    """The emergency questions alone, for a visit that was booked without them."""

    asked = forms.BooleanField(
        label=_("I asked all of these; what is not ticked is a no"),
        error_messages={"required": _("Ask all of them, then say so here")},
    )
    yes = forms.MultipleChoiceField(label=_("Answered yes"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, questions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["yes"].choices = questions  # type: ignore[attr-defined]

    def clean_yes(self) -> list[str]:
        yes = self.cleaned_data["yes"]
        if not isinstance(yes, list):
            raise ValidationError(_("Tick what was answered yes"))
        return yes
