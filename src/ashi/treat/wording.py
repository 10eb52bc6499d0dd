"""The words for sides, regions, changes, and for why something cannot be done now."""

from django.utils.translation import get_language, gettext, ngettext, pgettext

from ashi.core.evidence.wording import Wording
from ashi.core.treatment import (
    ASHI,
    Angle,
    Area,
    Change,
    Lack,
    Part,
    Placed,
    Problem,
    Side,
    Technique,
    Unread,
    part_of,
)
from ashi.knowledge import atlas
from ashi.knowledge.consent import newest
from ashi.treat.actions.changing import NotNow, Why
from ashi.treat.actions.consenting import NoConsent


def side_word(side: str) -> str:
    return {
        Side.LEFT: pgettext("side of the body", "left"),
        Side.RIGHT: pgettext("side of the body", "right"),
        Side.BOTH: pgettext("side of the body", "both"),
        Side.MIDDLE: pgettext("side of the body", "middle"),
    }[Side(side)]


def part_word(part: str) -> str:
    return {
        Part.HEAD: pgettext("part of the body", "head"),
        Part.NECK: pgettext("part of the body", "neck"),
        Part.CHEST: pgettext("part of the body", "chest"),
        Part.UPPER_BACK: pgettext("part of the body", "upper back"),
        Part.BELLY: pgettext("part of the body", "belly"),
        Part.LOW_BACK: pgettext("part of the body", "lower back"),
        Part.PELVIS: pgettext("part of the body", "pelvis and buttocks"),
        Part.SHOULDER: pgettext("part of the body", "shoulder"),
        Part.ARM: pgettext("part of the body", "arm"),
        Part.LEG: pgettext("part of the body", "leg"),
    }[Part(part)]


def area_word(area: Area) -> str:
    if area.side in (Side.BOTH, Side.MIDDLE):
        return part_word(area.part)
    return pgettext("area of the body", "%(part)s, %(side)s") % {
        "part": part_word(area.part),
        "side": side_word(area.side),
    }


def angle_word(angle: str) -> str:
    return {
        Angle.UPRIGHT: pgettext("angle of a needle", "straight in"),
        Angle.OBLIQUE: pgettext("angle of a needle", "oblique"),
        Angle.FLAT: pgettext("angle of a needle", "flat"),
    }[Angle(angle)]


def change_word(change: Change) -> str:
    return {
        Change.ADDED: pgettext("change of a prescription", "added"),
        Change.LEFT_OUT: pgettext("change of a prescription", "left out"),
        Change.CHANGED: pgettext("change of a prescription", "changed"),
        Change.SAME: pgettext("change of a prescription", "same"),
    }[change]


def field_word(name: str) -> str:
    return {
        "needles": gettext("needles"),
        "depth": gettext("depth"),
        "angle": gettext("angle"),
        "gauge": gettext("gauge"),
        "technique": gettext("technique"),
        "hertz": gettext("current"),
        "milliampere": gettext("strength"),
        "stays": gettext("stays in"),
        "set": gettext("set"),
    }[name]


def point_name(code: str) -> str:
    """Shenshu of BL23; empty for an ashi point."""
    point = atlas.points().get(code)
    return point.names.plain if point else ""


def point_word(code: str) -> str:
    return gettext("Ashi") if code == ASHI else code


def detail_words(placed: Placed) -> list[str]:
    """What is said of a line beyond point, side and count."""
    said = []
    if placed.depth is not None:
        said.append(gettext("%(depth)d mm") % {"depth": placed.depth})
    if placed.angle:
        said.append(angle_word(placed.angle))
    if placed.gauge:
        said.append(placed.gauge)
    if placed.technique:
        said.append(placed.technique)
    if placed.hertz is not None:
        said.append(gettext("%(hertz)g Hz") % {"hertz": placed.hertz})
    if placed.milliampere is not None:
        said.append(gettext("%(milliampere)g mA") % {"milliampere": placed.milliampere})
    if placed.stays:
        said.append(gettext("stays in"))
    return said


