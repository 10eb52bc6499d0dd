"""Reads the files of points; every key is known or refused."""

from pathlib import Path

from ashi.core.atlas import Angle, Confidence, Danger, Depth, Kind, Location, Names, Place, Point, Towards
from ashi.knowledge.rows import KnowledgeError, Row, optional, part, read


def read_points(file: Path) -> tuple[Point, ...]:
    """Raises KnowledgeError when a point is incomplete, contradicts itself or has a key nobody knows."""
    return tuple(_whole(file.name, row) for row in read(file)["point"])


def _whole(file: str, row: Row) -> Point:
    code = row.get("code", "without a code")
    try:
        return part(row, _point)
    except KeyError as error:
        raise KnowledgeError(f"{file}: {code} has no {error.args[0]}") from error
    except ValueError as error:
        raise KnowledgeError(f"{file}: {code}: {error}") from error


def _point(row: Row) -> Point:
    cautions = row.pop("cautions", {})
    return Point(
        code=row.pop("code"),
        names=Names(row.pop("pinyin"), row.pop("simplified"), row.pop("traditional")),
        location=_location(row),
        midline=row.pop("midline", False),
        several=row.pop("several", False),
        aliases=tuple(row.pop("aliases", ())),
        classes=tuple(row.pop("classes", ())),
        cautions={Danger(danger): tuple(sources) for danger, sources in cautions.items()},
        pregnancy=tuple(row.pop("pregnancy", ())),
        depths=tuple(part(depth, _depth) for depth in row.pop("depths", ())),
        direction=row.pop("direction", ""),
        confidence=Confidence(row.pop("confidence", "high")),
        disputed=row.pop("disputed", False),
        page=row.pop("page", None),
        section=row.pop("section", ""),
    )


def _location(row: Row) -> Location:
    return Location(
        region=row.pop("region"),
        aspect=row.pop("aspect"),
        level=part(row.pop("level"), _place),
        offset=optional(row, "offset", _place),
        notes=tuple(row.pop("notes", ())),
    )


def _place(row: Row) -> Place:
    towards = row.pop("towards", None)
    return Place(
        kind=Kind(row.pop("kind")),
        refs=tuple(row.pop("refs")),
        bcun=row.pop("bcun", None),
        towards=Towards(towards) if towards else None,
        fraction=row.pop("fraction", ""),
    )


def _depth(row: Row) -> Depth:
    angles = row.pop("angles", ())
    return Depth(row.pop("source"), row.pop("from"), row.pop("to"), tuple(Angle[angle.upper()] for angle in angles))
