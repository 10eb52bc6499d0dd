"""How it has been since the visit, as a patient tells it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ashi.core.treatment.adverse import Needed, Onset, Outcome
from ashi.knowledge.treatment.adverse import Go, Sign, adverse_words
from ashi.treat.actions.adverse import Told
from ashi.treat.adverse import signs_of

PRESSING = (Go.NOW, Go.DOCTOR)
NEEDED = [
    (Needed.NOTHING.value, pgettext_lazy("what it needed", "Nothing")),
    (Needed.OWN.value, pgettext_lazy("what it needed", "I looked after it myself")),
    (Needed.DOCTOR.value, pgettext_lazy("what it needed", "A doctor or nurse looked after it")),
    (Needed.HOSPITAL.value, pgettext_lazy("what it needed", "I was in a hospital or emergency department")),
]
ONSET = [
    (Onset.DURING.value, pgettext_lazy("when it began", "During the visit")),
    (Onset.SAME_DAY.value, pgettext_lazy("when it began", "Later the same day")),
    (Onset.NEXT_DAYS.value, pgettext_lazy("when it began", "In the three days after")),
    (Onset.LATER.value, pgettext_lazy("when it began", "Later than that")),
]
OUTCOME = [
    (Outcome.RESOLVED.value, pgettext_lazy("how it is now", "It is over")),
    (Outcome.RECOVERING.value, pgettext_lazy("how it is now", "It is getting better")),
    (Outcome.ONGOING.value, pgettext_lazy("how it is now", "It is not getting better")),
]


def _ticks(label: object, help_text: object = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,  # type: ignore[arg-type]
        help_text=help_text,  # type: ignore[arg-type]
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _one(label: object, choices: Any, *, required: object = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,  # type: ignore[arg-type]
        choices=choices,
        required=bool(required),
        widget=forms.RadioSelect,
        error_messages={"required": required},  # type: ignore[dict-item]
    )


class AfterForm(forms.Form):
    pressing = _ticks(_("Is it one of these?"), _("Tick all that are so. Leave the list empty if none is."))
    other = _ticks(_("Or one of these?"))
    needed = _one(_("What did it need?"), NEEDED, required=_("Choose what it needed"))
    onset = _one(_("When did it begin?"), ONSET)
    outcome = _one(_("How is it now?"), OUTCOME)
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("You may leave this empty."),
        required=False,
        max_length=600,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        error_messages={"max_length": _("Write it in at most 600 letters")},
    )
    call = forms.BooleanField(label=_("Please call me about it"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signs = adverse_words().signs.values()
        self._choose("pressing", [sign for sign in signs if sign.go in PRESSING])
        self._choose("other", [sign for sign in signs if sign.go not in PRESSING])

    def _choose(self, name: str, signs: Iterable[Sign]) -> None:
        here = get_language()
        self.fields[name].choices = [(sign.id, sign.words.in_language(here)) for sign in signs]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("pressing") and not said.get("other") and not {"pressing", "other"} & set(self.errors):
            self.add_error("other", _("Tick what it was; the last one is for everything else"))
        return said

    @property
    def signs(self) -> tuple[Sign, ...]:
        """What was ticked, also when something else on the page is not right."""
        said = self.cleaned_data
        return signs_of([*said.get("pressing", []), *said.get("other", [])])

    @property
    def told(self) -> Told:
        said = self.cleaned_data
        return Told(
            signs=self.signs,
            needed=Needed(said["needed"]) if said.get("needed") else None,
            onset=Onset(said["onset"]) if said.get("onset") else None,
            outcome=Outcome(said["outcome"]) if said.get("outcome") else None,
            words=said.get("words", ""),
            call=said.get("call", False),
            language=get_language() or "en",
        )
