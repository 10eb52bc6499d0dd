"""What is ticked and typed under the words of consent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ashi.core.treatment import Signer, Technique
from ashi.knowledge.consent import newest
from ashi.records.models import ConsentWay
from ashi.treat.actions.consenting import Signature
from ashi.treat.wording import spoken_words


class ConsentForm(forms.Form):
    """Nothing is ticked beforehand. A relation makes it a guardian's signature; a minor's takes one."""

    agree = forms.MultipleChoiceField(
        label=_("What do you agree to?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what you agree to. What you do not tick is not done.")},
    )
    name = forms.CharField(
        label=_("Sign with your name"),
        max_length=120,
        error_messages={"required": _("Write your name: it is your signature.")},
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"}),
    )
    relation = forms.CharField(
        label=_("What you are to the patient"),
        help_text=_("Such as mother or guardian."),
        max_length=60,
        required=False,
        error_messages={"required": _("Write what you are to the patient, such as mother.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    way = forms.ChoiceField(
        label=_("How it was agreed"),
        choices=[
            (ConsentWay.READ, pgettext_lazy("how a consent was given", "Read and signed here")),
            (ConsentWay.SPOKEN, pgettext_lazy("how a consent was given", "Read aloud, and said aloud")),
            (ConsentWay.PAPER, pgettext_lazy("how a consent was given", "Signed on paper")),
        ],
        initial=ConsentWay.READ,
        required=False,
    )
    witness = forms.CharField(
        label=_("Witness"),
        help_text=_("Who heard it, or saw the paper signed; somebody else than you."),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, techniques: Sequence[Technique], by_guardian: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(technique.value, spoken_words(newest(technique).agree)) for technique in techniques]
        self.fields["agree"].choices = choices  # type: ignore[attr-defined]
        self.fields["relation"].required = by_guardian

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        way = said.get("way") or ConsentWay.READ
        if way != ConsentWay.READ and not said.get("witness"):
            self.add_error("witness", _("Write who heard it, or saw the paper signed."))
        if way == ConsentWay.READ and said.get("witness"):
            self.add_error("way", _("Say how it was agreed: a witness stands for what was said aloud or on paper."))
        return said

    @property
    def techniques(self) -> list[Technique]:
        return [Technique(name) for name in self.cleaned_data["agree"]]

    def signature(self, language: str) -> Signature:
        said = self.cleaned_data
        return Signature(
            name=said["name"],
            language=language,
            signer=Signer.GUARDIAN if said["relation"] else Signer.PATIENT,
            relation=said["relation"],
            way=ConsentWay(said["way"] or ConsentWay.READ),
            witness=said["witness"],
        )
