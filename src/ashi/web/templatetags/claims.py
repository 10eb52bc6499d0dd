"""Sentences about health: they come from the register of claims and from nowhere else."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, pgettext

from ashi.core.evidence.certainty import Certainty, Level
from ashi.core.evidence.claims import Claim, Kind
from ashi.core.evidence.wording import Wording
from ashi.knowledge.claims import the_register

register = template.Library()


@register.simple_tag
def claim(claim_id: str, tag: str = "div") -> SafeString:
    """A sentence with how certain it is and how many sources it rests on, each a link to all that stands behind it."""
    return render_to_string("web/parts/claim.html", _shown(the_register().claim(claim_id)) | {"tag": tag})


@register.simple_tag
def claims(*claim_ids: str) -> SafeString:
    """Several, as a list."""
    return format_html(
        '<ul class="claims">{}</ul>', SafeString("".join(claim(claim_id, "li") for claim_id in claim_ids))
    )


@register.simple_tag
def claim_text(claim_id: str) -> SafeString:
    """The sentence alone, for a notice or a line of text; certainty and sources are a link away."""
    shown = _shown(the_register().claim(claim_id))
    return format_html('<span data-claim="{}">{}</span>', claim_id, shown["sentence"])


@register.simple_tag
def claim_certainty(claim_id: str, number: int | None = None) -> SafeString:
    """The certainty alone, under a picture that shows what the claim says: the lowest, or that of comparison `number`,
    from nought."""
    claim = the_register().claim(claim_id)
    shown = _shown(claim)
    if number is not None:
        certainty = claim.certainties[number]
        shown |= {"certainty": certainty_words(certainty), "points": certainty.points}
    return render_to_string("web/parts/certainty.html", shown)


@register.simple_tag
def claim_contrary(claim_id: str) -> str:
    """What narrows the claim, where a picture shows it."""
    contrary = the_register().claim(claim_id).contrary
    return in_page_language(contrary) if contrary else ""


@register.inclusion_tag("web/parts/review.html")
def review_state(*claim_ids: str) -> dict[str, Any]:
    """Who reviewed these claims, or all of them when none is named. Without a valid signature on each: not reviewed."""
    shown = [the_register().claim(claim_id) for claim_id in claim_ids] or list(the_register().claims)
    today = timezone.localdate()
    signatures = {claim.signature for claim in shown}
    due = any(claim.signature and not claim.is_reviewed(today) for claim in shown)
    signature = signatures.pop() if len(signatures) == 1 else None
    return {"signature": signature, "due": due, "sentence": len(claim_ids) == 1}


@register.filter
def in_page_language(wording: Wording) -> str:
    return wording.in_language(get_language())


@register.filter
def claim_certainty_words(claim: Claim) -> str:
    """Low certainty; for a position or a practice, what it is instead."""
    if claim.certainty is None:
        return gettext("What guidelines say") if claim.kind is Kind.POSITION else gettext("How it is done")
    return certainty_words(claim.certainty)


@register.filter
def certainty_words(certainty: Certainty) -> str:
    """Low certainty; Very low to low certainty; or the words that the claim itself brings."""
    if certainty.words:
        return in_page_language(certainty.words)
    if certainty.highest is Level.NOT_KNOWN:
        return gettext("Not known")
    if certainty.is_range:
        pattern = pgettext("certainty", "%(lowest)s to %(highest)s certainty")
    else:
        pattern = pgettext("certainty", "%(lowest)s certainty")
    return capfirst(pattern % {"lowest": level_words(certainty.lowest), "highest": level_words(certainty.highest)})


@register.filter
def level_words(level: Level) -> str:
    return {
        Level.NOT_KNOWN: pgettext("certainty", "not known"),
        Level.VERY_LOW: pgettext("certainty", "very low"),
        Level.LOW: pgettext("certainty", "low"),
        Level.MODERATE: pgettext("certainty", "moderate"),
        Level.HIGH: pgettext("certainty", "high"),
    }[level]


def _shown(claim: Claim) -> dict[str, Any]:
    return {
        "claim": claim,
        "sentence": in_page_language(claim.sentence),
        "certainty": claim_certainty_words(claim),
        "points": claim.certainty.points if claim.certainty else None,
        "overdue": claim.is_overdue(timezone.localdate()),
        "address": f"{_evidence_page()}#{claim.id}",
    }


def _evidence_page() -> str:
    try:
        return reverse("learn:evidence")
    except NoReverseMatch:
        # The stage can be taken out; the sentence still stands.
        return ""
