"""Somebody who comes along and is not on record yet."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ashi.book.forms import MailField
from ashi.web.forms import PhoneField


class NewcomerForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("Write the name of the person who is coming")}
    )
    phone = PhoneField(label=_("Phone"), required=False)
    email = MailField(label=_("Mail address"), required=False, max_length=254)
    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for bound in self.fields.values():
            bound.widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not any(letter.isalpha() for letter in name):
            raise ValidationError(_("Write the name in letters"), code="letters")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not {"phone", "email"} & set(self.errors) and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error("phone", _("Write a phone number: it is how we reach them"))
        return cleaned
