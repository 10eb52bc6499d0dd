"""A kind of visit: its price, and its phases in minutes."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ashi.clinic.actions.setting_up import PhaseLine
from ashi.clinic.forms.set_up import device_kinds, room_kinds, words
from ashi.records.models import Audience, HealthcareService, ServicePhase

TALK, IN, REST, OUT, TURN = "talk", "needles_in", "retention", "needles_out", "turnover"
PHASES = (TALK, IN, REST, OUT, TURN)
WITH, ALONE, EMPTY = "PRO", "PO", "O"
GRIDS = [(minutes, str(minutes)) for minutes in (5, 10, 15, 20, 30, 60)]


def minutes(label: Any, *, needed: bool = True, **more: Any) -> forms.IntegerField:
    wrong = _("Write minutes as a multiple of five, from 5 to 120")
    return forms.IntegerField(
        label=label,
        required=needed,
        error_messages={"required": wrong, "invalid": wrong},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}),
        **more,
    )


class KindForm(forms.Form):
    name_en = words(_("Name in English"), 120, _("Write a name, such as Return visit"))
    name_es = words(_("Name in Spanish"), 120, _("Write the name in Spanish, such as Visita de seguimiento"))
    summary_en = words(_("In one line, in English"), 200)
    summary_es = words(_("In one line, in Spanish"), 200)
    audience = forms.ChoiceField(
        label=_("For whom"),
        choices=[(Audience.NEW, _("New patients")), (Audience.RETURNING, _("Patients who have been here"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whom it is for")},
    )
    price = forms.DecimalField(
        label=_("Price"),
        min_value=Decimal(0),
        max_value=Decimal(10_000),
        decimal_places=2,
        error_messages={
            "required": _("Write the price, such as 85 or 85.50"),
            "invalid": _("Write the price, such as 85 or 85.50"),
            "min_value": _("A price is not less than nothing"),
        },
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short", "autocomplete": "off"}),
    )
    grid_minutes = forms.TypedChoiceField(
        label=_("Begins every so many minutes"), coerce=int, choices=GRIDS, initial=10
    )
    device_kind = forms.ChoiceField(label=_("Needs a device"), required=False)
    room_kind = forms.ChoiceField(label=_("In which room"), required=False)
    bookable_online = forms.BooleanField(label=_("Patients can book it themselves"), required=False)
    talk = minutes(_("Talk"))
    needles_in = minutes(_("Needles in"))
    retention = minutes(_("Rest, as a rule"))
    least = minutes(_("Rest, at least"), needed=False, help_text=_("Empty: always as long"))
    most = minutes(_("Rest, at most"), needed=False)
    needles_out = minutes(_("Needles out"))
    turnover = minutes(_("Room made ready"))

    def __init__(self, data: Any, *, kind: HealthcareService | None = None) -> None:
        lines = list(kind.phases.all()) if kind else []
        self.has_our_phases = not lines or all(_is_ours(line, place) for place, line in enumerate(lines))
        super().__init__(data, initial=_initial(kind, lines))
        self.fields["device_kind"].choices = device_kinds()  # type: ignore[attr-defined]
        self.fields["room_kind"].choices = room_kinds(kind)  # type: ignore[attr-defined]
        if not self.has_our_phases:
            for name in (*PHASES, "least", "most"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in (*PHASES, "least", "most"):
            found = cleaned.get(name)
            if found is not None and (found % 5 or not 5 <= found <= 120):
                self.add_error(name, _("Write minutes as a multiple of five, from 5 to 120"))
        self._clean_rest(cleaned)
        return cleaned

    def _clean_rest(self, cleaned: dict[str, Any]) -> None:
        least, usual, most = (cleaned.get(name) for name in ("least", REST, "most"))
        if (least is None) != (most is None) and not {"least", "most"} & set(self.errors):
            self.add_error("most" if most is None else "least", _("Write both least and most, or neither"))
        elif least is not None and most is not None and usual is not None and not least <= usual <= most:
            self.add_error(REST, ValidationError(_("The rest lies between its least and its most"), code="range"))

    def values(self) -> dict[str, Any]:
        names = (
            "name_en",
            "name_es",
            "summary_en",
            "summary_es",
            "audience",
            "grid_minutes",
            "device_kind",
            "room_kind",
        )
        values = {name: self.cleaned_data[name] for name in names}
        values["bookable_online"] = self.cleaned_data["bookable_online"]
        return values | {"price_cents": int(self.cleaned_data["price"] * 100)}

    def phases(self) -> Sequence[PhaseLine] | None:
        if not self.has_our_phases:
            return None
        said = self.cleaned_data
        resting = ALONE + ("D" if said["device_kind"] else "")
        return [
            PhaseLine(TALK, said[TALK], WITH),
            PhaseLine(IN, said[IN], WITH),
            PhaseLine(REST, said[REST], resting, said["least"], said["most"]),
            PhaseLine(OUT, said[OUT], WITH),
            PhaseLine(TURN, said[TURN], EMPTY),
        ]


def _is_ours(line: ServicePhase, place: int) -> bool:
    """A kind of visit that was made otherwise keeps its phases; this page has no fields for them."""
    together = line.patient and line.practitioner and line.room
    fits = {TALK: together, IN: together, OUT: together, REST: line.patient and line.room and not line.practitioner}
    fits[TURN] = line.room and not line.patient and not line.practitioner
    return place < len(PHASES) and line.code == PHASES[place] and fits[line.code]


def _initial(kind: HealthcareService | None, lines: Sequence[ServicePhase]) -> dict[str, Any]:
    if kind is None:
        return {"bookable_online": True, TALK: 10, IN: 10, REST: 25, "least": 20, "most": 30, OUT: 5, TURN: 5}
    names = ("name_en", "name_es", "summary_en", "summary_es", "audience", "grid_minutes", "device_kind", "room_kind")
    found: dict[str, Any] = {name: getattr(kind, name) for name in (*names, "bookable_online")}
    found["price"] = f"{kind.price_cents / 100:.2f}".removesuffix(".00")
    for line in lines:
        found[line.code] = line.minutes
        if line.code == REST:
            found |= {"least": line.least, "most": line.most}
    return found
