"""The clinical tables once more, as whoever integrates this interface would read them: a sign, and what it asks for.

Written from the tables themselves and from nothing else here: no rule, no data file and no other reading of them is
looked at. `yes("RF11")` is asked of one person's answers.
"""

from collections.abc import Callable, Mapping

Yes = Callable[[str], bool]
SIGNS = {
    **{"RF08": ["RF08.new_pain"], "RF11": ["RF11.unwell"], "RF13": ["RF13.recent", "RF13.cannot_walk"]},
    **{"RF16": ["RF16.pain"], "RF19": [f"RF19{letter}" for letter in "abcdefghi"]},
    **{"CI12": ["CI12.uncontrolled"], "CI14": ["CI14.severe"]},
}
# Headings: each of their signs stands for itself, whatever is said of the heading.
HEADINGS = {
    "RF09": ["RF09.weight", "RF09.sites", "RF09.night"],
    "RF12": ["RF12.immune", "RF12.injecting", "RF12.infection", "RF12.procedure"],
    "RF22": [f"RF22.{sign}" for sign in ("chest", "breath", "calf", "urine", "rash", "pregnancy_pain")],
}
ALONE = {
    "E": "RF01 RF02 RF03 RF04 RF06 RF07 RF15",
    "U": "RF14 RF18",
    "P": "RF10 RF20 RF21",
    "X": "CI01 CI16 CI18",
    "H": "CI06 CI15 CI28",
    "C": "CI02 CI10 CI13 CI24",
    "XS": "CI03 CI04 CI08 CI11 CI20 CI21",
}
TOGETHER: list[tuple[str, str, Callable[[Yes], bool]]] = [
    ("RF05", "E", lambda yes: yes("RF05") and _any(yes, "RF01 RF02 RF03 RF04 RF06")),
    ("RF05", "U", lambda yes: yes("RF05")),
    ("RF08", "U", lambda yes: yes("RF08.new_pain")),
    ("RF08", "P", lambda yes: yes("RF08")),
    ("RF09", "U", lambda yes: _count(yes, HEADINGS["RF09"]) >= 2 or (yes("RF09") and yes("RF08"))),
    ("RF09", "P", lambda yes: yes("RF09")),
    ("RF11", "E", lambda yes: yes("RF11") and _any(yes, "RF11.unwell RF12.immune RF12.injecting")),
    ("RF11", "U", lambda yes: yes("RF11")),
    ("RF12", "U", lambda yes: yes("RF12") and yes("RF11")),
    ("RF12", "P", lambda yes: yes("RF12")),
    ("RF13", "E", lambda yes: _any(yes, "RF13.recent RF13.cannot_walk")),
    ("RF13", "U", lambda yes: yes("RF13")),
    ("RF16", "E", lambda yes: yes("RF16.pain")),
    ("RF16", "U", lambda yes: yes("RF16")),
    ("RF17", "U", lambda yes: yes("RF17") and _any(yes, "RF08 RF09 RF11 RF14")),
    ("RF17", "P", lambda yes: yes("RF17")),
    ("RF19", "R", lambda yes: yes("RF19") and _count(yes, SIGNS["RF19"]) >= 3),
    ("RF19", "N", lambda yes: yes("RF19")),
    ("RF22", "E", lambda yes: _any(yes, "RF22.chest RF22.breath RF22.pregnancy_pain")),
    ("RF22", "U", lambda yes: yes("RF22")),
    ("CI10", "C", lambda yes: yes("RF12.immune")),
    ("CI12", "X", lambda yes: yes("CI12.uncontrolled")),
    ("CI12", "C", lambda yes: yes("CI12")),
    ("CI14", "X", lambda yes: yes("CI14.severe")),
    ("CI14", "C", lambda yes: yes("CI14")),
]
MEANS = {"emergency": "E", "urgent": "U X H", "caution": "R P C XS", "clear": "N"}
# Each of these is an emergency, whatever else is said.
EMERGENCIES = [
    *([name] for name in ALONE["E"].split()),
    *(["RF05", name] for name in ["RF01", "RF02", "RF03", "RF04", "RF06"]),
    *(["RF11", name] for name in ["RF11.unwell", "RF12.immune", "RF12.injecting"]),
    *(["RF13", name] for name in ["RF13.recent", "RF13.cannot_walk"]),
    *([name] for name in ["RF22.chest", "RF22.breath", "RF22.pregnancy_pain"]),
    ["RF16", "RF16.pain"],
]
# A sign answered yes about which nothing more was asked: the strictest of what it could be.
ALONE_WITHOUT_THEIR_SIGNS = {
    **{"RF08": "urgent", "RF09": "urgent", "RF11": "emergency", "RF12": "caution", "RF13": "emergency"},
    **{"RF16": "emergency", "RF19": "caution", "RF22": "emergency", "CI12": "urgent", "CI14": "urgent"},
}


def asked(said: Mapping[str, bool], age: int | None) -> dict[str, str]:
    """What each rule asks for, as this table has it."""
    found: dict[str, str] = {}
    for action, names in ALONE.items():
        found |= {name: action for name in names.split() if _yes(said, name)}
    for rule, action, holds in TOGETHER:
        if rule not in found and holds(lambda name: _yes(said, name)):
            found[rule] = action
    if age is not None and age < 18:
        found["CI19"] = "C"
    if "RF10" in found:  # a first back pain in the young or the old: every other red flag weighs more, by one step
        heavier = {"P": "R", "R": "U"}
        red_flags = [name for name in found if name.startswith("RF") and name != "RF10"]
        found |= {name: heavier.get(found[name], found[name]) for name in red_flags}
    return found


def result_of(actions: Mapping[str, str]) -> str:
    for result, codes in MEANS.items():
        if set(codes.split()) & set(actions.values()):
            return result
    return "clear"


def _yes(said: Mapping[str, bool], name: str) -> bool:
    if name in HEADINGS:
        return said.get(name, False) or any(said.get(sign, False) for sign in HEADINGS[name])
    if name in SIGNS:
        return said.get(name, any(said.get(sign, False) for sign in SIGNS[name]))
    above = next((above for above, signs in {**SIGNS, **HEADINGS}.items() if name in signs), None)
    if above is None:
        return said.get(name, False)
    if above in SIGNS and said.get(above) is False:
        return False
    return said.get(name, said.get(above, False))


def _any(yes: Yes, names: str) -> bool:
    return any(yes(name) for name in names.split())


def _count(yes: Yes, names: list[str]) -> int:
    return sum(yes(name) for name in names)
