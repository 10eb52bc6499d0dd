from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ashi.book.consents import CONSENTS, NEWS, REMINDERS, version_of
from ashi.web.forms import DatePartsField, PhoneField, one_line


class MailField(forms.EmailField):
    widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"})
    default_error_messages = {"invalid": _("Write the whole mail address, such as ana@example.org")}


class PersonForm(forms.Form):
    """Who is coming. One of phone and mail is enough."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Write the name of the person who is coming"),
            "max_length": _("Write the name in at most 120 letters"),
        },
    )
    phone = PhoneField(label=_("Phone"), required=False)
    email = MailField(label=_("Mail address"), required=False, max_length=254)
    reminders = forms.BooleanField(label=REMINDERS.label, help_text=REMINDERS.hint, required=False)
    news = forms.BooleanField(label=NEWS.label, help_text=NEWS.hint, required=False)

    def __init__(self, *args: Any, region: str = "US", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phone = self.fields["phone"]
        assert isinstance(phone, PhoneField)
        phone.region = region

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not any(letter.isalpha() for letter in name):
            raise ValidationError(_("Write the name in letters"), code="letters")
        return name

    def clean_email(self) -> str:
        """One person's address, however they write it this time."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = {"phone", "email"} & set(self.errors)
        if not said and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", _("Write a phone number or a mail address: we need one of the two to reach you"))
        return cleaned

    def consents(self, language: str) -> list[tuple[str, str]]:
        """(kind, version of the words) of every box that was ticked."""
        ticked = [consent for consent in CONSENTS if self.cleaned_data[consent.kind]]
        return [(str(consent.kind), version_of(consent, language)) for consent in ticked]


class LinkForm(forms.Form):
    """What somebody knows who has lost the link to their visit."""

    reference = forms.CharField(
        label=_("Reference of the visit"),
        help_text=_("Eight letters and numbers, such as A3C4-D6E7. It stands in the message about your visit."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "short"}),
        error_messages={
            "required": _("Write the reference of the visit"),
            "max_length": _("A reference has eight letters and numbers, such as A3C4-D6E7"),
        },
    )
    birth = DatePartsField(label=_("Date of birth"), required=False, autocomplete="bday")
    contact = forms.CharField(
        label=_("Or the phone number or mail address that you gave"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )

    def clean_reference(self) -> str:
        letters = "".join(sign for sign in self.cleaned_data["reference"].upper() if sign.isalnum())
        if len(letters) != 8:
            raise ValidationError(_("A reference has eight letters and numbers, such as A3C4-D6E7"), code="length")
        return f"{letters[:4]}-{letters[4:]}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"birth", "contact"} & set(self.errors) and not cleaned.get("birth") and not cleaned.get("contact"):
            self.add_error("birth", _("Write the date of birth, or the phone number or mail address you gave"))
        return cleaned
