"""What the owner writes down: the clinic, places, rooms, people and their licences."""

import re
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ashi.book.forms import MailField
from ashi.clinic.forms.hours import WeekForm
from ashi.clinic.queries.visits import name_of
from ashi.records.models import Device, HealthcareService, Practitioner, Qualification, Room
from ashi.web.forms import PhoneField

LANGUAGES = [*settings.LANGUAGES, ("fr", _("French")), ("ht", _("Haitian Creole")), ("pt", _("Portuguese")),
             ("zh", _("Chinese")), ("ko", _("Korean")), ("vi", _("Vietnamese"))]  # fmt: skip
JURISDICTION = RegexValidator(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", _("Write it as country and state, such as US-FL"))
KIND = RegexValidator(r"^[a-z][a-z0-9-]*$", _("Small letters, figures and dashes only, such as electroacupuncture"))


def words(label: Any, most: int, missing: Any = None, **more: Any) -> forms.CharField:
    """A line of text; not needed unless `missing` says what is missed."""
    errors = {"required": missing} if missing else {}
    return forms.CharField(label=label, max_length=most, required=missing is not None, error_messages=errors, **more)


def number(label: Any, least: int, most: int, **more: Any) -> forms.IntegerField:
    range_of = format_lazy(_("Write a number from {least} to {most}"), least=least, most=most)
    return forms.IntegerField(
        label=label,
        validators=[MinValueValidator(least, range_of), MaxValueValidator(most, range_of)],
        error_messages={"required": range_of, "invalid": range_of},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}),
        **more,
    )


class ClinicForm(forms.Form):
    name = words(_("Name of the clinic"), 120, _("Write the clinic's name"))
    phone = PhoneField(label=_("Phone"), error_messages={"required": _("Write the number that patients call")})
    email = MailField(label=_("Mail address"), help_text=_("Patients' answers to our mails go there"), required=False)
    licensee = forms.ModelChoiceField(
        label=_("Licensee who answers for the pages"),
        help_text=_("Florida asks for a name and a license on every public page (64B1-9.007)."),
        queryset=Practitioner.objects.filter(active=True),
        required=False,
        empty_label=_("Nobody yet"),
    )


class PlaceForm(WeekForm):
    name = words(_("Name of the place"), 120, _("Write a name, such as Main Street"))
    address = words(_("Street and number"), 200, _("Write street and number"))
    city = words(_("City"), 80, _("Write the city"))
    state = words(_("State"), 40)
    postal_code = words(_("Postal code"), 16, _("Write the postal code"))
    country = words(_("Country"), 60, _("Write two letters, such as US"))
    phone = PhoneField(label=_("Phone of this place"), required=False)
    zone = words(_("Time zone"), 64, _("Write a time zone, such as America/New_York"))
    jurisdiction = words(
        _("Whose license is needed"), 16, _("Write it as country and state, such as US-FL"), validators=[JURISDICTION]
    )
    horizon_days = number(_("Days ahead that patients can book"), 1, 400)
    lead_minutes = number(_("Minutes before its start that a visit can still be booked"), 0, 10_080)
    late_cancel_hours = number(_("Hours before its start from which cancelling is late"), 0, 168)
    offer_minutes = number(_("Minutes that an earlier time is kept for an answer"), 10, 720)
    directions_en = words(_("How to get in, in English"), 600, widget=forms.Textarea(attrs={"rows": 2}))
    directions_es = words(_("How to get in, in Spanish"), 600, widget=forms.Textarea(attrs={"rows": 2}))
    FIELDS = ("name", "address", "city", "state", "postal_code", "country", "phone", "zone", "jurisdiction",
              "horizon_days", "lead_minutes", "late_cancel_hours", "offer_minutes",
              "directions_en", "directions_es")  # fmt: skip

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"].strip()
        if zone not in available_timezones():
            raise ValidationError(_("There is no such time zone. Write one such as America/New_York"), code="zone")
        return zone

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].strip().upper()
        if not re.fullmatch("[A-Z]{2}", country):
            raise ValidationError(_("Write two letters, such as US"), code="country")
        return country


_CHAIRS = _("Write a number from 2 to 20, or leave it empty")


