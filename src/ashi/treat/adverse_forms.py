"""What is written about an adverse event: by the acupuncturist, and later beside it."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ashi.core.treatment.adverse import Action, Category, Correction, Onset, Outcome, Relation, Severity
from ashi.records.models import Needle
from ashi.treat import adverse_words as words
from ashi.treat.actions.adverse import Said

LONG = 2000


def _choices(found: Iterable[str], word: Callable[[str], str], first: object = _("Choose")) -> list[tuple[str, Any]]:
    return [("", first), *((str(one), word(str(one))) for one in found)]


def _choice(label: object, required: object) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, error_messages={"required": required})  # type: ignore[arg-type,dict-item]


class EventForm(forms.Form):
    category = _choice(_("What happened"), _("Choose what happened"))
    severity = _choice(_("How severe"), _("Choose how severe it was"))
    relation = _choice(_("From the treatment?"), _("Choose whether it comes from the treatment"))
    onset = _choice(_("When it began"), _("Choose when it began"))
    action = _choice(_("What was done"), _("Choose what was done about it"))
    outcome = _choice(_("How it is now"), _("Choose how it is now"))
    needles = forms.MultipleChoiceField(
        label=_("Needles it has to do with"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label=_("In words"), required=False, max_length=LONG, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, lines: Iterable[tuple[Needle, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted(Category, key=lambda one: (one is Category.OTHER, words.category_word(one).casefold()))
        self._choose("category", _choices(kinds, words.category_word))
        self._choose("severity", _choices(Severity, words.severity_meaning))
        self._choose("relation", _choices(Relation, words.relation_word))
        self._choose("onset", _choices(Onset, words.onset_word))
        self._choose("action", _choices(Action, words.action_word))
        self._choose("outcome", _choices(Outcome, words.outcome_word))
        self._choose("needles", [(str(needle.pk), said) for needle, said in lines])

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("category") == Category.OTHER and not said.get("words"):
            self.add_error("words", _("Write what happened: none of the kinds fits it."))
        return said

    @property
    def said(self) -> Said:
        found = self.cleaned_data
        return Said(
            category=Category(found["category"]),
            severity=Severity(found["severity"]),
            relation=Relation(found["relation"]),
            onset=Onset(found["onset"]),
            action=Action(found["action"]),
            outcome=Outcome(found["outcome"]),
            words=found["words"],
        )


class AmendEventForm(forms.Form):
    """What is left as it is changes nothing."""

    category = forms.ChoiceField(label=_("What happened"), required=False)
    severity = forms.ChoiceField(label=_("How severe"), required=False)
    relation = forms.ChoiceField(label=_("From the treatment?"), required=False)
    outcome = forms.ChoiceField(label=_("How it is now"), required=False)
    reason = forms.CharField(
        label=_("What was found, and why this is so now"),
        max_length=LONG,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("Write what was found, or why it is corrected.")},
    )
    withdrawn = forms.BooleanField(label=_("It was written down by mistake and does not count"), required=False)

    def __init__(self, *args: Any, was_withdrawn: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_withdrawn = was_withdrawn
        self.fields["withdrawn"].initial = was_withdrawn
        same = _("As it stands")
        for name, found, word in (
            ("category", Category, words.category_word),
            ("severity", Severity, words.severity_meaning),
            ("relation", Relation, words.relation_word),
            ("outcome", Outcome, words.outcome_word),
        ):
            self.fields[name].choices = _choices(found, word, same)  # type: ignore[attr-defined]

    @property
    def correction(self) -> Correction:
        found = self.cleaned_data
        withdrawn = found["withdrawn"]
        return Correction(
            category=Category(found["category"]) if found["category"] else None,
            severity=Severity(found["severity"]) if found["severity"] else None,
            relation=Relation(found["relation"]) if found["relation"] else None,
            outcome=Outcome(found["outcome"]) if found["outcome"] else None,
            withdrawn=withdrawn if withdrawn != self.was_withdrawn else None,
        )
