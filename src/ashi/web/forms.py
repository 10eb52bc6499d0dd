"""Form fields that read well aloud and forgive how people write."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar
from unicodedata import category

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

PARTS = ("month", "day", "year")
# Signs that turn the writing round: a name with one in it rewrites the line of a list that it stands in.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _with_hint(label: object, hint: object) -> SafeString:
    return format_html('<b>{}</b><span class="hint">{}</span>', label, hint)


# The label of a choice with a line of explanation under it; both may be lazy translations.
with_hint = lazy(_with_hint, SafeString)


def one_line(text: str) -> str:
    """A name as people write one: no signs that only a machine reads, and one space wherever there was space."""
    visible = (" " if sign.isspace() else sign for sign in text if sign.isspace() or not _is_unseen(sign))
    return " ".join("".join(visible).split())


def _is_unseen(sign: str) -> bool:
    return category(sign) == "Cc" or sign in TURNING


class DatePartsWidget(forms.MultiWidget):
    """Three short numbers; nobody scrolls a calendar back to 1957. The page's language sets their order."""

    template_name = "web/widgets/date_parts.html"
    use_fieldset = True

    def __init__(self, autocomplete: str = "", attrs: dict[str, Any] | None = None) -> None:
        self.autocomplete = autocomplete
        super().__init__({part: forms.TextInput(self._part_attrs(part)) for part in PARTS}, attrs)

    def _part_attrs(self, part: str) -> dict[str, str]:
        attrs = {"inputmode": "numeric", "maxlength": "4" if part == "year" else "2"}
        if self.autocomplete:
            attrs["autocomplete"] = f"{self.autocomplete}-{part}"
        return attrs

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.month, value.day, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["parts"] = dict(zip(PARTS, context["widget"]["subwidgets"], strict=True))
        return context

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class DatePartsField(forms.MultiValueField):
    """A date typed as month, day and year. Its errors say which part and what would be right."""

    widget = DatePartsWidget
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Write the date as month, day and year"),
        "incomplete": _("Write month, day and year: one of them is missing"),
        "year": _("Write the year with four digits, such as 1957"),
        "number": _("Write the date in numbers, such as 4 for April"),
        "no_such_day": _("There is no such day: look at the month and the day again"),
    }

    def __init__(self, *, autocomplete: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("widget", DatePartsWidget(autocomplete))
        super().__init__(fields=[forms.CharField() for _part in PARTS], require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[str]) -> date | None:
        if not data_list:
            return None
        month, day, year = (self._number(part) for part in data_list)
        if not 1000 <= year <= 9999:
            raise ValidationError(self.error_messages["year"], code="year")
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["no_such_day"], code="no_such_day") from error

    def _number(self, text: str) -> int:
        try:
            return int(text.strip())
        except ValueError as error:
            raise ValidationError(self.error_messages["number"], code="number") from error


class PhoneField(forms.CharField):
    """Written as people write it; kept as +13052049981. `region` is where a number without a country is from."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "maxlength": "40"})

    def __init__(self, *, region: str = "US", **kwargs: Any) -> None:
        self.region = region
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        wrong = ValidationError(
            _("Write the phone number with its area code, such as 305-555-0142; we could not read this one"),
            code="phone",
        )
        try:
            number = phonenumbers.parse(text, self.region)
        except phonenumbers.NumberParseException as error:
            raise wrong from error
        if not phonenumbers.is_valid_number(number):
            raise wrong
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
