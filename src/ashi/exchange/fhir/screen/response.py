"""Reading a QuestionnaireResponse: every fault in it is told at once, each with its place."""

from dataclasses import dataclass, field
from typing import Any

from ashi.core.safety import Answer, Profile, Question, RuleSet, assess
from ashi.exchange.fhir.names import base
from ashi.exchange.fhir.problems import Issue, Problem, invalid
from ashi.exchange.fhir.screen.ages import AGE, ANY_ADULT
from ashi.exchange.fhir.screen.questionnaire import ID, link_ids, url
from ashi.knowledge.safety import Screen

DEEPEST = 12
MOST_FAULTS = 100
# A response that was given up, or recorded by mistake, answers nothing.
USABLE = ("completed", "amended", "in-progress")


@dataclass(frozen=True)
class Said:
    """What was answered, by question id; `age` is None where it was not."""

    answers: dict[str, Answer]
    age: int | None

    @property
    def profile(self) -> Profile:
        return Profile(ANY_ADULT if self.age is None else self.age)


@dataclass
class _Reading:
    screen: Screen
    answers: dict[str, Answer] = field(default_factory=dict)
    age: int | None = None
    seen: set[str] = field(default_factory=set)
    faults: list[Issue] = field(default_factory=list)
    link_ids: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.link_ids = link_ids(self.screen)

    def fault(self, code: str, diagnostics: str, place: str) -> None:
        self.faults.append(Issue(code, diagnostics, (place,)))


def said_in(resource: dict[str, Any], screen: Screen, place: str) -> Said:
    """The answers of a QuestionnaireResponse, which stands at `place`. Problem 422 says all that is wrong with them."""
    _refuse_another(resource, screen, place)
    reading = _Reading(screen)
    waiting = [(resource, place, 0)]
    while waiting:
        owner, where, depth = waiting.pop()
        waiting += _read_items(reading, owner, where, depth)
    if reading.faults:
        raise Problem(422, *reading.faults[:MOST_FAULTS])
    return Said(reading.answers, reading.age)


def missing_in(said: Said, rules: RuleSet) -> tuple[str, ...]:
    """The ids without which nothing can be concluded.

    What says more about a sign is not among them: the worst is taken. Nor are the parts of a group answered as a whole.
    """
    open_ones = assess(said.answers, rules=rules, profile=said.profile).missing
    return tuple(name for name in open_ones if not _is_covered(rules.by_id[name], said, rules))


def refuse_missing(missing: tuple[str, ...], place: str) -> None:
    if missing:
        raise Problem(
            422,
            *(
                Issue("required", f"{name} is required: true or false", (f"{place}.item.where(linkId='{name}')",))
                for name in missing[:MOST_FAULTS]
            ),
        )


def _is_covered(question: Question, said: Said, rules: RuleSet) -> bool:
    if question.parent is None:
        return False
    return not rules.by_id[question.parent].group or question.parent in said.answers


def _refuse_another(resource: dict[str, Any], screen: Screen, place: str) -> None:
    """Another questionnaire, another version of it, or a response that counts for nothing."""
    asked = resource.get("questionnaire")
    if asked is not None:
        address, _, version = asked.partition("|") if isinstance(asked, str) else ("", "", "")
        if address not in (url(base()), f"Questionnaire/{ID}", f"/fhir/Questionnaire/{ID}"):
            raise _wrong(f"questionnaire is {url(base())}", f"{place}.questionnaire")
        if version not in ("", screen.version):
            raise _wrong(f"the questions are now of version {screen.version}: ask again", f"{place}.questionnaire")
    if resource.get("status", USABLE[0]) not in USABLE:
        raise _wrong(f"status is {', '.join(USABLE)}", f"{place}.status")


def _wrong(diagnostics: str, place: str) -> Problem:
    return Problem(422, Issue("value", diagnostics, (place,)))


def _read_items(
    reading: _Reading, owner: dict[str, Any], where: str, depth: int
) -> list[tuple[dict[str, Any], str, int]]:
    """Reads the items of one owner; what holds further ones is returned. FHIR puts these below the answer of a question
    and below a group; either is read, because a linkId stands only once."""
    items = owner.get("item", [])
    if not isinstance(items, list):
        raise invalid("item is a list", f"{where}.item")
    if items and depth > DEEPEST:
        raise invalid("items are nested too deeply", where[:200])
    below: list[tuple[dict[str, Any], str, int]] = []
    for number, item in enumerate(items):
        place = f"{where}.item[{number}]"
        if not isinstance(item, dict):
            raise invalid("an item is an object with a linkId", place)
        answers = _read_item(reading, item, place)
        below.append((item, place, depth + 1))
        below += [(one, f"{place}.answer[{n}]", depth + 1) for n, one in enumerate(answers)]
    return below


def _read_item(reading: _Reading, item: dict[str, Any], place: str) -> list[dict[str, Any]]:
    """Notes what an item answers; returns its answers, which may hold items."""
    name = item.get("linkId")
    if not isinstance(name, str) or name not in reading.link_ids:
        reading.fault("value", _unknown(name, reading.screen), f"{place}.linkId")
        return []
    if name in reading.seen:
        reading.fault("invalid", f"{name} stands here a second time", place)
        return []
    reading.seen.add(name)
    answers = item.get("answer", [])
    if not isinstance(answers, list) or not all(isinstance(one, dict) for one in answers):
        raise invalid("answer is a list of objects", f"{place}.answer")
    if len(answers) > 1:
        reading.fault("invalid", f"{name} has one answer, not {len(answers)}", f"{place}.answer")
    elif answers:
        _read_answer(reading, name, answers[0], f"{place}.answer[0]")
    return answers


def _unknown(name: Any, screen: Screen) -> str:
    if name in [rule.id for rule in screen.chart_rules]:  # a list: what stands there may be anything, hashable or not
        return f"{name} is looked at during the visit: nobody is asked about it before"
    return f"linkId is one of Questionnaire/{ID}, not {str(name)[:40]!r}"


def _read_answer(reading: _Reading, name: str, one: dict[str, Any], place: str) -> None:
    wanted = "valueInteger" if name == AGE else "valueBoolean"
    if name != AGE and name not in reading.screen.rules.by_id:
        reading.fault("value", f"{name} is a group and has no answer of its own", place)
        return
    value = one.get(wanted)
    values = [key for key in one if key.startswith("value")]
    if values != [wanted] or not isinstance(value, int) or isinstance(value, bool) != (name != AGE):
        given = ", ".join(sorted(values))[:60] or "nothing"
        kind = "a whole number" if name == AGE else "true or false"
        reading.fault("value", f"{name} is answered by {wanted}, {kind}; here is {given}", place)
    elif name != AGE:
        reading.answers[name] = Answer.YES if value else Answer.NO
    else:
        _read_age(reading, value, f"{place}.{wanted}")


def _read_age(reading: _Reading, years: int, place: str) -> None:
    try:
        Profile(years)
    except ValueError:
        reading.fault("value", "age is in whole years, from 0 to 130", place)
    else:
        reading.age = years
