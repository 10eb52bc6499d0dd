"""Two sets of trials whose pooled figures others have printed, and those figures."""

import csv
from collections.abc import Iterator
from pathlib import Path

from ashi.core.evidence.arms import MeanArm
from ashi.core.evidence.effects import Effect, hedges_g
from ashi.core.evidence.pooling import Model, Precision
from ashi.knowledge.trials import the_questions

FOLDER = Path(__file__).parent
MODELS = {
    "EE": Model.FIXED,
    "DL": Model.DERSIMONIAN_LAIRD,
    "PM": Model.PAULE_MANDEL,
    "REML": Model.REML,
}
PRECISIONS = {"z": Precision.NORMAL, "knha": Precision.KNAPP_HARTUNG}


def rows(name: str) -> Iterator[dict[str, str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def lee2004() -> tuple[Effect, ...]:
    """Log risk ratios of nausea, 16 trials: the very ones that Ashi shows."""
    return the_questions().question("nausea-wrist-point").effects()


def haeuser2009() -> tuple[Effect, ...]:
    """Hedges' g of pain, 22 comparisons."""
    return tuple(hedges_g(_arm(row, "treated"), _arm(row, "control")) for row in rows("haeuser2009.csv"))


def _arm(row: dict[str, str], name: str) -> MeanArm:
    return MeanArm(int(row[name]), float(row[f"{name}_mean"]), float(row[f"{name}_deviation"]))


TRIALS = {"lee2004": lee2004, "haeuser2009": haeuser2009}
METAFOR = tuple(rows("metafor.csv"))
