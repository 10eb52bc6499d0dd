"""Invented people as programs would send them."""

import random
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from tests.contracts.fhir.clinical_table import ALONE, EMERGENCIES, HEADINGS, SIGNS

TOP = sorted({*" ".join(ALONE.values()).split(), *SIGNS, *HEADINGS, "RF05", "RF17"})
PARTS = {part: above for above, parts in {**SIGNS, **HEADINGS}.items() for part in parts}
NAMES = sorted([*TOP, *PARTS])
MORE = sorted(part for part in PARTS if PARTS[part] in SIGNS)  # may stay unsaid: the worst is taken then
AGES = st.one_of(st.none(), st.integers(0, 130))


def nothing() -> dict[str, bool]:
    """Somebody with nothing to report, asked each sign by itself."""
    return {name: False for name in NAMES if name not in HEADINGS}


@st.composite
def people(draw: st.DrawFn) -> dict[str, bool]:
    """Somebody of the crowd, whom Hypothesis can make simpler when the two readings differ."""
    headings = draw(st.sets(st.sampled_from(sorted(HEADINGS))))
    yes = draw(st.one_of(st.sets(st.sampled_from(NAMES), max_size=4), st.sets(st.sampled_from(NAMES))))
    unsaid = draw(st.sets(st.sampled_from(MORE)))
    return somebody({heading: draw(st.booleans()) for heading in headings}, yes, unsaid)


def crowd(many: int, seed: int) -> list[tuple[dict[str, bool], int | None]]:
    """The same people every time; a die is quicker than Hypothesis, so there can be thousands."""
    dice = random.Random(seed)
    found = []
    for _ in range(many):
        headings = {one: dice.random() < 0.4 for one in HEADINGS if dice.random() < 0.4}
        yes = dice.sample(NAMES, dice.choice([0, 1, 2, 3, 4, 8, 30]))
        unsaid = dice.sample(MORE, dice.choice([0, 1, 4, len(MORE)]))
        age = dice.choice([None, 8, 17, 18, 19, 34, 45, 50, 70, 130])
        found.append((somebody(headings, yes, unsaid), age))
    return found


def somebody(headings: dict[str, bool], yes: Iterable[str], unsaid: Iterable[str]) -> dict[str, bool]:
    """Everybody has answered enough: no to all but a few, now and then a heading instead of its signs."""
    said = {name: no for name, no in nothing().items() if PARTS.get(name) not in headings}
    said |= {**headings, **dict.fromkeys(yes, True)}
    return {name: answer for name, answer in said.items() if name not in unsaid}


def corpus() -> list[tuple[dict[str, bool], int | None]]:
    """Each sign by itself and with another, each emergency, each number of RF19's criteria, and a crowd."""
    found = [(nothing() | {one: True, other: True}, 40) for one in NAMES for other in NAMES if one <= other]
    found += [(dict.fromkeys(TOP, False) | {name: True}, 40) for name in TOP]
    found += [(nothing() | dict.fromkeys(signs, True), 70) for signs in EMERGENCIES]
    for several in range(2, 10):
        found += [(nothing() | {"RF19": True} | dict.fromkeys(SIGNS["RF19"][:several], True), 30)]
    return found + crowd(4000, seed=11)


def response(said: dict[str, bool], age: int | None = 40, *, nested: bool = False) -> dict[str, Any]:
    """As a QuestionnaireResponse: one flat list, or each part below what it belongs to."""
    rows = [{"linkId": "age", "answer": [{"valueInteger": age}]}] if age is not None else []
    items = {name: {"linkId": name, "answer": [{"valueBoolean": answer}]} for name, answer in said.items()}
    for name in list(items):
        above = PARTS.get(name)
        if nested and above:
            items.setdefault(above, {"linkId": above}).setdefault("item", []).append(items.pop(name))
    for name, item in items.items():
        if name in SIGNS and "item" in item and "answer" in item:  # below the answer of a question, as FHIR has it
            item["answer"][0]["item"] = item.pop("item")
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": [*rows, *items.values()]}


def in_parameters(resource: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Parameters", "parameter": [{"name": "response", "resource": resource}]}
