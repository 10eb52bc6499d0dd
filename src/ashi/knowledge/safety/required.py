"""What every version of the rules has to hold: the rows of the clinical tables, and the signs that programs answer."""

from collections.abc import Iterator

from ashi.knowledge.safety.screen import Screen

RED_FLAGS = tuple(f"RF{number:02}" for number in range(1, 23))
PRECAUTIONS = (*(f"CI{number:02}" for number in range(1, 29)), "CI07b")
SIGNS = (
    "RF08.new_pain",
    "RF11.unwell",
    *(f"RF12.{sign}" for sign in ("immune", "injecting", "infection", "procedure")),
    *(f"RF13.{sign}" for sign in ("recent", "cannot_walk")),
    "RF16.pain",
    *(f"RF19{letter}" for letter in "abcdefghi"),
    *(f"RF22.{sign}" for sign in ("chest", "breath", "calf", "urine", "rash", "pregnancy_pain")),
)


def missing(screen: Screen) -> Iterator[str]:
    """Ids that are not there. A precaution may stand with the questions or with what only the chart can tell."""
    rows = {origin.id for origin in screen.origins} | {rule.id for rule in screen.chart_rules}
    yield from (name for name in (*RED_FLAGS, *PRECAUTIONS) if name not in rows)
    yield from (name for name in SIGNS if name not in screen.rules.by_id)
