"""Needles in are needles out, in the tables themselves; each guard has a control without it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from ashi.records import chart_guards, guards
from ashi.records.models import Appointment, Encounter, MissingNeedles, Needle, NeedleSet, Recheck, ScreenResult
from tests import cast
from tests.integration.records import charting

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic() -> cast.Clinic:
    return cast.open_clinic()


@pytest.fixture
def encounter(clinic: cast.Clinic) -> Encounter:
    return charting.opened(charting.arrived(clinic))


def refused(act: Callable[[], Any], message: str | None = "ashi") -> None:
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        act()


def status_of(encounter: Encounter) -> str:
    encounter.refresh_from_db()
    return encounter.status


def test_every_guard_of_the_chart_is_in_place_and_missed_when_it_is_gone() -> None:
    assert guards.missing() == []
    for name in chart_guards.GUARDS:
        charting.drop(name)
        guards.install(connection)
    assert guards.missing() == []


def test_a_visit_with_every_needle_out_closes(encounter: Encounter) -> None:
    charting.take_out(charting.resting(encounter, 14), 14)
    charting.close(encounter)
    assert status_of(encounter) == "closed"


def test_out_left_in_and_missing_together_close_it(encounter: Encounter) -> None:
    needle = charting.resting(encounter, 5)
    charting.leave_in(needle, 2)
    charting.incident(charting.declare_missing(needle))
    charting.take_out(needle, 2)
    charting.close(encounter)
    assert status_of(encounter) == "closed"


def test_needles_that_are_missing_without_an_incident_do_not_close_it(encounter: Encounter) -> None:
    needle = charting.resting(encounter, 3)
    charting.declare_missing(needle)
    charting.take_out(needle, 2)
    refused(lambda: charting.close(encounter))
    charting.drop("encounter_closes")
    charting.close(encounter)


# --- No needle without safety answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("result", [ScreenResult.CLEAR, ScreenResult.CAUTION])
def test_an_answered_check_lets_a_needle_in(clinic: cast.Clinic, result: ScreenResult) -> None:
    needles = charting.begun(charting.opened(charting.arrived(clinic, result)))
    charting.put_in(needles)
    assert needles.needles.count() == 1


@pytest.mark.parametrize(
    "visit",
    [
        {"result": None},
        {"result": None, "screened": True},
        {"result": ScreenResult.CLEAR, "screened": False},
        {"result": ScreenResult.EMERGENCY},
        {"result": ScreenResult.URGENT},
        {"result": ScreenResult.CLEAR, "status": "booked"},
    ],
)
def test_without_valid_answers_no_needle_goes_in(clinic: cast.Clinic, visit: dict[str, Any]) -> None:
    needles = charting.begun(charting.opened(charting.arrived(clinic, **visit)))
    refused(lambda: charting.put_in(needles), chart_guards.NO_ANSWERS)
    charting.drop("needle_goes_in")
    charting.put_in(needles)  # the control: nothing else stops it


def test_an_unfinished_check_is_no_answer(clinic: cast.Clinic) -> None:
    unfinished = cast.cleared()
    type(unfinished).objects.filter(pk=unfinished.pk).update(result="", decided_at=None)
    needles = charting.begun(charting.opened(charting.arrived(clinic, clearance=unfinished)))
    refused(lambda: charting.put_in(needles), chart_guards.NO_ANSWERS)


def test_an_urgent_answer_that_a_licensed_person_cleared_lets_a_needle_in(clinic: cast.Clinic) -> None:
    cleared = {"cleared_at": charting.NOW, "cleared_by": "user:2"}
    needles = charting.begun(charting.opened(charting.arrived(clinic, ScreenResult.URGENT, **cleared)))
    charting.put_in(needles)
    assert needles.needles.count() == 1


@pytest.mark.parametrize(
    ("result", "cleared_after", "goes_in"),
    [
        ("clear", None, True),
        ("urgent", None, False),
        ("urgent", -1, False),
        ("urgent", 1, True),
        ("emergency", None, False),
    ],
)
def test_what_was_answered_later_counts(
    clinic: cast.Clinic, result: str, cleared_after: int | None, goes_in: bool
) -> None:
    visit = charting.arrived(clinic)
    Recheck.objects.create(
        appointment=visit, rules_version="test", language="en", result=result, at=charting.NOW, by="patient:1"
    )
    if cleared_after is not None:
        cleared_at = charting.NOW + timedelta(minutes=cleared_after)
        Appointment.objects.update(cleared_at=cleared_at, cleared_by="user:2")
    needles = charting.begun(charting.opened(visit))
    if goes_in:
        charting.put_in(needles)
    else:
        refused(lambda: charting.put_in(needles), chart_guards.NO_ANSWERS)
    assert needles.needles.exists() == goes_in


def test_who_was_asked_only_afterwards_has_answered(clinic: cast.Clinic) -> None:
    visit = charting.arrived(clinic, None, screened=True)
    Recheck.objects.create(
        appointment=visit, whole=True, rules_version="t", language="en", result="caution", at=charting.NOW, by="visitor"
    )
    assert charting.put_in(charting.begun(charting.opened(visit))).pk


# --- Only while the encounter is open ---------------------------------------------------------------------------------


def test_before_the_encounter_is_open_nothing_goes_in(clinic: cast.Clinic) -> None:
    visit = charting.arrived(clinic)
    encounter = Encounter.objects.create(appointment=visit, practitioner=visit.practitioner)
    needles = charting.begun(encounter)
    refused(lambda: charting.put_in(needles), chart_guards.NOT_OPEN)
    charting.drop("needle_goes_in")
    charting.put_in(needles)


def test_after_it_ended_nothing_goes_in(encounter: Encounter) -> None:
    needles = charting.begun(encounter)
    Encounter.objects.update(status="ended", ended_at=charting.NOW, ended_by="user:1", emergency=True)
    refused(lambda: charting.put_in(needles), chart_guards.NOT_OPEN)
    refused(lambda: charting.begun(encounter, 2), chart_guards.NOT_OPEN)


def test_after_it_closed_nothing_goes_in_and_no_set_begins(encounter: Encounter) -> None:
    charting.close(encounter)
    refused(lambda: charting.begun(encounter), chart_guards.NOT_OPEN)
    charting.drop("set_belongs")
    charting.begun(encounter)


def test_a_set_that_nobody_began_or_that_is_out_takes_no_needle(encounter: Encounter) -> None:
    waiting = NeedleSet.objects.create(encounter=encounter, number=1)
    refused(lambda: charting.put_in(waiting), chart_guards.NOT_STARTED)
    out = charting.resting(encounter)
    charting.take_out(out, 2)
    refused(lambda: charting.put_in(out.set), chart_guards.TAKEN_OUT)


# --- Ten ways to lose a needle ----------------------------------------------------------------------------------------


def forget_it(needle: Needle) -> None:
    charting.close(needle.set.encounter)


def count_too_few(needle: Needle) -> None:
    charting.take_out(needle, 1)
    charting.close(needle.set.encounter)


def say_that_the_set_is_out(needle: Needle) -> None:
    NeedleSet.objects.filter(pk=needle.set_id).update(removed_at=charting.NOW)
    charting.close(needle.set.encounter)


def delete_the_row(needle: Needle) -> None:
    needle.delete()


def delete_it_by_hand(needle: Needle) -> None:
    charting.raw("DELETE FROM records_needle WHERE id = %s", needle.pk)


def lower_the_count_in(needle: Needle) -> None:
    Needle.objects.filter(pk=needle.pk).update(inserted=1)


def count_below_nothing(needle: Needle) -> None:
    charting.raw("UPDATE records_needle SET removed = 3, left_in = -1 WHERE id = %s", needle.pk)


def count_more_out_than_in(needle: Needle) -> None:
    charting.raw("UPDATE records_needle SET removed = 3 WHERE id = %s", needle.pk)


def leave_it_in_without_consent(needle: Needle) -> None:
    Needle.objects.filter(pk=needle.pk).update(left_in=2)


def move_it_to_another_set(needle: Needle) -> None:
    Needle.objects.filter(pk=needle.pk).update(set=charting.begun(needle.set.encounter, 2))


def move_the_set_to_nobody(needle: Needle) -> None:
    other = charting.opened(charting.make_another(needle.set.encounter.appointment))
    NeedleSet.objects.filter(pk=needle.set_id).update(encounter=other)


def say_that_insertion_is_not_over(needle: Needle) -> None:
    NeedleSet.objects.filter(pk=needle.set_id).update(inserted_at=None, rest_until=None)


def delete_the_encounter(needle: Needle) -> None:
    charting.raw("DELETE FROM records_encounter WHERE id = %s", needle.set.encounter_id)


def put_another_row_in_its_place(needle: Needle) -> None:
    columns = ", ".join(field.column for field in Needle._meta.concrete_fields if field.column != "inserted")
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    charting.raw(
        f"{verb} INTO records_needle ({columns}, inserted) SELECT {columns}, 1 FROM records_needle WHERE id = %s",
        needle.pk,
    )


def say_that_it_was_missing_and_no_more(needle: Needle) -> None:
    charting.declare_missing(needle, 2, reason="")


def say_that_it_was_missing_without_a_search(needle: Needle) -> None:
    charting.declare_missing(needle, 2, searched=[])


def say_that_more_are_missing_than_went_in(needle: Needle) -> None:
    charting.declare_missing(needle, 3)


def finish_the_visit_at_the_desk(needle: Needle) -> None:
    Appointment.objects.filter(pk=needle.set.encounter.appointment_id).update(status="fulfilled")


WAYS = [
    forget_it,
    count_too_few,
    say_that_the_set_is_out,
    delete_the_row,
    delete_it_by_hand,
    lower_the_count_in,
    count_below_nothing,
    count_more_out_than_in,
    leave_it_in_without_consent,
    move_it_to_another_set,
    move_the_set_to_nobody,
    say_that_insertion_is_not_over,
    delete_the_encounter,
    put_another_row_in_its_place,
    say_that_it_was_missing_and_no_more,
    say_that_it_was_missing_without_a_search,
    say_that_more_are_missing_than_went_in,
    finish_the_visit_at_the_desk,
]


@pytest.mark.parametrize("lose", WAYS)
def test_a_needle_that_is_in_cannot_be_lost(encounter: Encounter, lose: Callable[[Needle], None]) -> None:
    needle = charting.resting(encounter)
    with pytest.raises(DatabaseError), transaction.atomic():
        lose(needle)
    assert status_of(encounter) == "open"
    needle.refresh_from_db()
    assert (needle.inserted, needle.removed, needle.left_in) == (2, 0, 0)


@pytest.mark.parametrize(
    ("guard", "lose"),
    [
        ("encounter_closes", forget_it),
        ("encounter_closes", count_too_few),
        ("needle_is_not_unwritten", delete_the_row),
        ("needle_is_not_unwritten", delete_it_by_hand),
        ("needle_only_gains", lower_the_count_in),
        ("needle_only_gains", move_it_to_another_set),
        ("set_does_not_go_back", say_that_insertion_is_not_over),
        ("set_does_not_go_back", move_the_set_to_nobody),
        ("visit_stays_while_needles_are_in", finish_the_visit_at_the_desk),
        ("missing_is_declared", say_that_more_are_missing_than_went_in),
    ],
)
def test_without_its_guard_the_same_way_loses_it(
    encounter: Encounter, guard: str, lose: Callable[[Needle], None]
) -> None:
    needle = charting.resting(encounter)
    charting.drop(guard)
    with transaction.atomic():
        lose(needle)


def test_without_its_guard_a_row_is_put_in_the_place_of_another(encounter: Encounter, engine: str) -> None:
    if engine != "sqlite":
        pytest.skip("only SQLite can replace a row in passing")
    needle = charting.resting(encounter)
    charting.drop("needle_goes_in")
    put_another_row_in_its_place(needle)
    assert Needle.objects.get(pk=needle.pk).inserted == 1


# --- After closing ----------------------------------------------------------------------------------------------------


@pytest.fixture
def closed(encounter: Encounter) -> Needle:
    needle = charting.resting(encounter, 3)
    charting.incident(charting.declare_missing(needle))
    charting.take_out(needle, 2)
    charting.close(encounter)
    return needle


@pytest.mark.parametrize(
    ("guard", "sql"),
    [
        ("needle_only_gains", "UPDATE records_needle SET removed = 1"),
        ("needle_only_gains", "UPDATE records_needle SET inserted = 4"),
        ("missing_stays", "UPDATE records_missingneedles SET count = 2"),
    ],
)
def test_after_closing_no_count_moves(closed: Needle, guard: str, sql: str) -> None:
    refused(lambda: charting.raw(sql))
    charting.drop(guard)
    charting.raw(sql)


def test_what_was_declared_missing_is_not_unwritten(encounter: Encounter) -> None:
    charting.declare_missing(charting.resting(encounter, 3))
    refused(lambda: charting.raw("DELETE FROM records_missingneedles"))
    charting.drop("missing_is_not_unwritten")
    charting.raw("DELETE FROM records_missingneedles")


def test_what_was_missing_may_be_found_afterwards(closed: Needle) -> None:
    MissingNeedles.objects.update(found_at=charting.NOW, found_where="in the linen")
    assert MissingNeedles.objects.get().count == 1


def test_a_closed_encounter_is_not_opened_again(closed: Needle) -> None:
    again: dict[str, Any] = {"status": "open", "ended_at": None, "ended_by": "", "closed_at": None, "closed_by": ""}
    refused(lambda: Encounter.objects.update(**again), chart_guards.NO_WAY_BACK)
    charting.drop("encounter_does_not_go_back")
    assert Encounter.objects.update(**again) == 1


def test_an_encounter_that_ended_only_closes(encounter: Encounter) -> None:
    Encounter.objects.update(status="ended", ended_at=charting.NOW, ended_by="user:1")
    refused(lambda: Encounter.objects.update(status="open", ended_at=None, ended_by=""), chart_guards.NO_WAY_BACK)
    charting.close(encounter)
    assert status_of(encounter) == "closed"


# --- An emergency -----------------------------------------------------------------------------------------------------


def test_an_emergency_ends_the_visit_with_needles_uncounted_and_leaves_the_count_to_finish(
    encounter: Encounter,
) -> None:
    needle = charting.resting(encounter, 4)
    Encounter.objects.update(status="ended", ended_at=charting.NOW, ended_by="user:1", emergency=True)
    finish_the_visit_at_the_desk(needle)  # nobody is held up by the count
    refused(lambda: charting.close(encounter), chart_guards.UNACCOUNTED)
    charting.take_out(needle, 4)
    charting.close(encounter)
    assert status_of(encounter) == "closed"


# --- The tables' own checks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"inserted": 0},
        {"inserted": 101},
        {"point": ""},
        {"point": "ashi"},
        {"map_view": "back", "map_x": 1.0},
        {"depth_mm": 0},
        {"depth_mm": 151},
        {"electrical": True},
        {"electrical": True, "hertz": 2.0, "milliampere": 51.0},
        {"hertz": 2.0},
    ],
)
def test_a_needle_that_cannot_be_is_refused(encounter: Encounter, changes: dict[str, Any]) -> None:
    needles = charting.begun(encounter)
    refused(lambda: charting.put_in(needles, **{"inserted": 1, **changes}), None)


@pytest.mark.parametrize(
    "changes",
    [
        {"point": "ashi", "region": "lumbar"},
        {"point": "ashi", "region": "lumbar", "map_view": "back", "map_x": 1.0, "map_y": 50.0},
        {"depth_mm": 25, "angle": "oblique"},
        {"electrical": True, "hertz": 2.0},
        {"electrical": True, "hertz": 100.0, "milliampere": 1.5},
    ],
)
def test_a_needle_that_can_be_is_taken(encounter: Encounter, changes: dict[str, Any]) -> None:
    assert charting.put_in(charting.begun(encounter), 1, **changes).pk


@pytest.mark.parametrize(
    "changes",
    [
        {"started_at": None},
        {"inserted_at": charting.NOW - timedelta(minutes=1)},
        {"rest_until": charting.NOW},
        {"removed_at": charting.NOW},
        {"inserted_at": charting.NOW, "removed_at": charting.NOW - timedelta(minutes=1)},
    ],
)
def test_a_set_goes_in_before_it_comes_out(encounter: Encounter, changes: dict[str, Any]) -> None:
    needles = charting.begun(encounter)
    refused(lambda: NeedleSet.objects.filter(pk=needles.pk).update(**changes), None)


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "closed"},
        {"status": "open", "opened_at": None},
        {"opened_by": ""},
        {"status": "ended"},
        {"ended_at": charting.NOW},
        {"pain": 11},
    ],
)
def test_an_encounter_says_when_and_by_whom(encounter: Encounter, changes: dict[str, Any]) -> None:
    refused(lambda: Encounter.objects.update(**changes), None)


def test_a_visit_has_one_encounter(encounter: Encounter) -> None:
    refused(lambda: charting.opened(encounter.appointment), None)
