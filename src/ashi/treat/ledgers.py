"""The count as it stands in the tables."""

from django.db.models import Sum

from ashi.core.treatment import Ledger, Row, ledger
from ashi.records.models import Encounter, MissingNeedles, Needle, NeedleSet


def ledger_of(encounter: Encounter) -> Ledger:
    needles = Needle.objects.filter(set__encounter=encounter).select_related("set")
    missing = dict(
        MissingNeedles.objects.filter(needle__set__encounter=encounter)
        .values_list("needle")
        .annotate(total=Sum("count"))
        .values_list("needle", "total")
    )
    rows = [_row(needle, missing.get(needle.pk, 0)) for needle in needles]
    not_out = encounter.sets.filter(started_at__isnull=False, removed_at__isnull=True)
    return ledger(rows, not_out=not_out.values_list("number", flat=True))


def unaccounted(needles: NeedleSet) -> int:
    return ledger_of(needles.encounter).of_set(needles.number).unaccounted


def _row(needle: Needle, missing: int) -> Row:
    return Row(
        set=needle.set.number,
        point=needle.point,
        side=needle.side,
        region=needle.region,
        inserted=needle.inserted,
        removed=needle.removed,
        left_in=needle.left_in,
        missing=missing,
    )
