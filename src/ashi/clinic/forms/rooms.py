"""How many people ask, and how many treat: what the owner may change in the comparison."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ashi.clinic.queries.rooms import MOST_PRACTITIONERS

MOST_ASKED = 120


class RoomsForm(forms.Form):
    asked = forms.IntegerField(
        label=_("People who ask for a visit on an average day"),
        min_value=1,
        max_value=MOST_ASKED,
        error_messages={
            "required": _("Write how many people ask for a visit on a day"),
            "invalid": _("Write a whole number, such as 16"),
            "min_value": _("At least one person asks"),
            "max_value": _("At most %(limit_value)s: a day of this house holds no more"),
        },
    )
    practitioners = forms.TypedChoiceField(
        label=_("Acupuncturists"),
        coerce=int,
        choices=[(count, str(count)) for count in range(1, MOST_PRACTITIONERS + 1)],
        error_messages={"invalid_choice": _("Choose a number of acupuncturists from the list")},
    )

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["asked"].widget.attrs["inputmode"] = "numeric"
