"""The words of the STRICTA summary: what each item asks, what the charts say, what they do not."""

from collections.abc import Mapping

from django.utils.translation import gettext, ngettext, pgettext

from ashi.core.treatment.stricta import Lack, Missing, Spread, Stricta, Used
from ashi.records.models import BesideKind, DeQi, Qualification
from ashi.treat.wording import point_word, region_word, side_word


def title(item: str) -> str:
    return {
        "1a": gettext("Style of acupuncture"),
        "1b": gettext("Why this treatment, and on what it rests"),
        "1c": gettext("How far the treatment was varied"),
        "2a": gettext("Needles inserted a session"),
        "2b": gettext("Points used, and on which side"),
        "2c": gettext("Depth"),
        "2d": gettext("Response sought and felt"),
        "2e": gettext("Stimulation of the needles"),
        "2f": gettext("Minutes the needles stayed"),
        "2g": gettext("Kind of needle"),
        "3a": gettext("Number of sessions"),
        "3b": gettext("How often and how long"),
        "4a": gettext("What was done beside needles"),
        "4b": gettext("Setting, and what the patient was told"),
        "5": gettext("Who treated"),
        "6a": gettext("Why this control"),
        "6b": gettext("What the control was"),
    }[item]


def said(found: Stricta, item: str) -> list[str]:
    """What is worked out from the charts; what is text in them is added elsewhere."""
    return {
        "1c": _varied,
        "2a": lambda of: _spread(gettext("%(mean)s on average, %(least)s to %(most)s"), of.needles),
        "2b": lambda of: [_point(one, len(of.sessions)) for one in of.points],
        "2c": lambda of: _spread(gettext("%(mean)s mm on average, %(least)s to %(most)s mm"), of.depth),
        "2d": lambda of: [f"{_de_qi(name)}: {_lines(count)}" for name, count in of.de_qi.items()],
        "2e": _stimulation,
        "2f": lambda of: _spread(gettext("%(mean)s min on average, %(least)s to %(most)s min"), of.retention),
        "2g": _needles,
        "3a": _sessions,
        "3b": _often,
        "4a": _beside,
        "6a": _no_control,
        "6b": _no_control,
    }.get(item, lambda of: [])(found)


def missing(found: Stricta, item: str) -> list[str]:
    return [_lack(one) for one in found.missing(item)]


def licence(row: Qualification) -> str:
    return gettext("license %(number)s") % {"number": f"{row.jurisdiction} {row.number}"}


