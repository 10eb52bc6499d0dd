"""The clinic's rules as rows: given these answers, then this. They are run as tests and printed in docs/rules/."""

from dataclasses import dataclass

from ashi.core.safety import Action, Answer, Assessment, Profile, Question, Result, assess
from ashi.knowledge.safety import the_screen

SCREEN = the_screen()
RULES = SCREEN.rules


@dataclass(frozen=True)
class Row:
    """Everything is answered no but `yes`; the `open` ones were not asked. `action` is what the rule then asks for.

    `text` says in which words, where two outcomes ask for the same.
    """

    rule: str
    yes: tuple[str, ...]
    action: Action | None
    result: Result
    age: int = 40
    open: tuple[str, ...] = ()
    raised: bool = False
    text: str = ""

    def answers(self) -> dict[str, Answer]:
        said = {question.id: Answer.NO for question in RULES.questions if not question.group}
        said |= dict.fromkeys(self.yes, Answer.YES)
        return {name: answer for name, answer in said.items() if name not in self.open}

    def assessment(self) -> Assessment:
        return assess(self.answers(), rules=RULES, profile=Profile(self.age))

    def __str__(self) -> str:
        given = " ".join(self.yes) or "nothing"
        return f"{self.rule}: {given} at {self.age}" + (f", {' '.join(self.open)} open" if self.open else "")


def rows(rule: str, *found: tuple[str, Action | None, Result]) -> list[Row]:
    """`found`: the ids answered yes in one string, the action, the result."""
    return [Row(rule, tuple(yes.split()), action, result) for yes, action, result in found]


def parts_of(question: Question) -> tuple[str, ...]:
    return tuple(part.id for part in RULES.parts_of(question.id))
