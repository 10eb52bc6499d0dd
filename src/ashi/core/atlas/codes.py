"""The fourteen meridians, and codes of points however they are typed.

Codes and their order are those of the WHO standard of point locations (2008); EX-HN, EX-CA, EX-B, EX-UE and EX-LE are
its groups of extra points.
"""

import re
from enum import StrEnum


class Meridian(StrEnum):
    """In the order of the standard."""

    LU = "LU"
    LI = "LI"
    ST = "ST"
    SP = "SP"
    HT = "HT"
    SI = "SI"
    BL = "BL"
    KI = "KI"
    PC = "PC"
    TE = "TE"
    GB = "GB"
    LR = "LR"
    GV = "GV"
    CV = "CV"


# How many points each has: 361 in all.
LENGTHS = {
    Meridian.LU: 11,
    Meridian.LI: 20,
    Meridian.ST: 45,
    Meridian.SP: 21,
    Meridian.HT: 9,
    Meridian.SI: 19,
    Meridian.BL: 67,
    Meridian.KI: 27,
    Meridian.PC: 9,
    Meridian.TE: 23,
    Meridian.GB: 44,
    Meridian.LR: 14,
    Meridian.GV: 28,
    Meridian.CV: 24,
}
EXTRA = "EX"
EXTRA_GROUPS = ("EX-HN", "EX-CA", "EX-B", "EX-UE", "EX-LE")
# Other letters in use for the same meridian: older books and other schools. None is another meridian's own.
_OTHER_LETTERS = {
    "L": "LU",
    "CO": "LI",
    "S": "ST",
    "H": "HT",
    "HE": "HT",
    "UB": "BL",
    "B": "BL",
    "K": "KI",
    "KID": "KI",
    "P": "PC",
    "HC": "PC",
    "SJ": "TE",
    "TW": "TE",
    "TB": "TE",
    "TH": "TE",
    "G": "GB",
    "LV": "LR",
    "LIV": "LR",
    "DU": "GV",
    "REN": "CV",
    "RN": "CV",
}
_SHAPE = re.compile(r"([A-Z]+)[\s_.\-]*0*([1-9][0-9]?)")
_EXTRA_SHAPE = re.compile(r"(?:M[\s_.\-]*)?EX[\s_.\-]*(HN|CA|B|UE|LE)[\s_.\-]*0*([1-9][0-9]?)")


def split_code(code: str) -> tuple[str, int]:
    """("BL", 23) of BL23, ("EX-HN", 3) of EX-HN3. Raises ValueError for anything that is not written like a code."""
    match = re.fullmatch(r"([A-Z]{2}|EX-(?:HN|CA|B|UE|LE))([1-9][0-9]?)", code)
    if match is None:
        raise ValueError(f"{code!r} is not a code such as BL23 or EX-B2")
    return match[1], int(match[2])


def typed_code(text: str) -> str | None:
    """The code meant by st36, ST 36, ST_36, st-36, UB23 or ex b2; None when the text is no code.

    Only the shape is looked at: BL99 is a code of no point.
    """
    wanted = text.strip().upper()
    if match := _EXTRA_SHAPE.fullmatch(wanted):
        return f"EX-{match[1]}{match[2]}"
    match = _SHAPE.fullmatch(wanted)
    if match is None:
        return None
    letters = match[1] if match[1] in Meridian.__members__ else _OTHER_LETTERS.get(match[1])
    return f"{letters}{match[2]}" if letters else None
