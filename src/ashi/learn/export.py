"""The evidence pages as data, so that anybody can check them by program. ADR 12 says what may change in it."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from ashi.core.evidence.certainty import Certainty
from ashi.core.evidence.claims import Claim, OldSentence, Signature
from ashi.core.evidence.forest import Row
from ashi.core.evidence.hundreds import Hundreds
from ashi.core.evidence.results import Result
from ashi.core.evidence.sources import Source
from ashi.core.evidence.wording import Wording
from ashi.knowledge.claims import the_register
from ashi.knowledge.hundreds import the_hundreds
from ashi.knowledge.trials import the_questions
from ashi.learn.answers import Answer, answer

# Goes up when a key is renamed or taken away, or changes its meaning; a new key does not change it.
VERSION = 1
ABOUT = {
    "about": "What this site says about acupuncture and back pain, and what each sentence rests on.",
    "claims": "One sentence each. certainty: lowest and highest of not-known, very-low, low, moderate, high. "
    "old: the sentence of the clinic's old page that it answers, and the verdict on it. fingerprint: what a "
    "signature is for. signature: who reviewed it.",
    "results": "Published numbers as printed, turned so that positive means better with acupuncture; a ratio is better "
    "above 1. null means that the number was not found.",
    "hundreds": "People who improved, of a hundred in each group; the others are compared with the first group.",
    "answers": "Effects that we worked out from the groups' own numbers. Risk differences are in people of a hundred.",
    "sources": "read: how much of it was in front of us.",
    "ids": "An id never changes its meaning and is never used again.",
}


def whole(today: date) -> dict[str, Any]:
    """Only what can be written as JSON; texts as {"en": ..., "es": ...}."""
    register, questions = the_register(), the_questions()
    with override("en"):
        page = reverse("learn:evidence")
    return {
        "version": VERSION,
        "description": ABOUT,
        "page": page,
        "claims": [_claim(claim, page, today) for claim in register.claims],
        "results": [_result(result) for result in register.results],
        "hundreds": [_hundreds(trial) for trial in the_hundreds()],
        "answers": [_answer(answer(question, questions)) for question in questions.questions],
        "sources": [_source(source) for source in register.sources],
    }


def _claim(claim: Claim, page: str, today: date) -> dict[str, Any]:
    return {
        "id": claim.id,
        "page": f"{page}#{claim.id}",
        "kind": claim.kind.value,
        "sentence": _texts(claim.sentence),
        "certainty": [_certainty(each) for each in claim.certainties],
        "contrary": _texts(claim.contrary),
        "old": _old(claim.old),
        "results": list(claim.results),
        "sources": list(claim.sources),
        "fingerprint": claim.fingerprint,
        "signature": _signature(claim.signature),
        "review": "overdue" if claim.is_overdue(today) else "reviewed" if claim.signature else "not reviewed",
    }


def _certainty(certainty: Certainty) -> dict[str, Any]:
    return {
        "comparison": _texts(certainty.comparison),
        "lowest": certainty.lowest.name.lower().replace("_", "-"),
        "highest": certainty.highest.name.lower().replace("_", "-"),
        "graded_by": certainty.graded_by.value,
        "words": _texts(certainty.words),
    }


def _old(old: OldSentence | None) -> dict[str, Any] | None:
    return None if old is None else {"quotation": old.quotation, "verdict": old.verdict.value, "why": _texts(old.why)}


def _signature(signature: Signature | None) -> dict[str, str] | None:
    if signature is None:
        return None
    return {
        "name": signature.name,
        "licence": signature.licence,
        "signed_on": signature.signed_on.isoformat(),
        "review_due": signature.review_due.isoformat(),
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "id": result.id,
        "comparison": _texts(result.comparison),
        "outcome": _texts(result.outcome),
        "measure": result.measure.value,
        "estimate": result.estimate,
        "low": result.low,
        "high": result.high,
        "trials": result.trials,
        "people": result.people,
        "note": _texts(result.note),
        "source": result.source,
    }


def _hundreds(trial: Hundreds) -> dict[str, Any]:
    said = {name: _texts(getattr(trial, name)) for name in ("title", "who", "measured", "when", "against", "knew")}
    groups = [
        {"care": _texts(group.care), "percent": group.percent, "people": group.people, "result": group.result or None}
        for group in trial.groups
    ]
    return {"id": trial.id, "claim": trial.claim, **said, "groups": groups}


def _answer(found: Answer) -> dict[str, Any]:
    question, pooled = found.question, found.pooled
    method = pooled and {
        "model": pooled.model.value,
        "interval": pooled.precision.value,
        "level": pooled.level,
        "tau2": pooled.tau2,
        "i2": pooled.i2,
        "q": pooled.q,
    }
    return {
        "id": question.id,
        "claim": question.claim,
        "comparison": _texts(question.comparison),
        "outcome": _texts(question.outcome),
        "contrast": question.contrast.value,
        "better": question.better.value,
        "note": _texts(question.note),
        "rows": [_row(row) for row in found.forest.rows],
        "method": method,
    }


def _row(row: Row) -> dict[str, Any]:
    label = row.label.in_language("en") if row.label else None
    return {
        "kind": row.kind.value,
        "label": label,
        "estimate": row.estimate,
        "low": row.low,
        "high": row.high,
        "weight": row.weight,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "citation": source.citation,
        "year": source.year,
        "doi": source.doi or None,
        "url": source.url or None,
        "read": source.read.value,
    }


def _texts(wording: Wording | None) -> dict[str, str] | None:
    return dict(wording.texts) if wording else None
