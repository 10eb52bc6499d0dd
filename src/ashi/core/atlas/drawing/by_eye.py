"""What is placed by eye, one drawing after the other.

`CODE at x,y` is a dot of that drawing; `CODE arm aside,along` one of the arm. A `*` in place of the height, or of
the way along the arm, is computed from the location of the point.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Row:
    """`y` None and `on_arm` -1 are computed; `on_arm` None is a point that is not on the arm."""

    drawing: str
    x: float
    y: float | None
    on_arm: float | None = None


@cache
def rows() -> Mapping[str, tuple[Row, ...]]:
    """By code, in the order of the drawings."""
    found: dict[str, list[Row]] = {}
    for drawing, text in _DRAWINGS.items():
        for entry in text.split(";"):
            if entry.strip():
                code, how, place = entry.split()
                x, y = place.split(",")
                found.setdefault(code, []).append(_row(drawing, how, float(x), y))
    return {code: tuple(places) for code, places in found.items()}


def _row(drawing: str, how: str, x: float, y: str) -> Row:
    if how == "arm":
        return Row(drawing, x, None, on_arm=-1 if y == "*" else float(y))
    return Row(drawing, x, None if y == "*" else float(y))


_DRAWINGS = {
    "front": """
LU1 at 6.04,*; LU2 at 6.07,61.25; LU3 arm 1.2,*; LU4 arm 1.15,*; LU5 arm 0.55,*; LU6 arm 0.95,*; LU7 arm 0.93,*; LU8
arm 0.76,*; LU9 arm 0.82,*; LU10 at 17.69,35.87; LU11 at 19.55,33.51; LI11 arm 1.45,*; LI12 arm 1.35,0.92; LI13 arm
1.35,*; LI14 arm 1.55,*; LI15 at 9,60.55; LI17 at 1.9,63.2; LI18 at 1.52,64.05; LI19 at 0.42,67.68; LI20 at
0.95,68.34; ST1 at 1.45,69.62; ST2 at 1.45,69.12; ST3 at 1.45,68.2; ST4 at 1.48,67.06; ST5 at 2.22,66.6; ST6 at
2.56,67.3; ST7 at 2.72,69.35; ST8 at 2.72,72.3; ST9 at 1.06,64.05; ST10 at 0.86,63.2; ST11 at 0.72,62; ST12 at
4.28,62.2; ST13 at 4.28,61.15; ST31 at 5.33,37.02; ST32 at 4.94,*; ST33 at 4.75,*; ST34 at 4.75,*; ST35 at
4.28,19.5; ST36 at 4.06,16.48; ST37 at 3.84,13.46; ST38 at 3.69,11.45; ST39 at 3.62,10.44; ST40 at 4.31,11.45; ST41
at 3.1,3.4; ST42 at 3.2,2.2; SP5 at 1.96,2.75; SP6 at 1.98,*; SP7 at 1.62,*; SP8 at 1.2,14.32; SP9 at 1.52,17.62;
SP10 at 2.12,*; SP11 at 3.29,32.98; SP12 at 3.78,*; SP20 at 5.96,*; HT1 at 7.33,56.48; HT2 arm -1.2,*; HT3 arm
-1.25,*; HT4 arm -0.76,*; HT5 arm -0.76,*; HT6 arm -0.76,*; HT7 arm -0.78,*; HT8 at 15.23,33.6; HT9 at 15.32,30.79;
SI16 at 2.02,64.1; SI18 at 2.05,68.56; BL1 at 0.56,70.26; BL2 at 0.62,70.92; BL3 at 0.75,73.3; BL4 at 1.42,73.28;
KI27 at 2.22,61.05; PC2 arm 0.2,*; PC3 arm -0.22,*; PC4 arm 0,*; PC5 arm 0,*; PC6 arm 0,*; PC7 arm 0,*; PC8 at
16.93,33.85; PC9 at 17.75,29.09; TE23 at 2.26,70.9; GB1 at 2.42,70.1; GB13 at 2.3,72.85; GB14 at 1.45,71.84; GB15 at
1.86,73.12; GB27 at 5.08,*; GB28 at 5,40.72; GB34 at 5.22,18.92; GB40 at 3.95,2.55; GB41 at 4.3,1.5; LR3 at
2.74,1.5; LR4 at 2.4,3.1; LR5 at 2.3,*; LR6 at 2.14,*; LR9 at 1.5,*; LR10 at 2.38,*; LR11 at 2.34,*; GV24 at
0,73.35; GV25 at 0,68.42; GV26 at 0,67.7; GV27 at 0,67.33; GV28 at 0,66.96; CV1 at 0,36.2; CV23 at 0,64.62; CV24 at
0,66.3; EX-HN3 at 0,70.95; EX-HN4 at 1.45,71.14; EX-HN5 at 2.78,70.5; EX-HN7 at 1.85,69.66; EX-HN8 at 0.66,68.92;
EX-UE2 arm 0.3,*; EX-UE2 arm -0.3,*; EX-LE1 at 3.5,23.59; EX-LE1 at 5.73,23.59; EX-LE2 at 3.47,21.81; EX-LE3 at
2.1,*; EX-LE4 at 2.62,19.5; EX-LE7 at 3.91,14.47;
""",
    "palm": """
