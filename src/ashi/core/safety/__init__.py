"""Is it safe to book? Red flags and precautions in, a result with its reasons out.

Triage, not a diagnosis. The rules themselves are dated data (ashi.knowledge.safety); this package only reads them.
"""

from ashi.core.safety.actions import RESULT_OF, Action, Result, Soon
from ashi.core.safety.answers import ADULT, Answer, Answers, Profile, age_on
from ashi.core.safety.assessment import Assessment, Reason, assess
from ashi.core.safety.conditions import ALWAYS, AgeRange, Condition
from ashi.core.safety.relevance import relevant_questions
from ashi.core.safety.rules import Kind, Outcome, Question, Rule, RuleSet
from ashi.core.safety.stops import CHANGED, after_a_stop

__all__ = [
    "ADULT",
    "ALWAYS",
    "CHANGED",
    "RESULT_OF",
    "Action",
    "AgeRange",
    "Answer",
    "Answers",
    "Assessment",
    "Condition",
    "Kind",
    "Outcome",
    "Profile",
    "Question",
    "Reason",
    "Result",
    "Rule",
    "RuleSet",
    "Soon",
    "after_a_stop",
    "age_on",
    "assess",
    "relevant_questions",
]
