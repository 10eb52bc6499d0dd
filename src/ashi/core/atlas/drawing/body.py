"""Where the landmarks of the drawn body are, in 1/75 of its height.

Heights and breadths are averages of adults (ANSUR-like tables); the spine's levels divide the stretch between the
seventh neck vertebra and the tailbone as the vertebrae do. One body stands for all: a schematic.
"""

from ashi.core.atlas.drawing.curves import Dot

# Lower border of each spinous process.
SPINOUS = {
    "C7": 64.18,
    "T1": 63.31,
    "T2": 62.39,
    "T3": 61.48,
    "T4": 60.54,
    "T5": 59.59,
    "T6": 58.57,
    "T7": 57.49,
    "T8": 56.38,
    "T9": 55.22,
    "T10": 54.01,
    "T11": 52.73,
    "T12": 51.35,
    "L1": 49.87,
    "L2": 48.31,
    "L3": 46.75,
    "L4": 45.14,
    "L5": 43.62,
}
C2_UPPER = 67.5
# Posterior openings of the sacrum: how far from the midline, how high.
FORAMINA: dict[str, Dot] = {"S1": (1.05, 42.67), "S2": (0.92, 41.82), "S3": (0.82, 40.97), "S4": (0.75, 40.17)}
SACRAL_HIATUS, COCCYX = 40.07, 38.32
# Intercostal spaces beside the breastbone.
RIB_SPACES = {1: 59.75, 2: 58.25, 3: 56.8, 4: 55.3, 5: 53.7, 6: 52.1, 7: 50.5}
SUPRASTERNAL, XIPHOID, NAVEL, PUBIS = 61.12, 53.58, 45.12, 38.62
GLUTEAL_FOLD, POPLITEAL, PATELLA_TOP = 33.88, 20.42, 21.71
LATERAL_MALLEOLUS, MEDIAL_MALLEOLUS = 3.0, 3.35

# One B-cun in units: the segment's length over its number of cun.
ABOVE_NAVEL = (XIPHOID - NAVEL) / 8
BELOW_NAVEL = (NAVEL - PUBIS) / 5
THIGH_BACK = (38.7 - POPLITEAL) / 19
THIGH_FRONT = (PUBIS - PATELLA_TOP) / 18
LEG_OUTER = (POPLITEAL - LATERAL_MALLEOLUS) / 16
LEG_INNER = (19.81 - MEDIAL_MALLEOLUS) / 15
# To the side: 3 B-cun from the spine to the shoulder blade's border; 4 from the midline to the nipple.
SIDE_BACK = 1.0
SIDE_BELLY, SIDE_CHEST = 1.1, 1.055

# The arm hangs a little away from the body; palms forward in front.
SHOULDER, ELBOW, WRIST, FINGERTIP = (8.3, 60.6), (12.49, 47.8), (15.4, 36.91), (17.55, 28.9)


def between(a: Dot, b: Dot, part: float) -> Dot:
    """The dot that part of the way from a to b."""
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def on_arm(along: float, aside: float) -> Dot:
    """A dot of the arm: along is 0 at the shoulder, 1 at the elbow, 2 at the wrist; aside is the distance from the
    middle, towards the thumb positive."""
    start, end, part = (SHOULDER, ELBOW, along) if along <= 1 else (ELBOW, WRIST, along - 1)
    x, y = between(start, end, part)
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5
    return x - dy / length * aside, y + dx / length * aside


def hand_on_body(dot: Dot) -> Dot:
    """A dot of the hand's own drawing (y from the wrist to the tips, x towards the thumb) on the whole figure."""
    dx, dy = FINGERTIP[0] - WRIST[0], FINGERTIP[1] - WRIST[1]
    length = (dx * dx + dy * dy) ** 0.5
    dx, dy = dx / length, dy / length
    return WRIST[0] + dot[1] * dx - dot[0] * dy, WRIST[1] + dot[1] * dy + dot[0] * dx
