"""The plates of the body map, drawn once in a process."""

from functools import cache
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ashi.core.atlas import Meridian
from ashi.core.atlas.drawing.plates import BY_NAME
from ashi.knowledge.atlas import points

if TYPE_CHECKING:
    from ashi.core.atlas.drawing.sheet import Sheet

PLATE_NAMES: dict[str, str | Promise] = {
    "back": _("The back"),
    "front": _("The front"),
    "side": _("The left side"),
    "upper-back": _("Upper back"),
    "lower-back": _("Lower back"),
    "sacrum": _("Sacrum and buttocks"),
    "chest": _("Chest"),
    "belly": _("Belly"),
    "face": _("Face and throat"),
    "head-side": _("Side of the head"),
    "head-back": _("Back of the head"),
    "head-above": _("Head from above"),
    "arm-inner": _("Inner side of the arm"),
    "arm-outer": _("Outer side of the arm"),
    "palm": _("Palm of the left hand"),
    "hand-back": _("Back of the left hand"),
    "leg-inner": _("Inner side of the left leg"),
    "foot-inner": _("Inner side of the left foot"),
    "foot-outer": _("Outer side of the left foot"),
    "foot-above": _("Left foot from above"),
    "foot-below": _("Sole of the left foot"),
}
MERIDIAN_NAMES: dict[str, str | Promise] = {
    Meridian.LU: _("Lung meridian"),
    Meridian.LI: _("Large intestine meridian"),
    Meridian.ST: _("Stomach meridian"),
    Meridian.SP: _("Spleen meridian"),
    Meridian.HT: _("Heart meridian"),
    Meridian.SI: _("Small intestine meridian"),
    Meridian.BL: _("Bladder meridian"),
    Meridian.KI: _("Kidney meridian"),
    Meridian.PC: _("Pericardium meridian"),
    Meridian.TE: _("Triple energizer meridian"),
    Meridian.GB: _("Gallbladder meridian"),
    Meridian.LR: _("Liver meridian"),
    Meridian.GV: _("Governor vessel"),
    Meridian.CV: _("Conception vessel"),
    "EX": _("Extra points"),
}


@cache
def the_sheet(plate: str) -> "Sheet":
    """Raises KeyError when there is no such plate."""
    from ashi.core.atlas.drawing.sheet import sheet  # loaded with the first map: most workers never draw one

    return sheet(BY_NAME[plate], tuple(points().values()))
