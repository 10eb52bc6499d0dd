"""The safety screen with its words, as read from one dated file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ashi.core.evidence.wording import Wording
from ashi.core.safety import RESULT_OF, Action, Outcome, Result, RuleSet


@dataclass(frozen=True)
class Asked:
    """The words of a question."""

    text: Wording
    hint: Wording | None = None


@dataclass(frozen=True)
class Advice:
    """The words of an outcome: why, for the person; what to say in a hospital; what the acupuncturist should do.

    `ambulance`: of an emergency in which nobody should be driven by a friend.
    """

    reason: Wording
    say: Wording | None = None
    tell: Wording | None = None
    ambulance: bool = False


@dataclass(frozen=True)
class Origin:
    """Where a rule comes from. `reading` is what is our own in it, for whoever is asked to sign."""

    id: str
    condition: str
    sources: tuple[str, ...]
    mark: str
    reading: str = ""


@dataclass(frozen=True)
class ChartRule:
    """A precaution nobody can answer before the visit; `tag` says where it belongs: a point, a place, a technique."""

    id: str
    tag: str
    action: Action
    condition: str
    change: str
    sources: tuple[str, ...]
    mark: str


@dataclass(frozen=True)
class Page:
    """Related signs that are asked together. Its `name` is all that ever stands in an address."""

    name: str
    title: Wording
    why: Wording
    questions: tuple[str, ...]
    picture: str = ""


@dataclass(frozen=True)
class WatchFor:
    """A line of the safety net: a sign to watch for, and the rules it stands for."""

    text: Wording
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Screen:
    """Raises ValueError when a question is on no page or on two, a word is missing or a source is not listed."""

    rules: RuleSet
    effective: date
    review_due: date
    sign_off: str
    pages: tuple[Page, ...]
    origins: tuple[Origin, ...]
    chart_rules: tuple[ChartRule, ...]
    call_911: tuple[WatchFor, ...]
    call_doctor: tuple[WatchFor, ...]
    asked: Mapping[str, Asked]
    advice: Mapping[str, Advice]
    sources: Mapping[str, str]
    sha256: str

    def __post_init__(self) -> None:
        if complaints := [
            *self._lost_questions(),
            *self._missing_words(),
            *self._unknown_sources(),
            *self._unknown_rules(),
        ]:
            raise ValueError("; ".join(complaints))

    @property
    def version(self) -> str:
        return self.rules.version

    def _lost_questions(self) -> Iterator[str]:
        placed = sorted(name for page in self.pages for name in page.questions)
        asked = sorted(question.id for question in self.rules.questions if not question.group)
        if placed != asked:
            odd = set(placed) ^ set(asked) or {name for name in placed if placed.count(name) > 1}
            yield f"not on exactly one page: {', '.join(sorted(odd))}"

    def _missing_words(self) -> Iterator[str]:
        for rule in self.rules.rules:
            for outcome in rule.outcomes:
                yield from _missing_for(outcome, self.advice[outcome.text])

    def _unknown_sources(self) -> Iterator[str]:
        cited: tuple[Origin | ChartRule, ...] = (*self.origins, *self.chart_rules)
        for row in cited:
            if unknown := set(row.sources) - self.sources.keys():
                yield f"{row.id} names a source that is not listed: {', '.join(sorted(unknown))}"

    def _unknown_rules(self) -> Iterator[str]:
        rules = {rule.id for rule in self.rules.rules}
        for sign in (*self.call_911, *self.call_doctor):
            if unknown := set(sign.rules) - rules:
                yield f"the safety net names no rule: {', '.join(sorted(unknown))}"


def _missing_for(outcome: Outcome, advice: Advice) -> Iterator[str]:
    result = RESULT_OF[outcome.action]
    if result is Result.EMERGENCY and advice.say is None:
        yield f"{outcome.text} does not tell what to say in the hospital"
    if result is Result.URGENT and outcome.soon is None:
        yield f"{outcome.text} does not tell how soon"
