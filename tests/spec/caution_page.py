"""Prints the cautions at the point as a page that an acupuncturist can read and dispute."""

from collections.abc import Callable, Iterable, Iterator

from ashi.core.evidence.wording import Wording
from ashi.core.treatment import Level, Rule, Where
from ashi.knowledge.treatment import Spoken, the_cautions
from tests.spec.cautions import NEEDLES

Table = Callable[[Iterable[str], Iterable[Iterable[str]]], str]
MEANING = {
    Level.FORBIDS: "Nobody overrides these",
    Level.MEASURES: "Depth and angle first",
    Level.ASKS: "With a reason and a name",
}


def where(rule: Rule) -> str:
    named = [*sorted(rule.parts), *sorted(rule.codes), *(f"points marked {tag}" for tag in sorted(rule.tags))]
    told = "where the condition lies, as told" if rule.where is Where.TOLD else ""
    angle = f"angle {', '.join(sorted(rule.angles))}" if rule.angles else ""
    sides = "on both sides" if rule.both_sides else ""
    return "; ".join(each for each in (told, ", ".join(named), angle, sides) if each) or "anywhere"


def whom(rule: Rule) -> str:
    age = f"under {rule.younger}" if rule.younger else ""
    return "; ".join(each for each in (", ".join(sorted(rule.conditions)), age) if each) or "everybody"


def line(spoken: Spoken, both: Callable[[Wording], list[str]]) -> list[str]:
    rule = spoken.rule
    how = str(rule.technique or "any")
    once = "once for the visit" if rule.once else "at each point"
    answer = "or by doing so" if spoken.heed else ""
    sources = f"{', '.join(spoken.sources)} ({spoken.mark})" + (
        f"; our reading: {spoken.reading}" if spoken.reading else ""
    )
    return [
        f"`{rule.id}`",
        whom(rule),
        how,
        where(rule),
        "; ".join(filter(None, (once, answer))),
        *both(spoken.reason),
        sources,
    ]


def rows() -> Iterator[list[str]]:
    for needle in NEEDLES:
        told = " ".join((needle.has, needle.where)).strip() or "nothing"
        says = ", ".join(f"`{name}`" for name in needle.says.split()) or "silent"
        yield [f"`{needle.typed}`", told, str(needle.age), says]


def caution_page(table: Table, both: Callable[[Wording], list[str]]) -> str:
    cautions = the_cautions()
    parts = [
        "# Cautions at the point",
        f"Version {cautions.version}, in effect from {cautions.effective}, to be reviewed by {cautions.review_due}."
        f" To be signed by {cautions.sign_off}; nobody has signed yet. Written by the spec tests; how to read marks and"
        " sources: [README](README.md).",
        "A caution speaks when a needle is about to go in, once at each point of a visit, with the reason. A condition"
        " whose place was not told may be anywhere it could be. CI09, CI17, CI22 and CI23 are for the acupuncturist to"
        " see in the person: no rule can.",
    ]
    head = ["id", "who", "needle", "where", "speaks", "English", "Spanish", "sources"]
    for level, title in MEANING.items():
        found = [line(each, both) for each in cautions.spoken.values() if each.rule.level is level]
        parts += [f"## {title}", table(head, found)]
    parts += ["## Row by row", table(["needle", "answered yes", "age", "speaks"], rows())]
    return "\n\n".join(parts) + "\n"
