"""Invented people as programs would send them."""

import random
from typing import Any

from hypothesis import strategies as st

from tests.contracts.fhir.clinical_table import ALONE, EMERGENCIES, HEADINGS, SIGNS

TOP = sorted({*" ".join(ALONE.values()).split(), *SIGNS, *HEADINGS, "RF05", "RF17"})
PARTS = {part: above for above, parts in {**SIGNS, **HEADINGS}.items() for part in parts}
NAMES = sorted([*TOP, *PARTS])
AGES = st.one_of(st.none(), st.integers(0, 130))


def nothing() -> dict[str, bool]:
    """Somebody with nothing to report, asked each sign by itself."""
    return {name: False for name in NAMES if name not in HEADINGS}


@st.composite
def people(draw: st.DrawFn) -> dict[str, bool]:
    """Everybody has answered enough: no to all but a few, now and then a heading instead of its signs."""
    said = nothing()
    for heading in draw(st.sets(st.sampled_from(sorted(HEADINGS)))):
        said = {name: no for name, no in said.items() if PARTS.get(name) != heading}
        said[heading] = draw(st.booleans())
    yes = draw(st.one_of(st.sets(st.sampled_from(NAMES), max_size=4), st.sets(st.sampled_from(NAMES))))
    said |= dict.fromkeys(yes, True)
    unsaid = draw(st.sets(st.sampled_from(sorted(part for part in PARTS if PARTS[part] in SIGNS))))
    return {name: answer for name, answer in said.items() if name not in unsaid}


def corpus() -> list[tuple[dict[str, bool], int | None]]:
    """The same few thousand people every time: each sign by itself and with another, each emergency, and a crowd."""
    dice = random.Random(11)
    found = [(nothing() | {one: True, other: True}, 40) for one in NAMES for other in NAMES]
    found += [(dict.fromkeys(TOP, False) | {name: True}, 40) for name in TOP]
    found += [(nothing() | dict.fromkeys(signs, True), 70) for signs in EMERGENCIES]
    for several in range(2, 10):
        found += [(nothing() | {"RF19": True} | dict.fromkeys(SIGNS["RF19"][:several], True), 30)]
    for _ in range(1500):
        some = dice.sample(NAMES, dice.randint(0, 8))
        found.append((nothing() | dict.fromkeys(some, True), dice.choice([None, 8, 17, 18, 45, 70])))
    return found


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
