"""What templates say of adverse events."""

from django import template

from ashi.records.models import Appointment
from ashi.treat import adverse_words
from ashi.treat.adverse import ShownEvent, events_of

register = template.Library()
register.filter("category_word", adverse_words.category_word)
register.filter("severity_word", adverse_words.severity_word)
register.filter("severity_meaning", adverse_words.severity_meaning)
register.filter("onset_word", adverse_words.onset_word)
register.filter("relation_word", adverse_words.relation_word)
register.filter("action_word", adverse_words.action_word)
register.filter("outcome_word", adverse_words.outcome_word)
register.filter("reporter_word", adverse_words.reporter_word)
register.filter("sign_word", adverse_words.sign_word)


@register.filter
def adverse_events(visit: Appointment) -> list[ShownEvent]:
    return events_of(visit)


@register.filter
def level_of(severity: str) -> str:
    """The class of a chip."""
    return {"mild": "", "moderate": "caution", "serious": "urgent"}[severity]