class ThingForm(forms.Form):
    """A room or a device."""

    name = words(_("Name"), 60, _("Write a name"))
    active = forms.BooleanField(
        label=_("In use"), help_text=_("What is out of use is not offered any more."), required=False
    )


class RoomForm(ThingForm):
    kind = forms.CharField(
        label=_("Only for visits that ask for"),
        max_length=40,
        required=False,
        validators=[KIND],
        help_text=_("Empty: a room of one's own. For a room that several share, the same word at each, such as chair."),
    )
    field_order = ("name", "kind", "active")


class NewRoomForm(RoomForm):
    chairs = forms.IntegerField(
        label=_("How many chairs?"),
        help_text=_("Empty: a room for one. With a number, that many people can sit in it at the same time."),
        required=False,
        validators=[MinValueValidator(2, _CHAIRS), MaxValueValidator(20, _CHAIRS)],
        error_messages={"invalid": _CHAIRS},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "chairs", "kind", "active"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("chairs") and not cleaned.get("kind"):
            cleaned["kind"] = "chair"
        return cleaned


class DeviceForm(ThingForm):
    kind = words(
        _("Kind of device"),
        40,
        _("Write what it is, such as electroacupuncture"),
        validators=[KIND],
        help_text=_("The same word for all devices that can stand in for each other."),
    )
    field_order = ("name", "kind", "active")


class WorkerForm(forms.Form):
    given_name = words(_("First name"), 60, _("Write the first name"))
    family_name = words(_("Family name"), 60, _("Write the family name"))
    title = words(_("Title"), 20, help_text=_("As the license allows, such as A.P."))
    about_en = words(_("About them, in English"), 1000, widget=forms.Textarea(attrs={"rows": 3}))
    about_es = words(_("About them, in Spanish"), 1000, widget=forms.Textarea(attrs={"rows": 3}))
    active = forms.BooleanField(label=_("Works here"), required=False)


class LicenceForm(forms.Form):
    jurisdiction = words(
        _("Whose license"), 16, _("Write it as country and state, such as US-FL"), validators=[JURISDICTION]
    )
    board = words(_("Board"), 120)
    number = words(_("Number"), 40, _("Write the license's number"))
    status = words(
        _("Status, word for word"),
        80,
        _("Write the status as the board publishes it, such as CLEAR/ACTIVE"),
        help_text=_("As the board publishes it. What we do not know permits nothing."),
    )
    last_day = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the last day on which it is good"),
            "invalid": _("Write the day as 2026-11-30, or choose it"),
        },
    )
    verified_source = words(
        _("Where you read it"), 200, _("Write where the status was read, such as the board's page and the day")
    )

    def __init__(self, data: Any, *, zone: ZoneInfo, licence: Qualification | None = None) -> None:
        initial: dict[str, Any] = {"jurisdiction": "US-FL", "board": "Florida Board of Acupuncture"}
        if licence:
            names = ("jurisdiction", "board", "number", "status")
            initial = {name: getattr(licence, name) for name in names}
            initial["last_day"] = (licence.expires_at - timedelta(minutes=1)).astimezone(zone).date()
        super().__init__(data, initial=initial)
        self.zone = zone

    def values(self) -> dict[str, Any]:
        """`expires_at` is the end of the last day."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "last_day"}
        ends = datetime.combine(self.cleaned_data["last_day"] + timedelta(days=1), time(), self.zone)
        return said | {"expires_at": ends}


class KindsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: HealthcareService) -> str:
        return name_of(obj)


class AtPlaceForm(WeekForm):
    services = KindsField(
        label=_("Kinds of visit"),
        queryset=HealthcareService.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one kind of visit")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Speaks"),
        choices=LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one language")},
    )
    active = forms.BooleanField(label=_("Works at this place"), required=False)


def device_kinds() -> list[tuple[str, Any]]:
    kinds = Device.objects.filter(active=True).order_by("kind").values_list("kind", flat=True).distinct()
    return [("", _("No device")), *((kind, kind) for kind in kinds)]


def room_kinds(asked_by: HealthcareService | None = None) -> list[tuple[str, Any]]:
    kinds = set(Room.objects.filter(active=True).exclude(kind="").values_list("kind", flat=True))
    kinds |= {asked_by.room_kind} - {""} if asked_by else set()
    return [("", _("In a room of one's own")), *((kind, kind) for kind in sorted(kinds))]
