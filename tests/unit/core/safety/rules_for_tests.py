"""A screen small enough to see through: one emergency, a sign with a part, a group of two, an age, and a raiser."""

from ashi.core.safety import Action, AgeRange, Condition, Kind, Outcome, Question, Rule, RuleSet, Soon

YES = "yes"


def when(*any_of: str, all_of: tuple[str, ...] = (), at_least: int = 1, ages: tuple[AgeRange, ...] = ()) -> Condition:
    return Condition(all_of=frozenset(all_of), any_of=frozenset(any_of), at_least=at_least, ages=ages)


def flag(rule: str, *outcomes: tuple[Action, Condition], raises: bool = False) -> Rule:
    rows = tuple(Outcome(f"{rule}.{action.value}", action, condition) for action, condition in outcomes)
    return Rule(rule, Kind.RED_FLAG, rows, raises)


RULES = RuleSet(
    version="small",
    questions=(
        Question("NUMB"),
        Question("FALL"),
        Question("FALL.walk", parent="FALL"),
        Question("OPEN", group=True),
        Question("OPEN.wound", parent="OPEN"),
        Question("OPEN.drugs", parent="OPEN"),
        Question("FIRST", asked_if=when(ages=(AgeRange(50, 130),))),
        Question("MILD"),
        Question("AFTER", asked_if=when(all_of=("MILD",))),
        Question("METAL"),
    ),
    rules=(
        flag("NUMB", (Action.EMERGENCY, when("NUMB"))),
        flag("FALL", (Action.EMERGENCY, when(all_of=("FALL", "FALL.walk"))), (Action.URGENT, when("FALL"))),
        flag(
            "OPEN",
            (Action.ROUTINE, when("OPEN.wound", "OPEN.drugs", at_least=2)),
            (Action.TELL, when("OPEN")),
        ),
        flag("FIRST", (Action.TELL, when("FIRST")), raises=True),
        flag("MILD", (Action.NOTE, when("MILD"))),
        Rule("METAL", Kind.PRECAUTION, (Outcome("METAL", Action.TELL, when("METAL"), Soon.DAYS),)),
        Rule("CHILD", Kind.PRECAUTION, (Outcome("CHILD", Action.CHANGE, when(ages=(AgeRange(0, 17),))),)),
    ),
)
