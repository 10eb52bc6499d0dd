"""What the form parts ask about a field."""

from django import forms, template
from django.forms import BoundField

from ashi.web.forms import DatePartsWidget

register = template.Library()


@register.simple_tag
def field_kind(field: BoundField) -> str:
    """Which shape a field takes: choices, date, tick or plain."""
    widget = field.field.widget
    if isinstance(widget, DatePartsWidget):
        return "date"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "plain"


@register.simple_tag
def first_input(field: BoundField) -> str:
    """The id an error message links to: of a group, its first input."""
    if field_kind(field) == "choices":
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id
