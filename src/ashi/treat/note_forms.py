"""What is typed about a signed chart."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AmendForm(forms.Form):
    text = forms.CharField(
        label=_("What is right"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write what is right.")},
    )
    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=300,
        error_messages={"required": _("Write why the chart is corrected.")},
    )
