"""From what was answered to what counts as yes, with the doubt always on the safe side.

- A parent answered yes takes every part that was not answered as yes: the strictest of them decides.
- A sign answered no makes its parts meaningless: they say more about something that is not there.
- A group has no answer of its own to protect: a yes to one of its parts is a yes to the group.
- A part answered yes whose parent was never asked is a yes to the parent.
"""

from ashi.core.safety.answers import Answer, Answers
from ashi.core.safety.rules import Question, RuleSet


def counted_as_yes(answers: Answers, *, rules: RuleSet) -> frozenset[str]:
    """Ids of all questions to be read as yes. Raises ValueError for an id that the rules do not know."""
    if unknown := answers.keys() - rules.by_id.keys():
        raise ValueError(f"Nobody asks {', '.join(sorted(unknown))}.")
    yes: set[str] = set()
    for question in rules.questions:
        if question.parent is None:
            yes |= _family(question, answers, rules)
    return frozenset(yes)


def _family(parent: Question, answers: Answers, rules: RuleSet) -> set[str]:
    said = answers.get(parent.id, Answer.NOT_ASKED)
    if said is Answer.NO and not parent.group:
        return set()
    parts = {part.id for part in rules.parts_of(parent.id) if _part_is_yes(answers, part, said)}
    return {parent.id} | parts if said.may_be_so or parts else set()


def _part_is_yes(answers: Answers, part: Question, parent_said: Answer) -> bool:
    said = answers.get(part.id, Answer.NOT_ASKED)
    return said.may_be_so or (said is Answer.NOT_ASKED and parent_said.may_be_so)