def unread_words(unread: Unread) -> str:
    """What was not understood in a line that was typed, and what would be right."""
    words = {
        Problem.NO_POINT: gettext("%(part)s is no point. Write a code such as BL23, or a name such as zusanli."),
        Problem.NO_PLACE: gettext("Say where the ashi point is, such as: ashi lumbar l."),
        Problem.NOT_UNDERSTOOD: gettext("%(part)s was not understood. After the point: b, l or r, x4, 25mm, ob, 2hz."),
        Problem.MIDLINE: gettext("%(part)s lies on the midline: it has no left or right."),
        Problem.COUNT: gettext("%(part)s is several places: say how many needles, such as x4."),
        Problem.IMPOSSIBLE: gettext("The numbers for %(part)s cannot be: 1 to 100 needles, 1 to 150 mm."),
    }
    return words[unread.problem] % {"part": unread.part}


def technique_word(technique: str) -> str:
    """Needles, cupping: as the words of consent call it."""
    return spoken_words(newest(Technique(technique)).title)


def lack_words(lack: Lack) -> str:
    """Why a consent has to be signed (again)."""
    return {
        Lack.NEVER: gettext("Not signed yet."),
        Lack.WITHDRAWN: gettext("The patient took it back."),
        Lack.NEW_WORDS: gettext("The words have a new version."),
        Lack.NEW_PLAN: gettext("It was signed for another course."),
        Lack.RAN_OUT: gettext("It was signed too long ago."),
        Lack.OF_A_MINOR: gettext("A guardian has to sign."),
    }[lack]


def why_words(refusal: NotNow) -> str:
    if isinstance(refusal, NoConsent):
        names = ", ".join(map(technique_word, refusal.techniques))
        return gettext("The patient has not agreed to it yet: %(names)s. Let them read and sign first.") % {
            "names": names
        }
    if refusal.why is Why.NEEDLES_LEFT:
        return _needles_left(refusal.number)
    if refusal.why is Why.COUNT and refusal.number > 0:
        return ngettext(
            "%(number)d needle is missing. Look for it, then count each line.",
            "%(number)d needles are missing. Look for them, then count each line.",
            refusal.number,
        ) % {"number": refusal.number}
    return _plain()[refusal.why] % {"number": refusal.number}


def _needles_left(number: int) -> str:
    if not number:
        return gettext("A set is not counted out yet.")
    return ngettext(
        "%(number)d needle is not accounted for: count it out, leave it in with consent, or declare it missing.",
        "%(number)d needles are not accounted for: count out, leave in with consent, or declare them missing.",
        number,
    ) % {"number": number}


def _plain() -> dict[Why, str]:
    return {
        Why.NOT_HERE: gettext("This visit is not going on: it was cancelled, or waits for clearance."),
        Why.NOT_OPEN: gettext("The visit is not open. Open it when the patient is in the room."),
        Why.CLOSED: gettext("This chart is closed. Corrections are amendments."),
        Why.ENDED: gettext("The visit has ended. What is left is the count."),
        Why.STARTED: gettext("This set has begun already."),
        Why.NOT_STARTED: gettext("This set has not begun yet."),
        Why.STILL_GOING_IN: gettext("Needles are still going in: say first that all are in."),
        Why.OUT: gettext("Set %(number)d is out. Put the point into a new set."),
        Why.EMPTY: gettext("There is no point in it yet."),
        Why.NOT_ANSWERED: gettext("No needle goes in before the safety questions of this visit are answered."),
        Why.NOT_CLEARED: gettext("The safety answers are urgent: a licensed person has to clear the visit first."),
        Why.NO_SUCH_LINE: gettext("This has changed in the meantime. Below is how it is now."),
        Why.COUNT: gettext("That is more than went in. Count again."),
        Why.ALONE: gettext("The second person is somebody else than you."),
        Why.NOTHING_BEFORE: gettext("There is no earlier treatment to copy."),
        Why.FORBIDDEN: gettext("Nobody can override this caution. Take the point out, or the current off it."),
        Why.NOTHING_AGREED: gettext("Tick what the patient agrees to."),
        Why.MINOR: gettext("The patient is not of age: a parent or guardian signs."),
        Why.NAME_TAKEN: gettext("There is a protocol of this name already."),
    }


def region_word(region: str) -> str:
    """lower back, of a region of the atlas."""
    return part_word(part_of(region)) if region else ""


def spoken_words(words: Wording) -> str:
    """A text of the knowledge files, in the language of the page."""
    return words.in_language(get_language())