LU9 at 0.82,0; LU10 at 1.94,1.6; LU11 at 3.13,4.36; HT7 at -0.78,0; HT8 at -1.02,3.15; HT9 at -1.66,5.89; PC7 at
0,0; PC8 at 0.68,3.35; PC9 at 0.24,8.16; EX-UE10 at 1.33,5.86; EX-UE10 at 0.23,6.33; EX-UE10 at -0.83,5.89; EX-UE10
at -1.74,5.16; EX-UE11 at 1.49,7.45; EX-UE11 at -0.97,7.55; EX-UE11 at -2.02,6.39; EX-UE11 at 2.9,4.95;
""",
    "hand-back": """
LU11 at 3.13,4.36; LI1 at 1.8,7.01; LI2 at 1.6,4.66; LI3 at 1.56,3.5; LI4 at 1.42,2.5; LI5 at 0.92,0; HT9 at
-1.62,5.92; SI1 at -2.21,5.89; SI2 at -1.74,4; SI3 at -1.74,2.95; SI4 at -1.5,1.1; SI5 at -0.98,0; TE1 at
-1.28,7.12; TE2 at -1.08,4.12; TE3 at -1,3.2; TE4 at -0.1,0; EX-UE3 at 0.42,0; EX-UE4 at 0.23,6.31; EX-UE5 at
2.52,3.92; EX-UE6 at -1.71,5.02; EX-UE7 at 0.62,2.05; EX-UE7 at -0.86,1.9; EX-UE8 at 0.68,3.35; EX-UE9 at 1.62,3.06;
EX-UE9 at 0.72,4.66; EX-UE9 at -0.24,4.68;
""",
    "back": """
