"""Who has the link may move a visit; who wants to see or say something about health gives the birth date too."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ashi.web.forms import DatePartsField
from ashi.web.private_visit import PrivateVisit, is_known, keep_known, may_try, of_a_visit


class BirthDateForm(forms.Form):
    birth = DatePartsField(label=_("Date of birth"), autocomplete="bday")

    def __init__(self, *args: object, born: date | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.born = born

    def clean_birth(self) -> date:
        said: date = self.cleaned_data["birth"]
        if said != self.born:
            raise ValidationError(
                _("This is not the date of birth that belongs to the visit: look at it again"), code="other"
            )
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_visit
def ask(opened: PrivateVisit) -> HttpResponse:
    onward = _onward(opened)
    if is_known(opened):
        return redirect(onward)
    sent = opened.request.POST if opened.request.method == "POST" else None
    if sent is not None and not may_try(opened):
        return opened.render("web/birth_date_too_many.html", status=429)
    form = BirthDateForm(sent, born=opened.visit.patient.birth_date)
    if sent is not None and form.is_valid():
        response = redirect(onward)
        keep_known(opened, response)
        return response
    return opened.render("web/birth_date.html", {"form": form}, status=422 if form.errors else 200)


def _onward(opened: PrivateVisit) -> str:
    """The page of this visit that they were on their way to."""
    asked = opened.request.GET.get("to", "")
    try:
        path = reverse(asked, args=(opened.token,))
    except NoReverseMatch:
        return opened.page
    return path if path.startswith(opened.page) else opened.page
