"""A place on the body cannot be half given."""

import pytest

from ashi.core.atlas import Kind, Place, Towards


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: Place(Kind.MIDPOINT, ("a",)), "names two places"),
        (lambda: Place(Kind.LANDMARK, ("a", "b")), "names one place"),
        (lambda: Place(Kind.BESIDE, ("a",)), "needs distance"),
        (lambda: Place(Kind.LANDMARK, ("a",), bcun=1), "has no distance"),
        (lambda: Place(Kind.BESIDE, ("a",), bcun=-1), "no distance on a body"),
        (lambda: Place(Kind.FROM, ("a",), bcun=1), "has a direction"),
        (lambda: Place(Kind.LANDMARK, ("a",), towards=Towards.UP), "nothing else has one"),
        (lambda: Place(Kind.FRACTION, ("a", "b")), "needs its fraction"),
    ],
)
def test_half_a_place_is_refused(wrong: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        wrong()  # type: ignore[operator]


def test_a_whole_place_stands() -> None:
    assert Place(Kind.FROM, ("popliteal-crease",), bcun=7, towards=Towards.UP).bcun == 7