def number(value: float) -> str:
    """Whole, or with one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def _spread(text: str, found: Spread | None) -> list[str]:
    if found is None:
        return []
    return [text % {"mean": number(found.mean), "least": number(found.least), "most": number(found.most)}]


def _varied(found: Stricta) -> list[str]:
    changed, pairs = found.varied
    if not pairs:
        return [gettext("One session only: there is nothing to vary.")]
    text = ngettext(
        "%(changed)d of %(pairs)d later session had other points, depths or needles than the one before.",
        "%(changed)d of %(pairs)d later sessions had other points, depths or needles than the one before.",
        pairs,
    )
    return [text % {"changed": changed, "pairs": pairs}]


def _point(used: Used, sessions: int) -> str:
    where = region_word(used.region) if used.point == "ashi" else ""
    side = "" if used.side == "middle" else side_word(used.side)
    words = " ".join(filter(None, (point_word(used.point), where, side)))
    return gettext("%(point)s: %(count)d of %(of)d sessions") % {
        "point": words,
        "count": used.sessions,
        "of": sessions,
    }


def _de_qi(name: str) -> str:
    return {
        DeQi.FELT: gettext("De qi felt"),
        DeQi.NOT_FELT: gettext("De qi not felt"),
        DeQi.NOT_SOUGHT: gettext("De qi not sought"),
    }[DeQi(name)]


def _lines(count: int) -> str:
    return ngettext("%(count)d line", "%(count)d lines", count) % {"count": count}


def _stimulation(found: Stricta) -> list[str]:
    by_hand = len(found.lines) - found.electrical
    said = []
    if by_hand:
        said.append(f"{gettext('By hand')}: {_lines(by_hand)}")
    said += [f"{name}: {_lines(count)}" for name, count in found.techniques.items()]
    if found.electrical:
        said.append(f"{gettext('With current')}: {_lines(found.electrical)}")
    said += found.devices
    said += _spread(gettext("%(least)s to %(most)s Hz"), found.hertz)
    return said + _spread(gettext("%(least)s to %(most)s mA"), found.milliampere)


def _needles(found: Stricta) -> list[str]:
    said = [f"{gauge} mm: {_counted(count)}" for gauge, count in found.gauges.items()]
    lots = sorted({line.lot for line in found.lines if line.lot})
    return [*said, gettext("Lots: %(lots)s") % {"lots": ", ".join(lots)}] if lots else said


def _counted(count: int) -> str:
    return ngettext("%(count)d needle", "%(count)d needles", count) % {"count": count}


def _sessions(found: Stricta) -> list[str]:
    done = len(found.sessions)
    if found.planned:
        text = ngettext("%(done)d done of %(planned)d planned", "%(done)d done of %(planned)d planned", done)
        return [text % {"done": done, "planned": found.planned}]
    return [ngettext("%(done)d session with needles", "%(done)d sessions with needles", done) % {"done": done}]


def _often(found: Stricta) -> list[str]:
    return [
        *_spread(gettext("A session every %(mean)s days on average, %(least)s to %(most)s"), found.gaps),
        *_spread(gettext("%(mean)s min a session on average, %(least)s to %(most)s min"), found.length),
    ]


def _beside(found: Stricta) -> list[str]:
    if not found.beside:
        return [gettext("Nothing was charted beside needles.")]
    every = len(found.sessions)
    text = gettext("%(what)s: %(count)d of %(of)d sessions")
    return [text % {"what": beside_word(kind), "count": count, "of": every} for kind, count in found.beside.items()]


def beside_word(kind: str) -> str:
    return {
        BesideKind.MOXA: pgettext("done beside needles", "Moxa"),
        BesideKind.CUPPING: pgettext("done beside needles", "Cupping"),
        BesideKind.LAMP: pgettext("done beside needles", "Heat lamp"),
        BesideKind.PRESS_SEEDS: pgettext("done beside needles", "Seeds on the ear"),
        BesideKind.MASSAGE: pgettext("done beside needles", "Massage"),
    }[BesideKind(kind)]


def _no_control(_: Stricta) -> list[str]:
    return [gettext("Does not apply: a clinic has no control group.")]


def _lack(one: Missing) -> str:
    what = _what()[one.what]
    if one.everywhere:
        return what
    return gettext("%(what)s, in %(count)d of %(of)d") % {"what": what, "count": one.count, "of": one.of}


def _what() -> Mapping[Lack, str]:
    return {
        Lack.STYLE: gettext("The chart does not ask for the style."),
        Lack.REASON: gettext("why they came is not written"),
        Lack.FINDINGS: gettext("no findings are written"),
        Lack.REFERENCE: gettext("The chart keeps no reference for the plan."),
        Lack.DEPTH: gettext("no depth"),
        Lack.DE_QI: gettext("nothing on de qi"),
        Lack.TECHNIQUE: gettext("no technique"),
        Lack.CURRENT: gettext("no strength of the current"),
        Lack.DEVICE: gettext("no device"),
        Lack.RETENTION: gettext("a tap is missing"),
        Lack.GAUGE: gettext("no diameter and length"),
        Lack.LOT: gettext("no lot"),
        Lack.MAKER: gettext("The chart does not ask for the maker."),
        Lack.PLANNED: gettext("There is no course that says how many were planned."),
        Lack.FREQUENCY: gettext("One session has no frequency."),
        Lack.LENGTH: gettext("the end is not written"),
        Lack.ADVICE: gettext("what the patient was told is not written"),
        Lack.YEARS: gettext("Years in practice and further experience are not kept."),
    }
