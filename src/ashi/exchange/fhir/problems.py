"""What is wrong with a request, said as a FHIR OperationOutcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Issue:
    """One line of an OperationOutcome. `code` is of FHIR's IssueType; `expression` says where in the request."""

    code: str
    diagnostics: str
    expression: tuple[str, ...] = ()
    severity: str = "error"

    def as_json(self) -> dict[str, Any]:
        issue: dict[str, Any] = {"severity": self.severity, "code": self.code, "diagnostics": self.diagnostics}
        if self.expression:
            issue["expression"] = list(self.expression)
        return issue


class Problem(Exception):
    """An answer of 4xx or 503. `headers` go along, such as Retry-After."""

    def __init__(self, status: int, *issues: Issue, headers: dict[str, str] | None = None) -> None:
        self.status = status
        self.issues = issues
        self.headers = headers or {}
        super().__init__("; ".join(issue.diagnostics for issue in issues))

    def as_json(self) -> dict[str, Any]:
        return outcome(self.issues)


def outcome(issues: Sequence[Issue]) -> dict[str, Any]:
    return {"resourceType": "OperationOutcome", "issue": [issue.as_json() for issue in issues]}


def invalid(diagnostics: str, *expression: str) -> Problem:
    return Problem(400, Issue("invalid", diagnostics, expression))


def required(what: str, *expression: str) -> Problem:
    return Problem(400, Issue("required", f"{what} is required", expression))


def not_found(reference: str) -> Problem:
    return Problem(404, Issue("not-found", f"{reference} is not known here"))


def taken(names: Sequence[str]) -> Problem:
    """A lost race. IHE asks for a fatal not-found on a hold; the second issue says what somebody else has now."""
    what = ", ".join(names) or "this time"
    return Problem(
        409,
        Issue("not-found", "the time asked for is no longer free", severity="fatal"),
        Issue("conflict", f"taken: {what}", ("Appointment.participant",)),
    )
