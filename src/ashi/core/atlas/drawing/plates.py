"""The plates: windows on the drawings, the whole figure first, then what is crowded, larger."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plate:
    """`window` is x0, y0, x1, y1 in units of the drawing; `letters` the height of a label, `dot` the radius of a point.
    `whole`: a view of the figure, which leaves the names in crowded parts to the plates that show them larger."""

    name: str
    drawing: str
    window: tuple[float, float, float, float]
    letters: float
    dot: float
    whole: bool = False

    @property
    def scales(self) -> tuple[int, ...]:
        """Pixels to a unit, small to large; at the largest every point that no other plate shows larger is 44 px
        wide."""
        return (24, 48, 72) if self.whole else (48, 84, 128)

    @property
    def area(self) -> float:
        x0, y0, x1, y1 = self.window
        return (x1 - x0) * (y1 - y0)

    def shows(self, x: float, y: float, margin: float = 0.25) -> bool:
        x0, y0, x1, y1 = self.window
        return x0 + margin < x < x1 - margin and y0 + margin < y < y1 - margin


PLATES = (
    Plate("back", "back", (-20.8, -1.4, 20.8, 76.2), 0.46, 0.17, whole=True),
    Plate("front", "front", (-20.8, -1.4, 20.8, 76.2), 0.46, 0.17, whole=True),
    Plate("side", "side", (-10.8, -1.4, 10.8, 76.2), 0.46, 0.17, whole=True),
    Plate("upper-back", "back", (-11.6, 53.4, 11.6, 67.4), 0.4, 0.13),
    Plate("lower-back", "back", (-8.4, 42.9, 8.4, 56.9), 0.38, 0.13),
    Plate("sacrum", "back", (-7.6, 33.2, 7.6, 45.6), 0.36, 0.12),
    Plate("chest", "front", (-8.8, 49.6, 8.8, 63.6), 0.4, 0.13),
    Plate("belly", "front", (-7.6, 35.4, 7.6, 52.4), 0.4, 0.13),
    Plate("face", "front", (-5.4, 61.0, 5.4, 76.0), 0.34, 0.11),
    Plate("head-side", "side", (-6.4, 61.0, 6.4, 76.0), 0.34, 0.11),
    Plate("head-back", "back", (-5.4, 63.5, 5.4, 76.0), 0.34, 0.11),
    Plate("head-above", "head-above", (-5.4, -5.2, 5.4, 5.6), 0.3, 0.105),
    Plate("arm-inner", "front", (9.0, 34.4, 19.6, 60.0), 0.46, 0.14),
    Plate("arm-outer", "back", (9.0, 34.4, 19.6, 60.0), 0.46, 0.14),
    Plate("palm", "palm", (-4.4, -2.6, 5.4, 9.3), 0.36, 0.12),
    Plate("hand-back", "hand-back", (-4.4, -2.6, 5.4, 9.3), 0.36, 0.12),
    Plate("leg-inner", "inner-leg", (-7.0, -0.9, 9.8, 31.0), 0.48, 0.14),
    Plate("foot-inner", "inner-leg", (-4.4, -0.9, 10.0, 8.4), 0.36, 0.12),
    Plate("foot-outer", "side", (-4.4, -0.9, 10.0, 8.4), 0.36, 0.12),
    Plate("foot-above", "foot-above", (-4.0, -0.7, 4.4, 12.3), 0.38, 0.12),
    Plate("foot-below", "foot-below", (-4.0, -0.7, 4.4, 12.3), 0.38, 0.12),
)
BY_NAME = {plate.name: plate for plate in PLATES}
WHOLE = tuple(plate for plate in PLATES if plate.whole)
# Parts so crowded that the whole figure names none of their points.
CROWDED = {
    *("face", "head-side", "head-back", "head-above", "palm", "hand-back", "foot-inner", "foot-outer", "foot-above"),
    *("foot-below", "sacrum"),
}
