"""The clinical tables read a second time, by hand: one `if` a row, no shared code and no data file.

Slow, long and obvious on purpose. Whoever changes a rule changes it in both places, or the tests say so.
`said` maps an id to "yes", "no" or "unsure"; what is not in it was not asked.
"""

from collections.abc import Iterable, Mapping

Said = Mapping[str, str]

RF22_SIGNS = ["RF22.chest", "RF22.breath", "RF22.calf", "RF22.urine", "RF22.rash", "RF22.pregnancy_pain"]
RF12_SIGNS = ["RF12.immune", "RF12.injecting", "RF12.infection", "RF12.procedure"]
RF09_SIGNS = ["RF09.weight", "RF09.sites", "RF09.night"]
RF19_SIGNS = [f"RF19{letter}" for letter in "abcdefghi"]


def is_yes(said: Said, name: str) -> bool:
    return said.get(name) in ("yes", "unsure")


def one_of(said: Said, group: str, name: str) -> bool:
    """A sign of a group: answered yes itself, or not asked while the group as a whole was answered yes."""
    return is_yes(said, name) or (name not in said and is_yes(said, group))


def any_of(said: Said, group: str, names: Iterable[str]) -> bool:
    return is_yes(said, group) or any(is_yes(said, name) for name in names)


def sign(said: Said, name: str, parts: Iterable[str]) -> bool:
    """A sign that has parts: a yes to a part is a yes to it, unless it was answered no itself."""
    if said.get(name) == "no":
        return False
    return is_yes(said, name) or any(is_yes(said, part) for part in parts)


def part(said: Said, name: str, of: str) -> bool:
    """More about a sign: meaningless when the sign is not there, the worst when it is and this was not asked."""
    if said.get(of) == "no":
        return False
    return is_yes(said, name) or (name not in said and is_yes(said, of))


def red_flags(said: Said, age: int) -> dict[str, str]:
    found: dict[str, str] = {}
    cancer = sign(said, "RF08", ["RF08.new_pain"])
    fever = sign(said, "RF11", ["RF11.unwell"])
    general = any_of(said, "RF09", RF09_SIGNS)
    open_to_infection = any_of(said, "RF12", RF12_SIGNS)

    for name in ("RF01", "RF02", "RF03", "RF04", "RF06", "RF07", "RF15"):
        if is_yes(said, name):
            found[name] = "E"
    if is_yes(said, "RF05"):
        loss = [name for name in ("RF01", "RF02", "RF03", "RF04", "RF06") if is_yes(said, name)]
        found["RF05"] = "E" if loss else "U"
    if cancer:
        found["RF08"] = "U" if part(said, "RF08.new_pain", of="RF08") else "P"
    if general:
        several = sum(one_of(said, "RF09", name) for name in RF09_SIGNS) >= 2
        found["RF09"] = "U" if several or cancer else "P"
    if is_yes(said, "RF10"):
        found["RF10"] = "P"
    if fever:
        weak = one_of(said, "RF12", "RF12.immune") or one_of(said, "RF12", "RF12.injecting")
        found["RF11"] = "E" if weak or part(said, "RF11.unwell", of="RF11") else "U"
    if open_to_infection:
        found["RF12"] = "U" if fever else "P"
    if sign(said, "RF13", ["RF13.recent", "RF13.cannot_walk"]):
        bad = part(said, "RF13.recent", of="RF13") or part(said, "RF13.cannot_walk", of="RF13")
        found["RF13"] = "E" if bad else "U"
    if is_yes(said, "RF14"):
        found["RF14"] = "U"
    if sign(said, "RF16", ["RF16.pain"]):
        found["RF16"] = "E" if part(said, "RF16.pain", of="RF16") else "U"
    if is_yes(said, "RF17"):
        found["RF17"] = "U" if cancer or general or fever or is_yes(said, "RF14") else "P"
    if is_yes(said, "RF18"):
        found["RF18"] = "U"
    if sign(said, "RF19", RF19_SIGNS):
        criteria = sum(part(said, name, of="RF19") for name in RF19_SIGNS)
        found["RF19"] = "R" if criteria >= 3 else "N"
    if is_yes(said, "RF20"):
        found["RF20"] = "P"
    if is_yes(said, "RF21"):
        found["RF21"] = "P"
    if any_of(said, "RF22", RF22_SIGNS):
        now = ["RF22.chest", "RF22.breath", "RF22.pregnancy_pain"]
        found["RF22"] = "E" if any(one_of(said, "RF22", name) for name in now) else "U"

    if "RF10" in found:
        for name in found:
            if name != "RF10" and found[name] in ("P", "R"):
                found[name] = {"P": "R", "R": "U"}[found[name]]
    return found


def precautions(said: Said, age: int) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, action in {
        **{"CI01": "X", "CI02": "C", "CI03": "XS", "CI04": "XS", "CI06": "H", "CI08": "XS", "CI10": "C", "CI11": "XS"},
        **{"CI13": "C", "CI15": "H", "CI16": "X", "CI18": "X", "CI20": "XS", "CI21": "XS", "CI24": "C", "CI28": "H"},
    }.items():
        if is_yes(said, name):
            found[name] = action
    if one_of(said, "RF12", "RF12.immune"):
        found["CI10"] = "C"
    if sign(said, "CI12", ["CI12.uncontrolled"]):
        found["CI12"] = "X" if part(said, "CI12.uncontrolled", of="CI12") else "C"
    if sign(said, "CI14", ["CI14.severe"]):
        found["CI14"] = "X" if part(said, "CI14.severe", of="CI14") else "C"
    if age < 18:
        found["CI19"] = "C"
    return found


def second_reading(said: Said, age: int) -> tuple[str, dict[str, str]]:
    """The result, and what each rule asks for."""
    found = {**red_flags(said, age), **precautions(said, age)}
    actions = set(found.values())
    if "E" in actions:
        return "emergency", found
    if actions & {"U", "X", "H"}:
        return "urgent", found
    if actions & {"R", "P", "C", "XS"}:
        return "caution", found
    return "clear", found
