"""Reads a file of the safety screen; every key is known or refused."""

import hashlib
import tomllib
from collections.abc import Callable
from pathlib import Path

from ashi.core.safety import Action, AgeRange, Condition, Kind, Outcome, Question, Rule, RuleSet, Soon
from ashi.knowledge.rows import Entry, KnowledgeError, Row, optional, part, whole, wording
from ashi.knowledge.safety.screen import Advice, Asked, ChartRule, Origin, Page, Screen, WatchFor

KINDS = {"RF": Kind.RED_FLAG, "CI": Kind.PRECAUTION}


class _Rule:
    """What one row of the tables holds: its questions, the rule itself, where it comes from, and all the words."""

    def __init__(self, row: Row) -> None:
        self.id = row["id"]
        self.asked: dict[str, Asked] = {}
        self.advice: dict[str, Advice] = {}
        self.questions = self._questions(row)
        self.origin = Origin(
            id=row.pop("id"),
            condition=row.pop("condition"),
            sources=tuple(row.pop("sources")),
            mark=row.pop("mark"),
            reading=row.pop("reading", ""),
        )
        outcomes = tuple(part(outcome, self._outcome) for outcome in row.pop("outcome"))
        self.rule = Rule(id=self.id, kind=KINDS[self.id[:2]], outcomes=outcomes, raises=row.pop("raises", False))

    def _questions(self, row: Row) -> list[Question]:
        parts = [part(below, lambda below: self._question(below, parent=self.id)) for below in row.pop("part", [])]
        return [self._question(row), *parts] if "ask" in row else parts

    def _question(self, row: Row, parent: str | None = None) -> Question:
        name = row.pop("id") if parent else row["id"]
        self.asked[name] = Asked(text=part(row.pop("ask"), wording), hint=optional(row, "hint", wording))
        asked_if = Condition(all_of=frozenset(row.pop("asked_if", ())), ages=_ages(row))
        return Question(id=name, parent=parent, group=row.pop("group", False), asked_if=asked_if)

    def _outcome(self, row: Row) -> Outcome:
        text = f"{self.id}.{row.pop('key')}" if "key" in row else self.id
        self.advice[text] = Advice(
            reason=part(row.pop("reason"), wording),
            say=optional(row, "say", wording),
            tell=optional(row, "tell", wording),
            ambulance=row.pop("ambulance", False),
        )
        when = Condition(
            all_of=frozenset(row.pop("all", ())),
            any_of=frozenset(row.pop("any", ())),
            at_least=row.pop("at_least", 1),
            ages=_ages(row),
        )
        soon = Soon(row.pop("soon")) if "soon" in row else None
        return Outcome(text=text, action=Action(row.pop("action")), when=when, soon=soon)


def read_screen(file: Path) -> Screen:
    """Raises KnowledgeError when something is missing, unknown or does not fit together."""
    return parse_screen(file.read_bytes(), name=file.name)


def parse_screen(content: bytes, *, name: str) -> Screen:
    """A file's content; `name` is for the error. Raises KnowledgeError."""
    try:
        head = tomllib.loads(content.decode("utf-8"))
        return part(head, lambda head: _screen(head, name, hashlib.sha256(content).hexdigest()))
    except KeyError as error:
        raise KnowledgeError(f"{name} has no {error.args[0]}") from error
    except KnowledgeError:
        raise
    except (ValueError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"{name}: {error}") from error


def _screen(head: Row, name: str, sha256: str) -> Screen:
    def rows(table: str, build: Callable[[Row], Entry]) -> tuple[Entry, ...]:
        return tuple(whole(name, row, build) for row in head.pop(table))

    rules = rows("rule", _Rule)
    return Screen(
        rules=RuleSet(
            version=head.pop("version"),
            questions=tuple(question for rule in rules for question in rule.questions),
            rules=tuple(rule.rule for rule in rules),
        ),
        effective=head.pop("effective"),
        review_due=head.pop("review_due"),
        sign_off=head.pop("sign_off"),
        pages=rows("page", _page),
        origins=tuple(rule.origin for rule in rules),
        chart_rules=rows("chart_rule", _chart_rule),
        call_911=rows("call_911", _watch_for),
        call_doctor=rows("call_doctor", _watch_for),
        asked={name: words for rule in rules for name, words in rule.asked.items()},
        advice={name: words for rule in rules for name, words in rule.advice.items()},
        sources=head.pop("sources"),
        sha256=sha256,
    )


def _ages(row: Row) -> tuple[AgeRange, ...]:
    return tuple(AgeRange(first, last) for first, last in row.pop("ages", ()))


def _chart_rule(row: Row) -> ChartRule:
    return ChartRule(
        id=row.pop("id"),
        tag=row.pop("tag"),
        action=Action(row.pop("action")),
        condition=row.pop("condition"),
        change=row.pop("change"),
        sources=tuple(row.pop("sources")),
        mark=row.pop("mark"),
    )


def _page(row: Row) -> Page:
    return Page(
        name=row.pop("name"),
        title=part(row.pop("title"), wording),
        why=part(row.pop("why"), wording),
        questions=tuple(row.pop("questions")),
        picture=row.pop("picture", ""),
    )


def _watch_for(row: Row) -> WatchFor:
    return WatchFor(text=wording(row), rules=tuple(row.pop("rules")))
