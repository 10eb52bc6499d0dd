"""What is known of a person."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ashi.book.forms import MailField
from ashi.clinic.forms.birth import BirthField
from ashi.records.models import Keeps, Patient
from ashi.web import wording
from ashi.web.forms import PhoneField, one_line


class PersonForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write the name of the person who is coming")}
    )
    phone = PhoneField(label=_("Phone"), required=False)
    email = MailField(label=_("Mail address"), required=False, max_length=254)
    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES)
    keeps = forms.ChoiceField(
        label=_("If a visit has to be changed"),
        required=False,
        choices=[
            (Keeps.UNSAID, _("Nothing said")),
            (Keeps.TIME, _("Would rather keep the time")),
            (Keeps.PERSON, _("Would rather keep the acupuncturist")),
        ],
    )
    guardian_name = forms.CharField(label=_("Parent or guardian"), required=False, max_length=120)
    guardian_phone = PhoneField(label=_("Phone of the parent or guardian"), required=False)
    verified = forms.BooleanField(
        label=_("Identity seen"), help_text=_("Somebody here has looked at a document."), required=False
    )

    def __init__(self, data: Any, *, patient: Patient, today: date) -> None:
        initial = {name: getattr(patient, name) for name in ("name", "phone", "email", "language", "keeps")}
        initial |= {"phone": _spoken(patient.phone), "guardian_phone": _spoken(patient.guardian_phone)}
        initial |= {"guardian_name": patient.guardian_name}
        initial |= {"verified": patient.verified_at is not None, "birth_date": patient.birth_date}
        super().__init__(data, initial=initial)
        self.fields["birth_date"] = BirthField(label=_("Date of birth"), required=False, today=today)
        self.order_fields(["name", "birth_date", "phone", "email", "language", "keeps"])
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not any(letter.isalpha() for letter in name):
            raise ValidationError(_("Write the name in letters"), code="letters")
        return name


def _spoken(number: str) -> str:
    return wording.phone_number(number) if number else ""
