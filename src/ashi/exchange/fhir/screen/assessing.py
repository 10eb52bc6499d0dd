"""QuestionnaireResponse/$assess: the safety screen for somebody a program acts for. Nothing of it is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from ashi.core.safety import Assessment, Reason, Result, assess
from ashi.exchange.fhir.answers import answer
from ashi.exchange.fhir.bodies import json_of, parameters_in
from ashi.exchange.fhir.directory import only
from ashi.exchange.fhir.names import base
from ashi.exchange.fhir.problems import invalid, not_found, required
from ashi.exchange.fhir.screen.ages import AGE
from ashi.exchange.fhir.screen.questionnaire import translated
from ashi.exchange.fhir.screen.response import missing_in, refuse_missing, said_in
from ashi.knowledge import safety
from ashi.records import rules

OPERATION = "QuestionnaireResponse-assess"
RESPONSE = "QuestionnaireResponse"


def assess_response(request: HttpRequest) -> HttpResponse:
    """Writes nothing, and reads only which rules are in force: whoever asks leaves no trace of anybody's health."""
    only(request, "POST")
    resource, place = _response_in(json_of(request))
    screen = rules.in_force()
    said = said_in(resource, screen, place)
    assessment = assess(said.answers, rules=screen.rules, profile=said.profile)
    if assessment.result is not Result.EMERGENCY:  # which waits for no further question
        refuse_missing(missing_in(said, screen.rules), place)
    return answer(_as_parameters(assessment, screen, age_is_known=said.age is not None))


def _response_in(body: Any) -> tuple[dict[str, Any], str]:
    """The QuestionnaireResponse, by itself or in Parameters, and where it stands."""
    kind = body.get("resourceType") if isinstance(body, dict) else None
    if kind == RESPONSE:
        return body, RESPONSE
    if kind != "Parameters":
        raise invalid(f"the body is a {RESPONSE}, or Parameters with one", "resourceType")
    rows = [row for rows in parameters_in(body).values.values() for row in rows]
    found = [(row["resource"], f"{place}.resource") for place, row in rows if _is_response(row.get("resource"))]
    if not found:
        raise required(f"a parameter whose resource is a {RESPONSE}", "Parameters.parameter")
    if len(found) > 1:
        raise invalid(f"there is one {RESPONSE}, not {len(found)}", found[1][1])
    return found[0]


def _is_response(resource: Any) -> bool:
    return isinstance(resource, dict) and resource.get("resourceType") == RESPONSE


def _as_parameters(assessment: Assessment, screen: safety.Screen, *, age_is_known: bool) -> dict[str, Any]:
    parameter: list[dict[str, Any]] = [
        {"name": "result", "valueCode": assessment.result.word},
        {"name": "version", "valueString": assessment.version},
        *({"name": "reason", "part": _parts(reason, screen)} for reason in assessment.reasons),
    ]
    if not age_is_known:
        parameter.append({"name": "assumed", "valueString": f"no {AGE} was given: read as a grown-up"})
    return {"resourceType": "Parameters", "parameter": parameter}


def _parts(reason: Reason, screen: safety.Screen) -> list[dict[str, Any]]:
    words = screen.advice[reason.text].reason
    parts: list[dict[str, Any]] = [
        {"name": "id", "valueString": reason.rule},
        {"name": "action", "valueCode": reason.action.value},
        {"name": "text", "valueString": words.in_language("en"), "_valueString": translated(words)},
    ]
    if reason.soon:
        parts.append({"name": "soon", "valueString": reason.soon.value})
    if reason.raised_by:
        parts.append({"name": "raised-by", "valueString": reason.raised_by})
    return parts


def definition(request: HttpRequest, pk: str) -> HttpResponse:
    """What $assess takes and answers, where the CapabilityStatement says it is."""
    only(request, "GET", "HEAD")
    if pk != OPERATION:
        raise not_found(f"OperationDefinition/{pk[:40]}")
    return answer(
        {
            "resourceType": "OperationDefinition",
            "id": OPERATION,
            "url": f"{base()}/OperationDefinition/{OPERATION}",
            "name": "AssessSafetyScreen",
            "title": "The result of the safety screen",
            "status": "active",
            "kind": "operation",
            "affectsState": False,
            "code": "assess",
            "resource": [RESPONSE],
            "system": False,
            "type": True,
            "instance": False,
            "parameter": [
                _parameter(
                    "response", "in", RESPONSE, "Answers to Questionnaire/safety-screen, also as the body itself"
                ),
                _parameter(
                    "result", "out", "code", "clear, caution, urgent or emergency: the strictest reason decides"
                ),
                _parameter("version", "out", "string", "The version of the rules"),
                {
                    **_parameter("reason", "out", None, "A rule that applies, strictest first", least=0, most="*"),
                    "part": [
                        _parameter("id", "out", "string", "The rule"),
                        _parameter("action", "out", "code", "E, U, X, H, R, C, XS, P or N, strictest first"),
                        _parameter("text", "out", "string", "Why, in words for the person"),
                        _parameter("soon", "out", "string", "How soon a doctor should see them", least=0),
                        _parameter("raised-by", "out", "string", "The rule that made this one stricter", least=0),
                    ],
                },
                _parameter("assumed", "out", "string", "What was taken as given", least=0),
            ],
        }
    )


def _parameter(name: str, use: str, kind: str | None, says: str, *, least: int = 1, most: str = "1") -> dict[str, Any]:
    row = {"name": name, "use": use, "min": least, "max": most, "documentation": says}
    return {**row, "type": kind} if kind else row
