"""The clinical tables read once more, from the tables' own columns: condition, action, combination note.

Nothing of the engine, of its data or of tests/spec is used. A person is a set of signs that are so and an age;
everything else was asked and is not so.
"""

from collections.abc import Set

# Section 1.2, "any one" rows marked E.
ALWAYS_E = {"RF01", "RF02", "RF03", "RF04", "RF06", "RF15"}
NERVE_LOSS = {"RF01", "RF02", "RF03", "RF04", "RF06"}
GENERAL_SIGNS = {"RF09.weight", "RF09.sites", "RF09.night"}
OPEN_TO_INFECTION = {"RF12.immune", "RF12.injecting", "RF12.infection", "RF12.procedure"}
SPA_CRITERIA = {f"RF19{letter}" for letter in "abcdefghi"}
# Section 2: do not needle, or hold until a doctor was asked.
STOPS_NEEDLES = {"CI01", "CI06", "CI15", "CI16", "CI18", "CI28"}
NEEDS_CARE = {"CI02", "CI03", "CI04", "CI08", "CI10", "CI11", "CI13", "CI20", "CI21", "CI24"}


def emergency(so: Set[str]) -> bool:
    return bool(
        so & ALWAYS_E
        or {"RF08", "RF07"} <= so  # cancer and any one sign of cord compression
        or ("RF11" in so and so & {"RF11.unwell", "RF12.immune", "RF12.injecting"})
        or ("RF13" in so and so & {"RF13.recent", "RF13.cannot_walk"})
        or {"RF16", "RF16.pain"} <= so
        or so & {"RF22.chest", "RF22.breath"}
        or {"CI06", "RF22.pregnancy_pain"} <= so  # possible pregnancy with belly pain
    )


def grade(so: Set[str], age: int) -> int:
    """Red flags short of an emergency: 0 nothing, 1 tell, 2 see your doctor, 3 urgent."""
    fever, cancer, general = "RF11" in so, "RF08" in so, so & GENERAL_SIGNS
    grades = [0]
    if so & {"RF05", "RF11", "RF13", "RF14", "RF16", "RF18", "RF22.calf", "RF22.urine", "RF22.rash"}:
        grades.append(3)
    if cancer:
        grades.append(3 if "RF08.new_pain" in so else 1)
    if general:
        grades.append(3 if len(general) > 1 or cancer else 1)
    if so & OPEN_TO_INFECTION:
        grades.append(3 if fever else 1)
    if "RF17" in so:
        grades.append(3 if cancer or general or fever or "RF14" in so else 1)
    if "RF19" in so:
        grades.append(2 if len(so & SPA_CRITERIA) >= 3 else 0)
    if so & {"RF20", "RF21"}:
        grades.append(1)
    worst = max(grades)
    if "RF10" in so and (age < 20 or age >= 50):
        # The age profile is told, and raises the level of any other flag.
        worst = max(1, worst + 1 if worst else 0)
    return min(worst, 3)


def precaution(so: Set[str], age: int) -> int:
    """0 nothing, 1 with care, 3 not before a doctor was asked."""
    if so & STOPS_NEEDLES or {"CI12", "CI12.uncontrolled"} <= so or {"CI14", "CI14.severe"} <= so:
        return 3
    if so & NEEDS_CARE or so & {"CI12", "CI14", "RF12.immune"} or age < 18:
        return 1
    return 0


def reading(so: Set[str], age: int) -> str:
    if emergency(so):
        return "emergency"
    worst = max(grade(so, age), precaution(so, age))
    return {0: "clear", 1: "caution", 2: "caution", 3: "urgent"}[worst]
