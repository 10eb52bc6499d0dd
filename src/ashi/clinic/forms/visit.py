"""The small forms of the visit page."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

DELAYS = (5, 10, 15, 20, 30, 45)


class LateForm(forms.Form):
    minutes = forms.TypedChoiceField(
        label=_("How late will they be?"),
        coerce=int,
        choices=[(n, ngettext_lazy("%(n)d minute", "%(n)d minutes", n) % {"n": n}) for n in DELAYS],
        initial=10,
        error_messages={"invalid_choice": _("Choose how many minutes late they will be")},
    )


class CancelForm(forms.Form):
    note = forms.CharField(
        label=_("Why?"),
        help_text=_("If they said. Nothing about health."),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Write at most 200 letters")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ClearForm(forms.Form):
    note = forms.CharField(
        label=_("Why may this visit go ahead?"),
        help_text=_("The doctor's advice, with name and day, or your own reason."),
        max_length=2000,
        error_messages={
            "required": _("Write the doctor's advice or your own reason"),
            "max_length": _("Write at most 2,000 letters"),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"].strip()
        return note
