"""All 361 points and the 48 extra points: there, whole, and found by whatever they are called."""

from collections import Counter
from pathlib import Path

import pytest

from ashi.core.atlas import LENGTHS, Danger, Meridian, Point
from ashi.knowledge.atlas import exact, find, points, points_of
from ashi.knowledge.atlas.loading import read_points
from ashi.knowledge.rows import KnowledgeError

ALL = points()
COUNTS = {
    **{"LU": 11, "LI": 20, "ST": 45, "SP": 21, "HT": 9, "SI": 19, "BL": 67, "KI": 27, "PC": 9, "TE": 23},
    **{"GB": 44, "LR": 14, "GV": 28, "CV": 24, "EX": 48},
}
every_point = pytest.mark.parametrize("point", ALL.values(), ids=list(ALL))


def test_every_meridian_has_its_points_and_no_other() -> None:
    assert Counter(point.group for point in ALL.values()) == COUNTS
    assert sum(COUNTS.values()) - COUNTS["EX"] == 361
    for meridian in Meridian:
        assert [point.number for point in points_of(meridian)] == list(range(1, LENGTHS[meridian] + 1))


def test_the_code_is_the_key_and_the_name_is_not() -> None:
    assert all(code == point.code for code, point in ALL.items())
    shared = {name for name, times in Counter(p.names.plain for p in ALL.values()).items() if times > 1}
    assert {"Futu", "Juliao", "Wangu", "Zhongzhu", "Zhongdu", "Yinjiao"} <= shared


@every_point
def test_a_point_is_found_by_its_code_however_typed(point: Point) -> None:
    letters, number = point.code.rstrip("0123456789"), str(point.number)
    for typed in (point.code, point.code.lower(), f"{letters} {number}", f"{letters}_{number}", f"{letters}-{number}"):
        assert find(typed) == (point,), typed


@every_point
def test_a_point_is_found_by_its_names(point: Point) -> None:
    names = point.names
    for name in (names.pinyin, names.plain, names.plain.lower(), names.simplified, names.traditional):
        assert point in find(name)[:3], name


@every_point
def test_the_name_with_tones_comes_before_another_point_of_that_plain_name(point: Point) -> None:
    assert find(point.names.pinyin)[0].names.pinyin == point.names.pinyin


def test_yintang_is_known_by_the_numbers_others_give_it() -> None:
    assert {exact(typed) for typed in ("GV24+", "gv 29", "Gv-24+", "EX-HN3", "ex hn 3")} == {ALL["EX-HN3"]}
    assert exact("GV24") == ALL["GV24"]


@pytest.mark.parametrize("typed", ["", "  ", "BL68", "LU12", "GV30", "xyz", "%", "EX-B10"])
def test_what_is_no_point_is_not_found(typed: str) -> None:
    assert find(typed) == ()


def test_a_beginning_finds_what_it_may_become() -> None:
    assert [point.code for point in find("LR")][:14] == [f"LR{n}" for n in range(1, 15)]
    assert ALL["ST36"] in find("zusan")


def test_every_caution_has_a_source() -> None:
    assert all(sources for point in ALL.values() for sources in point.cautions.values())
    assert sum(point.near_lung for point in ALL.values()) > 50
    assert ALL["GB21"].near_lung
    assert Danger.SPINAL_CANAL in ALL["GV16"].cautions


def test_where_sources_differ_near_the_lung_the_shallower_depth_and_the_stricter_angle_stand() -> None:
    reading = ALL["GB21"].careful_depth
    assert reading is not None
    assert (reading.least, reading.most) == (0.3, 0.5)
    assert [angle.name for angle in reading.angles] == ["OBLIQUE"]


POINT = """[[point]]
code = "LU1"
pinyin = "Zhōngfǔ"
simplified = "中府"
traditional = "中府"
region = "chest-anterior"
aspect = "anterior"
level = { kind = "intercostal", refs = ["1"] }
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (POINT.replace("LU1", "LU12"), "no meridian has a point LU12"),
        (POINT + 'deepth = "1"\n', "LU1: unknown keys: deepth"),
        (POINT.replace('pinyin = "Zhōngfǔ"\n', ""), "LU1 has no pinyin"),
        (POINT.replace("intercostal", "somewhere"), "'somewhere' is not a valid Kind"),
        (POINT + 'cautions = { spleen = ["x"] }\n', "'spleen' is not a valid Danger"),
    ],
)
def test_a_mistake_is_named_with_its_point(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "lu.toml"
    file.write_text(text)
    with pytest.raises(KnowledgeError, match=said):
        read_points(file)
