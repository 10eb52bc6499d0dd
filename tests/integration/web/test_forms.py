"""Form parts: each field has its label, its hint and its error, tied together for who cannot see them."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override

from ashi.web.forms import DatePartsField, one_line, with_hint

PLACES = [("upper", with_hint("Upper back", "Between the shoulder blades")), ("low", with_hint("Low back", "<b>"))]


class Example(forms.Form):
    name = forms.CharField(help_text="As you would like to be called", error_messages={"required": "Write your name"})
    mail = forms.EmailField(required=False)
    where = forms.ChoiceField(choices=PLACES, widget=forms.RadioSelect, label="Where is it worst?")
    born = DatePartsField(label="Date of birth", autocomplete="bday")
    remind = forms.BooleanField(required=False, help_text="Two messages")


def field(form: forms.Form, name: str, language: str = "en", extra: str = "") -> str:
    with override(language):
        template = Template(f'{{% include "web/parts/field.html" with field=field {extra} %}}')
        return " ".join(template.render(Context({"field": form[name]})).split())


def summary(form: forms.Form, language: str = "en") -> str:
    with override(language):
        return Template('{% include "web/parts/error_summary.html" %}').render(Context({"form": form}))


def test_a_plain_field_is_tied_to_its_hint() -> None:
    html = field(Example(), "name")
    assert '<label for="id_name">Name</label>' in html
    assert '<span class="hint" id="id_name_helptext">' in html
    assert re.search(r'<input[^>]+aria-describedby="id_name_helptext"', html)
    assert "aria-invalid" not in html


def test_a_refused_field_says_what_would_be_right() -> None:
    html = field(Example({}), "name")
    assert '<p class="error" id="id_name_error"><span class="hidden">Error: </span>Write your name</p>' in html
    assert re.search(r'<input[^>]+aria-invalid="true"', html)
    assert re.search(r'<input[^>]+aria-describedby="id_name_helptext id_name_error"', html)
    assert html.startswith('<div class="field wrong">')


def test_what_was_typed_is_kept() -> None:
    assert 'value="elena.example.org"' in field(Example({"mail": "elena.example.org"}), "mail")


def test_a_choice_is_one_big_label_and_nothing_is_preselected() -> None:
    html = field(Example(), "where")
    assert "<legend>Where is it worst?</legend>" in html
    assert html.count('<label class="choice"') == 2
    assert '<b>Upper back</b><span class="hint">Between the shoulder blades</span>' in html
    assert "&lt;b&gt;" in html, "a hint is text, never markup"
    assert "checked" not in html


def test_one_question_a_page_makes_the_legend_the_heading() -> None:
    assert "<legend><h1>Where is it worst?</h1></legend>" in field(Example(), "where", extra="heading=True")


def test_a_refused_group_describes_the_group() -> None:
    html = field(Example({}), "where")
    assert re.search(r'<fieldset[^>]+aria-describedby="id_where_error"', html)


def test_a_tick_carries_its_hint() -> None:
    html = field(Example(), "remind")
    assert '<span class="hint" id="id_remind_helptext">Two messages</span>' in html
    assert "checked" not in html


def test_the_summary_links_to_each_field_that_was_refused() -> None:
    html = summary(Example({"mail": "x"}))
    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets == ["id_name", "id_mail", "id_where_0", "id_born_0"]
    form = Example({"mail": "x"})
    for target in targets:
        assert any(f'id="{target}"' in field(form, name) for name in form.fields), target
    assert "4 answers need another look" in html
    assert "autofocus" in html
    assert "Hay que revisar 4 respuestas" in summary(Example({"mail": "x"}), "es")


def test_without_a_refusal_there_is_no_summary() -> None:
    assert summary(Example()).strip() == ""


def born(month: str, day: str, year: str) -> Example:
    return Example({"born_month": month, "born_day": day, "born_year": year})


def test_a_date_is_put_together_from_three_numbers() -> None:
    form = born("2", " 29 ", "1956")
    form.is_valid()
    assert form.cleaned_data["born"] == date(1956, 2, 29)


@pytest.mark.parametrize(
    ("month", "day", "year", "said"),
    [
        ("2", "30", "1957", "There is no such day"),
        ("13", "1", "1957", "There is no such day"),
        ("2", "3", "57", "four digits"),
        ("April", "3", "1957", "in numbers"),
        ("2", "", "1957", "one of them is missing"),
        ("", "", "", "month, day and year"),
    ],
)
def test_a_date_that_is_none_says_what_would_be_right(month: str, day: str, year: str, said: str) -> None:
    with override("en"):
        (error,) = born(month, day, year).errors["born"]
    assert said in error


@pytest.mark.parametrize(("language", "order"), [("en", "month day year"), ("es", "day month year")])
def test_the_parts_of_a_date_stand_in_the_order_of_the_language(language: str, order: str) -> None:
    html = field(Example(), "born", language)
    assert " ".join(re.findall(r'name="born_(\w+)"', html)) == order
    assert 'autocomplete="bday-year"' in html
    assert html.count('inputmode="numeric"') == 3


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  José \t Ñáñez\r\n", "José Ñáñez"),
        ("Ana\x07 Inv\x1bented", "Ana Invented"),
        ("Ana \u202edetnevnI", "Ana detnevnI"),
        ("مریم\u200cسادات", "مریم\u200cسادات"),  # joined letters are told apart by a sign nobody sees
    ],
)
def test_a_name_keeps_its_letters_and_loses_what_only_machines_read(typed: str, kept: str) -> None:
    assert one_line(typed) == kept
