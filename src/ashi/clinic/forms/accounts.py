"""An account: who it is for, and what they do here."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from ashi.book.forms import MailField
from ashi.records.models import Practitioner, Role, User
from ashi.web.forms import with_hint

NOBODY = ""
ROLES = [
    (Role.DESK, with_hint(_("Front desk"), _("Books, moves, receives; sees no clinical advice"))),
    (Role.ACUPUNCTURIST, with_hint(_("Acupuncturist"), _("The same, and clears visits under their own license"))),
    (Role.OWNER, with_hint(_("Owner"), _("Everything, and accounts, hours, kinds of visit"))),
]


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("What they do here"),
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they do here")},
    )
    practitioner = forms.ChoiceField(
        label=_("Treats as"), help_text=_("For an acupuncturist, or an owner who treats."), required=False
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Practitioner.objects.filter(user=None)
        if user and user.practitioner_id:
            free = free | Practitioner.objects.filter(pk=user.practitioner_id)
        found = [(str(person.pk), person.name) for person in free.order_by("family_name", "given_name", "pk")]
        self.fields["practitioner"].choices = [(NOBODY, _("Nobody")), *found]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role, chosen = cleaned.get("role"), cleaned.get("practitioner")
        if role == Role.ACUPUNCTURIST and not chosen and "practitioner" not in self.errors:
            self.add_error(
                "practitioner", _("Choose the acupuncturist whose account this is; write them down under Set up first")
            )
        if role == Role.DESK and chosen:
            self.add_error("practitioner", _("Somebody at the front desk treats nobody: choose “Nobody”"))
        cleaned["person"] = Practitioner.objects.filter(pk=int(chosen)).first() if chosen else None
        return cleaned


class AccountForm(RoleForm):
    given_name = forms.CharField(
        label=_("First name"), max_length=60, error_messages={"required": _("Write the first name")}
    )
    family_name = forms.CharField(
        label=_("Family name"), max_length=60, error_messages={"required": _("Write the family name")}
    )
    username = forms.CharField(
        label=_("User name"),
        help_text=_("What they type to sign in, such as dana"),
        max_length=60,
        validators=[RegexValidator(r"^[a-z0-9._-]+$", _("Small letters, figures, dot, dash and underline only"))],
        error_messages={"required": _("Write a user name")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    email = MailField(label=_("Mail address"), required=False, max_length=254)
    field_order = ("given_name", "family_name", "username", "email", "role", "practitioner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.TextInput):
                field.widget.attrs["autocomplete"] = "off"
