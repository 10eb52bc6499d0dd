"""Who closes an encounter and who puts a needle in cannot pass each other, on either engine."""

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from ashi.records import chart_guards
from ashi.records.models import Encounter, Needle, NeedleSet
from tests import cast
from tests.integration.records import charting

pytestmark = pytest.mark.django_db(transaction=True)
HELD = 0.4  # seconds that the first keeps its transaction open


@pytest.fixture
def needles() -> NeedleSet:
    """A set that is in and out again, and may be added to: its encounter could close, or take one more needle."""
    encounter = charting.opened(charting.arrived(cast.open_clinic()))
    needle = charting.resting(encounter)
    Needle.objects.filter(pk=needle.pk).update(removed=2)
    return needle.set


def close(needles: NeedleSet) -> None:
    NeedleSet.objects.filter(pk=needles.pk).update(removed_at=charting.NOW)
    charting.close(needles.encounter)


def put_one_more_in(needles: NeedleSet) -> None:
    charting.put_in(needles, point="GV4", side="middle", inserted=1)


def count_one_less_out(needles: NeedleSet) -> None:
    Needle.objects.filter(set=needles).update(removed=1)


def at_once(first: Callable[[NeedleSet], None], second: Callable[[NeedleSet], None], needles: NeedleSet) -> list[str]:
    """`first` is not committed yet when `second` begins. Who was refused."""
    begun, refused = threading.Event(), []

    def run(act: Callable[[NeedleSet], None], wait: bool) -> None:
        try:
            if wait:
                begun.wait(5)
            with transaction.atomic():
                act(needles)
                begun.set()
                if not wait:
                    threading.Event().wait(HELD)
        except DatabaseError:
            refused.append(act.__name__)
        finally:
            begun.set()
            connection.close()

    threads = [threading.Thread(target=run, args=(first, False)), threading.Thread(target=run, args=(second, True))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return refused


def is_closed_and_wrong(needles: NeedleSet) -> bool:
    closed = Encounter.objects.get(pk=needles.encounter_id).status == "closed"
    return closed and any(row.inserted != row.removed for row in Needle.objects.filter(set=needles))


@pytest.mark.parametrize("other", [put_one_more_in, count_one_less_out])
@pytest.mark.parametrize("closing_first", [True, False])
def test_one_of_the_two_is_refused(needles: NeedleSet, other: Callable[[NeedleSet], None], closing_first: bool) -> None:
    pair = (close, other) if closing_first else (other, close)
    assert at_once(*pair, needles) == [pair[1].__name__]
    assert not is_closed_and_wrong(needles)


@pytest.mark.parametrize("other", [put_one_more_in, count_one_less_out])
def test_control_without_the_lock_in_the_guard_both_go_through(
    needles: NeedleSet, other: Callable[[NeedleSet], None], engine: str
) -> None:
    if engine != "postgresql":
        pytest.skip("SQLite has one writer: there is nothing to lock")
    for name in ("needle_goes_in", "needle_only_gains"):
        with connection.cursor() as cursor:
            for statement in chart_guards.POSTGRESQL[name]:
                cursor.execute(statement.replace("FOR SHARE", ""))
    assert at_once(close, other, needles) == []
    assert is_closed_and_wrong(needles)
