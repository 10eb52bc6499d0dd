"""What is typed into a chart beyond points: words, counts, what was done about a needle that is missing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.core.treatment import Angle
from ashi.records.models import BesideKind, Side
from ashi.treat.actions.needling import Search

LONG = 2000
PLACES = [
    ("body", pgettext_lazy("where a needle was looked for", "On the body, by eye and hand")),
    ("hair", pgettext_lazy("where a needle was looked for", "Hair and ears")),
    ("clothes", pgettext_lazy("where a needle was looked for", "Clothes and shoes")),
    ("linen", pgettext_lazy("where a needle was looked for", "Linen and table")),
    ("floor", pgettext_lazy("where a needle was looked for", "Floor, with a magnet or lamp")),
    ("tray", pgettext_lazy("where a needle was looked for", "Tray and sharps box, counted again")),
]


def _area(label: Any, *, rows: int = 2) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LONG, widget=forms.Textarea({"rows": rows}))


class NoteForm(forms.Form):
    """Why they came, how it is today, what was found, what they were told."""

    reason = _area(_("Why they came"))
    pain = forms.TypedChoiceField(
        label=_("Pain these days, 0 to 10"),
        choices=[("", "-"), *((str(value), str(value)) for value in range(11))],
        coerce=int,
        empty_value=None,
        required=False,
    )
    findings = _area(_("Findings"))
    advice = _area(_("What the patient was told"))


class PointsForm(forms.Form):
    typed = forms.CharField(
        label=_("Add points"),
        max_length=400,
        error_messages={"required": _("Write a point, such as bl23 b.")},
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "code"}
        ),
    )
    number = forms.IntegerField(min_value=1, max_value=20)


class LineForm(forms.Form):
    """What may be changed of a line without taking it off."""

    depth = forms.IntegerField(label=_("Depth, mm"), required=False, min_value=1, max_value=150)
    angle = forms.ChoiceField(
        label=_("Angle"),
        required=False,
        choices=[
            ("", "-"),
            (Angle.UPRIGHT.value, pgettext_lazy("angle of a needle", "straight in")),
            (Angle.OBLIQUE.value, pgettext_lazy("angle of a needle", "oblique")),
            (Angle.FLAT.value, pgettext_lazy("angle of a needle", "flat")),
        ],
    )
    needles = forms.IntegerField(label=_("Needles"), min_value=1, max_value=100)
    gauge = forms.RegexField(
        r"^0\.\d{2}x\d{1,3}$",
        label=_("Gauge"),
        required=False,
        error_messages={"invalid": _("Write diameter and length in mm, such as 0.25x40.")},
    )
    technique = forms.CharField(label=_("Technique"), required=False, max_length=40)
    hertz = forms.FloatField(label=_("Current, Hz"), required=False, min_value=0.1, max_value=1000)
    milliampere = forms.FloatField(label=_("Strength, mA"), required=False, min_value=0, max_value=50)
    stays = forms.BooleanField(label=_("Press needle, stays in"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("milliampere") is not None and said.get("hertz") is None:
            self.add_error("hertz", _("A strength needs a frequency, such as 2."))
        return said

    def changes(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["angle"] = Angle(said["angle"]) if said["angle"] else None
        return said


class CountForm(forms.Form):
    counted = forms.IntegerField(
        label=_("Needles counted into the tray"),
        min_value=0,
        max_value=500,
        error_messages={"required": _("Write how many you counted."), "invalid": _("Write the count as a number.")},
        widget=forms.NumberInput({"inputmode": "numeric", "class": "short", "autocomplete": "off"}),
    )


class LeaveInForm(forms.Form):
    count = forms.IntegerField(label=_("How many stay in"), min_value=1, max_value=100)
    until = forms.DateField(label=_("Out on"), widget=forms.DateInput({"type": "date"}))


class MissingForm(forms.Form):
    """Two people, a search, an incident, and the patient told."""

    count = forms.IntegerField(label=_("How many are missing"), min_value=1, max_value=100)
    searched = forms.MultipleChoiceField(
        label=_("Where was it looked for?"),
        choices=PLACES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick where you looked. Look before you declare a needle missing.")},
    )
    reason = forms.CharField(label=_("What is the likely reason?"), max_length=300)
    second_person = forms.CharField(label=_("Who else searched and counted?"), max_length=120)
    incident = forms.CharField(
        label=_("Incident: what happened, who was told"), max_length=LONG, widget=forms.Textarea({"rows": 2})
    )
    told = forms.BooleanField(
        label=_("The patient was told, and knows what to watch for"),
        error_messages={"required": _("Tell the patient first; then tick it.")},
    )

    def search(self) -> Search:
        said = self.cleaned_data
        return Search(tuple(said["searched"]), said["reason"], said["second_person"], said["incident"])


class CautionForm(forms.Form):
    rule = forms.CharField(max_length=20)
    point = forms.CharField(max_length=20)
    reason = forms.CharField(
        label=_("Reason"), max_length=300, error_messages={"required": _("Write the reason for going on.")}
    )


class EmergencyForm(forms.Form):
    note = _area(_("What happened"))


class ProtocolForm(forms.Form):
    name = forms.CharField(label=_("Name of the protocol"), max_length=80)


class BesideForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What"),
        choices=[
            (BesideKind.MOXA, pgettext_lazy("done beside needles", "Moxa")),
            (BesideKind.CUPPING, pgettext_lazy("done beside needles", "Cupping")),
            (BesideKind.LAMP, pgettext_lazy("done beside needles", "Heat lamp")),
            (BesideKind.PRESS_SEEDS, pgettext_lazy("done beside needles", "Seeds on the ear")),
            (BesideKind.MASSAGE, pgettext_lazy("done beside needles", "Massage")),
        ],
    )
    place = forms.CharField(label=_("Where"), max_length=40)
    side = forms.ChoiceField(
        label=_("Side"),
        choices=[
            (Side.BOTH, pgettext_lazy("side of the body", "both")),
            (Side.LEFT, pgettext_lazy("side of the body", "left")),
            (Side.RIGHT, pgettext_lazy("side of the body", "right")),
            (Side.MIDDLE, pgettext_lazy("side of the body", "middle")),
        ],
        required=False,
    )
    method = forms.CharField(label=_("How"), max_length=40, required=False)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=50, initial=1)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=90, required=False)
