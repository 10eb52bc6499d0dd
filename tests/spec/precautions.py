"""The precautions that a patient can tell."""

from ashi.core.safety import Action, Result
from tests.spec.rows import Row, rows

X, H, C, XS = Action.DO_NOT_NEEDLE, Action.HOLD, Action.CHANGE, Action.NOT_THERE
CLEAR, CAUTION, URGENT = Result.CLEAR, Result.CAUTION, Result.URGENT

PRECAUTIONS: list[Row] = [
    *rows("CI01", ("CI01", X, URGENT)),
    *rows("CI02", ("CI02", C, CAUTION)),
    *rows("CI03", ("CI03", XS, CAUTION)),
    *rows("CI04", ("CI04", XS, CAUTION)),
    *rows("CI06", ("CI06", H, URGENT)),
    *rows("CI08", ("CI08", XS, CAUTION)),
    *rows("CI10", ("CI10", C, CAUTION), ("RF12.immune", C, CAUTION), ("RF12.infection", None, CAUTION)),
    *rows("CI11", ("CI11", XS, CAUTION)),
    *rows("CI12", ("CI12", C, CAUTION), ("CI12 CI12.uncontrolled", X, URGENT), ("CI12.uncontrolled", None, CLEAR)),
    Row("CI12", ("CI12",), X, URGENT, open=("CI12.uncontrolled",)),
    *rows("CI13", ("CI13", C, CAUTION)),
    *rows("CI14", ("CI14", C, CAUTION), ("CI14 CI14.severe", X, URGENT), ("CI14.severe", None, CLEAR)),
    Row("CI14", ("CI14",), X, URGENT, open=("CI14.severe",)),
    *rows("CI15", ("CI15", H, URGENT)),
    *rows("CI16", ("CI16", X, URGENT)),
    *rows("CI18", ("CI18", X, URGENT)),
    Row("CI19", (), C, CAUTION, age=17),
    Row("CI19", (), None, CLEAR, age=18),
    *rows("CI20", ("CI20", XS, CAUTION)),
    *rows("CI21", ("RF08 CI21", XS, CAUTION)),
    *rows("CI24", ("CI24", C, CAUTION)),
    *rows("CI28", ("CI28", H, URGENT)),
]