LU11 at 19.55,33.51; LI1 at 18.96,30.61; LI2 at 18.15,32.82; LI3 at 17.81,33.93; LI4 at 17.42,34.86; LI5 arm 0.92,*;
LI6 arm 0.93,*; LI7 arm 1.06,*; LI8 arm 1.4,*; LI9 arm 1.52,*; LI10 arm 1.62,*; LI11 arm 1.5,*; LI12 arm 1.45,0.92;
LI13 arm 1.5,*; LI14 arm 1.7,*; LI15 at 9.25,60.75; LI16 at 7.15,61.95; HT9 at 15.37,30.77; SI1 at 14.79,30.65; SI2
at 14.76,32.6; SI3 at 14.48,33.61; SI4 at 14.24,35.46; SI5 arm -0.98,2; SI6 arm -0.62,*; SI7 arm -1.12,*; SI8 arm
-0.95,1.01; SI9 at 7.05,57.95; SI10 at 6.9,60.85; SI11 at 4.93,60.45; SI12 at 5.2,62.42; SI13 at 3.45,61.92; BL8 at
1.25,73.9; BL9 at 1.3,70.25; BL10 at 1.25,*; BL36 at 3.88,*; BL37 at 3.7,*; BL38 at 4.72,*; BL39 at 4.66,*; BL40 at
3.45,*; BL55 at 3.4,*; BL56 at 3.32,*; BL57 at 3.25,11.71; BL58 at 4.2,*; BL59 at 3.95,*; BL60 at 3.86,*; KI3 at
2.3,*; KI7 at 2.28,*; KI9 at 2,*; KI10 at 2.2,*; TE1 at 16.01,29.7; TE2 at 15.42,32.65; TE3 at 15.26,33.56; TE4 arm
-0.1,*; TE5 arm 0.02,*; TE6 arm 0.02,*; TE7 arm -0.42,*; TE8 arm 0.02,*; TE9 arm 0.05,*; TE10 arm -0.24,*; TE11 arm
-0.2,*; TE12 arm -0.05,*; TE13 arm 0.75,0.23; TE14 at 8.75,60.7; TE15 at 3.83,62.62; GB12 at 2.9,68.3; GB19 at
2.05,70.25; GB20 at 2.05,68.35; GB21 at 4.25,63.3; GB25 at 5.75,47.5; GB30 at 4.88,38.92; LR8 at 1.62,20.67; GV1 at
0,37.94; GV16 at 0,68.35; GV17 at 0,70.25; GV18 at 0,72.35; GV19 at 0,74.05; GV20 at 0,74.9; EX-HN14 at 2.5,68.42;
EX-HN15 at 1,66.05; EX-UE1 arm -0.24,1; EX-UE3 arm 0.42,*; EX-UE4 at 17.26,30.87; EX-UE5 at 18.85,33.78; EX-UE6 at
15.05,31.62; EX-UE7 at 16.53,35.09; EX-UE7 at 15.06,34.85; EX-UE8 at 16.93,33.85;
""",
    "side": """
LI17 at 0.62,63.3; LI18 at 0.86,64.3; LI20 at 4.12,68.3; ST5 at 2.05,66.2; ST6 at 1.42,67.7; ST7 at 1.86,69.36; ST8
at 2.78,72.9; ST9 at 1.36,64.15; ST36 at 1.6,16.4; ST40 at 1.1,11.48; SP21 at 0,*; SI16 at 0.28,64.3; SI17 at
0.36,67.32; SI18 at 2.8,68.62; SI19 at 1.06,69.96; BL58 at -1.3,*; BL59 at -0.98,*; BL60 at -0.95,*; BL61 at -1,1.2;
BL62 at 0.06,2.2; BL63 at 1.15,1.05; BL64 at 2.4,0.8; BL65 at 4.1,0.62; BL66 at 5.1,0.5; BL67 at 6.62,0.62; TE16 at
-0.5,67.2; TE17 at -0.12,68.42; TE18 at -0.86,69.1; TE19 at -0.9,70.3; TE20 at 0.2,71.5; TE21 at 1.06,70.42; TE22 at
1.5,71.02; TE23 at 2.62,70.82; GB1 at 2.5,70.12; GB2 at 1.04,69.46; GB3 at 1.86,70.14; GB4 at 2.32,72.6; GB5 at
1.91,72.27; GB6 at 1.55,71.91; GB7 at 1.2,71.5; GB8 at 0.2,72.7; GB9 at -0.4,72.8; GB10 at -1.3,71.65; GB11 at
-1.5,70; GB12 at -1.1,68.02; GB20 at -2.4,68.3; GB22 at 0,*; GB23 at 1,*; GB25 at -1.1,47.6; GB26 at 1.2,*; GB29 at
1.75,39.84; GB30 at -1.53,38.92; GB31 at -0.3,30; GB32 at -0.3,*; GB33 at -0.45,22.32; GB34 at 0.55,18.7; GB35 at
-0.62,*; GB36 at 0.2,*; GB37 at 0.2,*; GB38 at 0.22,*; GB39 at 0.25,*; GB40 at 0.95,2.4; GB41 at 3.05,1.62; GB42 at
4.4,1.3; LR13 at 1.2,47.5; GV14 at -3.5,*; GV16 at -3.1,68.5; GV17 at -4.24,70.4; GV18 at -3.2,74.2; GV19 at
-1.35,74.88; GV20 at 0.3,74.98; GV21 at 1.4,74.76; GV22 at 2.4,74.24; GV24 at 3.5,73.24; EX-HN5 at 2.3,70.52; EX-HN6
at 0.3,71.06; EX-HN14 at -0.85,68.5; EX-LE6 at 0.3,17; EX-LE9 at 0,3.1;
""",
    "head-above": """
