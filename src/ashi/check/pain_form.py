"""Where it hurts, how long, how it began, how much, what it stops, what was tried."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from ashi.check.baseline import Said
from ashi.records.models import Baseline
from ashi.records.models.safety_forms import ACTIVITIES, MOST
from ashi.web.forms import one_line
from ashi.web.pain import BEGAN, PLACES, SINCE, SPOTS, TREATMENTS, TRIED, Spot

SCALE = [(number, str(number)) for number in range(MOST + 1)]
ABLE = [("", _("Choose")), *SCALE]
NUMBERS = range(1, ACTIVITIES + 1)


@dataclass(frozen=True)
class Hard:
    """An activity and how far it can be done."""

    words: BoundField
    score: BoundField


class PainForm(forms.Form):
    places = forms.MultipleChoiceField(
        label=_("Where does it hurt?"),
        help_text=_("Tap the picture or tick the list. It is you, seen from behind. As many as you like."),
        choices=PLACES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one place where it hurts")},
    )
    since = forms.ChoiceField(
        label=_("How long have you had this pain?"),
        choices=SINCE,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long you have had this pain")},
    )
    began = forms.ChoiceField(
        label=_("How did it begin?"),
        choices=BEGAN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it began")},
    )
    pain = forms.TypedChoiceField(
        label=_("How bad was the pain on average in the last seven days?"),
        help_text=_("0 is no pain, 10 is the worst pain you can imagine."),
        choices=SCALE,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a number from 0 to 10 for the pain of the last seven days")},
    )
    other_words = forms.CharField(
        label=_("What else was it?"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Write what else it was in at most 120 letters")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in NUMBERS:
            self.fields[f"activity_{number}"] = forms.CharField(
                label=_("Activity %(number)s") % {"number": number},
                required=False,
                max_length=80,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
                error_messages={"max_length": _("Name the activity in at most 80 letters")},
            )
            self.fields[f"score_{number}"] = forms.TypedChoiceField(
                label=_("How well can you do it now?"), choices=ABLE, coerce=int, required=False, empty_value=None
            )
        for name, word in TREATMENTS:
            self.fields[name] = forms.ChoiceField(label=word, choices=[("", _("Choose")), *TRIED], required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in NUMBERS:
            words = one_line(cleaned.get(f"activity_{number}") or "")
            cleaned[f"activity_{number}"] = words
            self._match(number, words, cleaned.get(f"score_{number}"))
        return cleaned

    def _match(self, number: int, words: str, score: int | None) -> None:
        """A number belongs to an activity, and an activity has a number."""
        if {f"activity_{number}", f"score_{number}"} & set(self.errors):
            return
        if words and score is None:
            missing = _("Choose from 0 to 10 how well you can do it: %(activity)s") % {"activity": words}
            self.add_error(f"score_{number}", ValidationError(missing, code="required"))
        if score is not None and not words:
            self.add_error(f"activity_{number}", _("Write which activity the number is for, or take the number away"))

    @property
    def hard(self) -> list[Hard]:
        return [Hard(self[f"activity_{number}"], self[f"score_{number}"]) for number in NUMBERS]

    @property
    def treatments(self) -> list[BoundField]:
        return [self[name] for name, _word in TREATMENTS]

    @property
    def taps(self) -> list[tuple[Spot, str]]:
        """The spots of the picture, each with the id of its box in the list."""
        ids = {str(option.data["value"]): option.id_for_label for option in self["places"]}
        return [(spot, ids[spot.place]) for spot in SPOTS]

    @property
    def said(self) -> Said:
        typed = self.cleaned_data
        hard = [(typed[f"activity_{number}"], typed[f"score_{number}"]) for number in NUMBERS]
        return Said(
            places=typed["places"],
            since=typed["since"],
            began=typed["began"],
            pain=typed["pain"],
            activities=[(words, score) for words, score in hard if words],
            tried={name: typed[name] for name, _word in TREATMENTS},
            other_words=typed["other_words"] if typed["other"] not in ("", "not-tried") else "",
        )


def typed_before(baseline: Baseline | None) -> dict[str, Any]:
    """What the form begins with when it was filled in before."""
    if baseline is None:
        return {}
    names = ["places", "since", "began", "pain", "other_words", *(name for name, _word in TREATMENTS)]
    hard: dict[str, Any] = {}
    for one in baseline.activities.all():
        hard |= {f"activity_{one.position}": one.words, f"score_{one.position}": one.score}
    return {name: getattr(baseline, name) for name in names} | hard
