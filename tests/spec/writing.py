"""Prints the rules as pages that a clinician can read and dispute.

`PYTHONPATH=src .venv/bin/python -m tests.spec.writing` writes docs/rules/.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ashi.core.evidence.wording import Wording
from ashi.core.safety import RESULT_OF, Action, Condition, Outcome, Question, Rule
from ashi.knowledge.safety import Origin, signatures
from tests.spec.caution_page import caution_page
from tests.spec.codes import codes_page
from tests.spec.precautions import PRECAUTIONS
from tests.spec.red_flags import RED_FLAGS
from tests.spec.rows import RULES, SCREEN, Row

FOLDER = Path(__file__).parents[2] / "docs" / "rules"
LANGUAGES = {"en": "English", "es": "Spanish"}
MEANING = {
    Action.EMERGENCY: "call 911 now; nothing can be booked",
    Action.URGENT: "a doctor first; a provisional time that a licensed person has to clear",
    Action.DO_NOT_NEEDLE: "no needles until this has changed or a doctor agrees; as U",
    Action.HOLD: "a doctor is asked before the visit; as U",
    Action.ROUTINE: "see your doctor about it; you can book",
    Action.CHANGE: "go on with a change",
    Action.NOT_THERE: "never at that place or with that technique",
    Action.TELL: "the acupuncturist is told",
    Action.NOTE: "noted in the chart",
}


def table(head: Iterable[str], lines: Iterable[Iterable[str]]) -> str:
    head = list(head)
    rows = [head, ["---"] * len(head), *(list(line) for line in lines)]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)


def both(words: Wording) -> list[str]:
    return [words.in_language(language) for language in LANGUAGES]


def who_is_asked(condition: Condition) -> str:
    ages = " or ".join(f"{years.first} to {years.last}" for years in condition.ages)
    after = " and ".join(sorted(condition.all_of))
    said = [f"aged {ages}"] if ages else []
    return "; ".join([*said, f"after yes to {after}"] if after else said)


def question_line(question: Question) -> list[str]:
    words = SCREEN.asked[question.id]
    texts = [
        f"{text}<br>*{hint}*" if hint else text
        for text, hint in zip(both(words.text), both(words.hint) if words.hint else ["", ""], strict=True)
    ]
    parent = RULES.by_id[question.parent] if question.parent else None
    after = f"after yes to {parent.id}" if parent and not parent.group else ""
    asked = "never as one, each sign by itself" if question.group else who_is_asked(question.asked_if) or after
    return [f"`{question.id}`", *texts, asked or "everybody"]


def row_line(row: Row) -> list[str]:
    said = ", ".join(f"`{name}`" for name in row.yes) or "none"
    if row.open:
        said += f"; not asked: {', '.join(f'`{name}`' for name in row.open)}"
    action = f"**{row.action.value}**" if row.action else "-"
    action += " (raised)" if row.raised else f" `{row.text}`" if row.text else ""
    return [said, str(row.age), action, row.result.word]


def words_line(outcome: Outcome) -> list[str]:
    advice = SCREEN.advice[outcome.text]
    more = [words for words in (advice.say, advice.tell) if words]
    texts = ["<br>".join([reason, *rest]) for reason, *rest in zip(*map(both, (advice.reason, *more)), strict=True)]
    soon = f" ({outcome.soon.value})" if outcome.soon else " (ambulance)" if advice.ambulance else ""
    return [f"`{outcome.text}`", f"{outcome.action.value}{soon}", *texts]


def section(rule: Rule, origin: Origin, rows: list[Row]) -> Iterator[str]:
    sources = ", ".join(f"[{name}](README.md#sources)" for name in origin.sources) or "none read"
    yield f"## {rule.id} {origin.condition}"
    yield f"Sources: {sources}. Mark: {origin.mark}. To be signed by {SCREEN.sign_off}."
    if origin.reading:
        yield f"Our own reading, to be agreed: {origin.reading}"
    family = [q for q in RULES.questions if rule.id in (q.id, q.parent)]
    if family:
        yield table(["id", *LANGUAGES.values(), "asked of"], map(question_line, family))
    yield table(["answered yes (all else no)", "age", f"{rule.id} asks for", "result"], map(row_line, rows))
    yield table(["text", "action", *(f"words, {name}" for name in LANGUAGES.values())], map(words_line, rule.outcomes))


def rules_page(title: str, prefix: str, rows: list[Row]) -> str:
    parts = [f"# {title}", f"Version {SCREEN.version}. Written by the spec tests; how to read it: [README](README.md)."]
    origins = {origin.id: origin for origin in SCREEN.origins}
    for rule in sorted((rule for rule in RULES.rules if rule.id.startswith(prefix)), key=lambda rule: rule.id):
        parts += section(rule, origins[rule.id], [row for row in rows if row.rule == rule.id])
    return "\n\n".join(parts) + "\n"


def chart_rules() -> str:
    lines = [
        [rule.id, rule.tag, rule.action.value, rule.condition, rule.change, ", ".join(rule.sources), rule.mark]
        for rule in SCREEN.chart_rules
    ]
    head = ["id", "belongs to", "action", "condition", "change", "sources", "mark"]
    return f"\n## For the chart, not for the patient\n\n{table(head, lines)}\n"


def signed_by(language: str) -> str:
    found = [one for one in signatures() if one.version == SCREEN.version and one.language == language]
    return ", ".join(f"{one.name}, {one.profession}, {one.signed_on}" for one in found) or "nobody yet"


def readme() -> str:
    net = [["call 911", *both(sign.text), ", ".join(sign.rules)] for sign in SCREEN.call_911]
    net += [["call a doctor", *both(sign.text), ", ".join(sign.rules)] for sign in SCREEN.call_doctor]
    return (
        (Path(__file__).parent / "README.template.md")
        .read_text(encoding="utf-8")
        .format(
            version=SCREEN.version,
            effective=SCREEN.effective,
            review_due=SCREEN.review_due,
            sign_off=SCREEN.sign_off,
            sha256=SCREEN.sha256,
            signed=table(["language", "signed by"], [[name, signed_by(code)] for code, name in LANGUAGES.items()]),
            actions=table(
                ["action", "result", "meaning"],
                [[a.value, RESULT_OF[a].word, meaning] for a, meaning in MEANING.items()],
            ),
            net=table(["advice", *LANGUAGES.values(), "stands for"], net),
            sources=table(["key", "where"], [[key, where] for key, where in sorted(SCREEN.sources.items())]),
        )
    )


def pages() -> dict[str, str]:
    rows = [*RED_FLAGS, *PRECAUTIONS]
    return {
        "README.md": readme(),
        "red-flags.md": rules_page("Red flags", "RF", rows),
        "precautions.md": rules_page("Precautions", "CI", rows) + chart_rules(),
        "cautions.md": caution_page(table, both),
        "codes.md": codes_page(table),
    }


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(FOLDER / name)