ST8 at 2.5,2.7; BL3 at 0.52,3.24; BL4 at 1.05,3.24; BL5 at 1.05,2.88; BL6 at 1.08,1.8; BL7 at 1.1,0.72; BL8 at
1.1,-0.36; BL9 at 0.94,-3.24; GB8 at 2.75,0.2; GB9 at 2.75,-0.45; GB13 at 2,3.17; GB15 at 1.52,3.24; GB16 at
1.58,2.52; GB17 at 1.62,1.8; GB18 at 1.64,0.72; GB19 at 1.6,-3.1; GV17 at 0,-3.24; GV18 at 0,-2.16; GV19 at 0,-1.08;
GV20 at 0,0; GV21 at 0,1.08; GV22 at 0,2.16; GV23 at 0,2.88; GV24 at 0,3.24; EX-HN1 at 0,0.72; EX-HN1 at 0,-0.72;
EX-HN1 at 0.72,0; EX-HN2 at 1.55,2.88;
""",
    "foot-above": """
ST41 at -0.05,3.72; ST42 at -0.12,5.25; ST43 at -0.12,7.8; ST44 at -0.06,9.36; ST45 at -0.16,10.76; SP1 at
-1.76,10.72; BL65 at 2.02,6.85; BL66 at 2.04,8; BL67 at 1.92,9.02; GB40 at 1.2,3.5; GB41 at 1.14,5.5; GB42 at
1.28,7.1; GB43 at 1.3,8.46; GB44 at 1.26,9.74; LR1 at -1,10.72; LR2 at -0.83,9.3; LR3 at -0.72,6.05; EX-LE10 at
0.66,9.02;
""",
    "inner-leg": """
SP1 at 8.12,0.9; SP2 at 6.35,0.72; SP3 at 5.05,0.84; SP4 at 3.75,1.08; SP5 at 1.26,2.66; SP6 at 0.02,*; SP7 at
0.16,*; SP8 at 0.32,14.32; SP9 at 0.5,17.62; SP10 at 1.9,*; KI2 at 2.35,1.32; KI3 at -0.75,*; KI4 at -1.05,2.66; KI5
at -0.82,2.22; KI6 at 0.28,*; KI7 at -0.72,*; KI8 at -0.2,*; KI9 at -1,*; KI10 at -1.6,*; LR4 at 1.36,3.5; LR5 at
0.95,*; LR6 at 1.02,*; LR7 at -0.58,17.62; LR8 at -0.9,*; LR9 at 0.1,*; EX-LE3 at 1.86,*; EX-LE8 at 0.28,3.35;
""",
    "foot-below": """
KI1 at -0.04,6.45; EX-LE11 at -0.42,10.4; EX-LE12 at -1.36,11.28; EX-LE12 at -0.42,11.08; EX-LE12 at 0.36,10.6;
EX-LE12 at 1.04,9.98; EX-LE12 at 1.68,9.24;
""",
}
