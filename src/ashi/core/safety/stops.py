"""An emergency that was answered away again."""

from collections.abc import Iterable
from dataclasses import replace

from ashi.core.safety.actions import Action, Result, Soon
from ashi.core.safety.assessment import Assessment, Reason

CHANGED = "changed"


def after_a_stop(assessment: Assessment, *, stopped_by: Iterable[str]) -> Assessment:
    """The result of somebody who was stopped before, by the rules `stopped_by`, and then answered otherwise.

    Never milder than urgent: a licensed person has to see both answers. A new emergency stays one. Our own rule.
    """
    reasons = tuple(Reason(rule, Action.URGENT, CHANGED, Soon.TODAY) for rule in dict.fromkeys(stopped_by))
    if not reasons:
        return assessment
    return replace(
        assessment,
        result=max(assessment.result, Result.URGENT),
        reasons=tuple(sorted((*assessment.reasons, *reasons), key=lambda reason: reason.action.rank)),
    )
