"""Which questions matter for this person, given what they have said so far."""

from collections.abc import Set

from ashi.core.safety.answers import Answer, Answers, Profile
from ashi.core.safety.reading import counted_as_yes
from ashi.core.safety.rules import Question, RuleSet


def relevant_questions(answers: Answers, profile: Profile, *, rules: RuleSet) -> tuple[Question, ...]:
    """In the order of the tables.

    A part is asked once its parent is answered yes. A group is never asked, its parts are, unless the group as a whole
    was answered no (a program may do that).
    """
    yes = counted_as_yes(answers, rules=rules)
    ruled_out = {name for name, answer in answers.items() if answer is Answer.NO}
    return tuple(
        question
        for question in rules.questions
        if not question.group
        and question.asked_if.holds(yes=yes, age=profile.age)
        and _parent_calls_for(question, yes, ruled_out, rules)
    )


def _parent_calls_for(part: Question, yes: Set[str], ruled_out: Set[str], rules: RuleSet) -> bool:
    if part.parent is None:
        return True
    if rules.by_id[part.parent].group:
        return part.parent not in ruled_out
    return part.parent in yes
