"""What is said of needles that are in, and of those that were not out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.records.models import DeQi, Device, Location
from ashi.treat.actions.feeling import Felt

DE_QI = [
    (DeQi.FELT, pgettext_lazy("de qi", "felt")),
    (DeQi.NOT_FELT, pgettext_lazy("de qi", "not felt")),
    (DeQi.NOT_SOUGHT, pgettext_lazy("de qi", "not sought")),
]


class FeltForm(forms.Form):
    de_qi = forms.ChoiceField(label=_("De qi"), choices=[("", "-"), *DE_QI], required=False)
    device = forms.ModelChoiceField(label=_("Device"), queryset=Device.objects.none(), required=False, empty_label="-")
    milliampere = forms.FloatField(label=_("Strength, mA"), required=False, min_value=0, max_value=50)

    def __init__(self, *args: Any, location: Location, electrical: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        devices = self.fields["device"]
        assert isinstance(devices, forms.ModelChoiceField)
        devices.queryset = Device.objects.filter(location=location, active=True).order_by("name")
        if not electrical:
            del self.fields["device"], self.fields["milliampere"]

    def felt(self) -> Felt:
        said = self.cleaned_data
        return Felt(said["de_qi"], said.get("device"), said.get("milliampere"))


class FoundForm(forms.Form):
    where = forms.CharField(
        label=_("Where was it found?"),
        max_length=200,
        error_messages={"required": _("Write where it was found.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
