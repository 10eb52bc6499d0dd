"""What a patient may agree to while booking: each by itself, neither ticked beforehand.

Whoever changes a text gives it a new version: the record says which words stood beside the box.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ashi.records.models import ConsentKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words


@dataclass(frozen=True)
class ConsentText:
    kind: ConsentKind
    version: str
    label: "Words"
    hint: "Words"


REMINDERS = ConsentText(
    ConsentKind.REMINDERS,
    "reminders-1",
    _("Remind me of this visit"),
    _("About a day before: by mail, or by phone if you leave only a number"),
)
NEWS = ConsentText(
    ConsentKind.NEWS,
    "news-1",
    _("Send me news from the clinic"),
    _("At most four times a year; you can stop it at any time"),
)
CONSENTS = (REMINDERS, NEWS)


def version_of(consent: ConsentText, language: str) -> str:
    """Which words, in which language."""
    return f"{consent.version}.{language}"
