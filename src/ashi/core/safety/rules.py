"""The safety screen as data: questions, rules and the set of them that carries a version."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from ashi.core.safety.actions import Action, Soon
from ashi.core.safety.conditions import ALWAYS, Condition


class Kind(StrEnum):
    RED_FLAG = "red flag"
    PRECAUTION = "precaution"


@dataclass(frozen=True)
class Question:
    """One sign with its own yes or no.

    A part (`parent` set) says more about its parent. A `group` is never put to a person, its parts are: each of them
    is a sign of its own. `asked_if` says for whom it matters, beyond the parent's yes.
    """

    id: str
    parent: str | None = None
    group: bool = False
    asked_if: Condition = ALWAYS


@dataclass(frozen=True)
class Outcome:
    """One row of a rule: under `when` the rule asks for `action`; `text` is the key of its words."""

    text: str
    action: Action
    when: Condition
    soon: Soon | None = None


@dataclass(frozen=True)
class Rule:
    """The first of its outcomes that holds is the rule's; they stand strictest first. `raises`: see assessment.py."""

    id: str
    kind: Kind
    outcomes: tuple[Outcome, ...]
    raises: bool = False

    def __post_init__(self) -> None:
        ranks = [outcome.action.rank for outcome in self.outcomes]
        if ranks != sorted(ranks):
            raise ValueError(f"The outcomes of {self.id} must stand strictest first.")


@dataclass(frozen=True)
class RuleSet:
    """All rules of one version. Raises ValueError when a name is used twice, unknown, or a part has no parent."""

    version: str
    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]
    by_id: dict[str, Question] = field(init=False, repr=False, compare=False)
    _parts: dict[str, tuple[Question, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {question.id: question for question in self.questions})
        parts: dict[str, tuple[Question, ...]] = {}
        for question in self.questions:
            if question.parent is not None:
                parts[question.parent] = (*parts.get(question.parent, ()), question)
        object.__setattr__(self, "_parts", parts)
        _refuse_repeats(question.id for question in self.questions)
        _refuse_repeats(rule.id for rule in self.rules)
        if unknown := self._names() - self.by_id.keys():
            raise ValueError(f"Nobody asks {', '.join(sorted(unknown))}.")

    def parts_of(self, question_id: str) -> tuple[Question, ...]:
        """In the order of the tables; none for a question that says it all."""
        return self._parts.get(question_id, ())

    def _names(self) -> set[str]:
        conditions = [outcome.when for rule in self.rules for outcome in rule.outcomes]
        conditions += [question.asked_if for question in self.questions]
        parents = {question.parent for question in self.questions if question.parent is not None}
        return parents.union(*(condition.names for condition in conditions))


def _refuse_repeats(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{name} is there twice.")
        seen.add(name)
