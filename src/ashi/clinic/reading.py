"""What somebody types into the one search box: a name, a telephone number or a birth date."""

import re
from dataclasses import dataclass
from datetime import date

# Letters people leave the marks off, as a class that finds both. What is not a letter stands for itself.
_MARKED = {"a": "aáàâäãå", "e": "eéèêë", "i": "iíìîï", "o": "oóòôöõ", "u": "uúùûü", "n": "nñ", "c": "cç"}
_PLAIN = {mark: letter for letter, marks in _MARKED.items() for mark in marks}
FEWEST_DIGITS = 4


@dataclass(frozen=True)
class Typed:
    """What it may be: words of a name, the end or the middle of a number, birth dates. Any of them may be empty."""

    words: tuple[str, ...]
    digits: str
    dates: tuple[date, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.digits or self.dates)


def read(text: str, *, day_first: bool = False, today: date) -> Typed:
    """`day_first`: how an ambiguous date is meant here; the other reading comes second."""
    words = tuple(word for word in re.findall(r"[^\W\d_][^\s,]*", text))
    digits = re.sub(r"\D", "", text) if not words else ""
    number = digits.removeprefix("1") if len(digits) == 11 else digits
    return Typed(words, number if len(number) >= FEWEST_DIGITS else "", dates_in(text, day_first, today))


def dates_in(text: str, day_first: bool, today: date) -> tuple[date, ...]:
    """The dates that a text may mean: 5/2/1984, 05021984, 1984-05-02, 2.5.84. None later than today."""
    figures = re.fullmatch(r"\s*(\d{1,4})[\s/.-]+(\d{1,2})[\s/.-]+(\d{1,4})\s*", text)
    if figures:
        one, two, three = figures.groups()
    elif solid := re.fullmatch(r"\s*(\d\d)(\d\d)(\d{4})\s*", text):
        one, two, three = solid.groups()
    else:
        return ()
    if len(one) == 4:
        tries = [(one, two, three)]
    else:
        tries = [(three, two, one), (three, one, two)] if day_first else [(three, one, two), (three, two, one)]
    found = [_date(_year(year, today), int(month), int(day), today) for year, month, day in tries]
    return tuple(dict.fromkeys(one for one in found if one))


def _year(text: str, today: date) -> int:
    """Of two figures, the last such year that has been."""
    year = int(text)
    if len(text) > 2:
        return year
    century = today.year - today.year % 100
    return century + year if century + year <= today.year else century - 100 + year


def _date(year: int, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if year >= 1900 and found <= today else None


def name_pattern(word: str) -> str:
    """A regular expression that finds the beginning of a name, with and without its accents, in either database."""
    signs = (_PLAIN.get(sign, sign) for sign in word.lower())
    return "(^|[ '-])" + "".join(f"[{_MARKED[sign]}]" if sign in _MARKED else re.escape(sign) for sign in signs)
