from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ashi.check.onward import safe_path
from ashi.core.safety import Answer, Profile, Question, age_on, relevant_questions
from ashi.knowledge.safety import Page, Screen
from ashi.web.forms import DatePartsField, PhoneField, one_line

YES_OR_NO = ((Answer.YES.value, _("Yes")), (Answer.NO.value, _("No")))


class StartForm(forms.Form):
    birth = DatePartsField(label=_("Date of birth"), autocomplete="bday")
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_birth(self) -> date:
        born: date = self.cleaned_data["birth"]
        if born > self.today:
            raise ValidationError(_("This date is still to come: look at the year again"), code="future")
        try:
            Profile(age_on(self.today, born=born))
        except ValueError as error:
            raise ValidationError(_("Nobody is that old: look at the year again"), code="old") from error
        return born

    def clean_next(self) -> str:
        return safe_path(self.cleaned_data["next"])


class GuardianForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the parent or guardian"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write the name of the parent or guardian"),
            "max_length": _("Write the name in at most 120 letters"),
        },
    )
    phone = PhoneField(
        label=_("Phone of the parent or guardian"),
        error_messages={"required": _("Write the phone number of the parent or guardian")},
    )
    present = forms.ChoiceField(
        label=_("Will a parent or guardian come along to the visit?"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no: will a parent or guardian come along?")},
    )

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not any(letter.isalpha() for letter in name):
            raise ValidationError(_("Write the name in letters"), code="letters")
        return name


@dataclass
class Sign:
    """A question, and those that are asked when it is answered yes."""

    asked: BoundField
    follow: list[BoundField] = field(default_factory=list)


class QuestionsForm(forms.Form):
    """One page of signs, each with its own yes and no. `kept_answers` are those given so far, of every page."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        page: Page,
        screen: Screen,
        kept_answers: Mapping[str, Answer],
        profile: Profile,
    ) -> None:
        super().__init__(data, initial={name: said.value for name, said in kept_answers.items()})
        self.screen, self.kept, self.profile = screen, kept_answers, profile
        asked = [screen.rules.by_id[name] for name in page.questions]
        self.questions = [question for question in asked if self._can_matter(question)]
        for question in self.questions:
            self.fields[question.id] = self._field(question)

    def _can_matter(self, question: Question) -> bool:
        """At this age, and after a yes that can be given at this age."""
        ages = question.asked_if.ages
        opener = self._opened_by(question)
        return (not ages or any(self.profile.age in years for years in ages)) and (
            opener is None or self._can_matter(self.screen.rules.by_id[opener])
        )

    def _field(self, question: Question) -> forms.ChoiceField:
        words = self.screen.asked[question.id]
        text = words.text.in_language(get_language())
        which = _("Choose yes or no: %(question)s") % {"question": text}
        return forms.ChoiceField(
            label=text,
            help_text=words.hint.in_language(get_language()) if words.hint else "",
            choices=YES_OR_NO,
            widget=forms.RadioSelect,
            required=False,
            error_messages={"invalid_choice": which, "required": which},
        )

    @property
    def answers(self) -> dict[str, Answer]:
        """What was answered on this page, complete or not."""
        return {name: Answer(said) for name, said in self.cleaned_data.items() if said}

    def clean(self) -> dict[str, Any]:
        """Only what matters has to be answered; that depends on the answers, so no field is required by itself."""
        cleaned = super().clean() or {}
        here = {name: Answer(said) for name, said in cleaned.items() if said}
        said = {**{name: answer for name, answer in self.kept.items() if name not in self.fields}, **here}
        asked = {question.id for question in relevant_questions(said, self.profile, rules=self.screen.rules)}
        for name in [name for name in self.fields if name in asked - here.keys() and name not in self.errors]:
            self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    @property
    def signs(self) -> list[Sign]:
        signs: dict[str, Sign] = {}
        for question in self.questions:
            opener = self._opened_by(question)
            if opener:
                signs[opener].follow.append(self[question.id])
            else:
                signs[question.id] = Sign(self[question.id])
        return list(signs.values())

    def _opened_by(self, question: Question) -> str | None:
        """The question whose yes makes this one matter; it stands earlier on the same page."""
        parent = self.screen.rules.by_id[question.parent] if question.parent else None
        if parent and not parent.group:
            return parent.id
        return next(iter(question.asked_if.all_of), None)
