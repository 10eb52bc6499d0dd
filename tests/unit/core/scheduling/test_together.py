"""Several people at the same time, held to trying every way of sharing out who and what there is."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ashi.core.scheduling.availability import Window
from ashi.core.scheduling.phases import Actor, Phase, compile_visit
from ashi.core.scheduling.search import Diary, Wanted
from ashi.core.scheduling.together import Party, together

WINDOW = Window(1000, 12)
TOGETHER = frozenset({Actor.PATIENT, Actor.PRACTITIONER, Actor.ROOM})
PLAIN = compile_visit([Phase("in", 5, TOGETHER), Phase("rest", 5, TOGETHER - {Actor.PRACTITIONER})])
CURRENT = compile_visit([Phase("in", 5, TOGETHER), Phase("rest", 10, TOGETHER - {Actor.PRACTITIONER} | {Actor.DEVICE})])
bits = st.integers(0, (1 << WINDOW.length) - 1)


@st.composite
def parties(draw: st.DrawFn) -> list[Party]:
    groups = [dict(enumerate(draw(st.lists(bits, max_size=3)), start=first)) for first in (1, 11, 21)]
    diary = Diary.of(WINDOW, *groups)
    kinds = draw(st.lists(st.sampled_from([PLAIN, CURRENT]), min_size=2, max_size=3))
    return [
        Party(Wanted((kind,), allowed=draw(st.none() | bits), patient=draw(st.none() | bits)), diary) for kind in kinds
    ]


def slowly(found: list[Party]) -> list[int]:
    """Every start, every way of giving everybody somebody and something."""
    starts = []
    for at in range(WINDOW.length):
        ways = [list(_ways(party, at)) for party in found]
        if any(_all_different(way) for way in product(*ways)):
            starts.append(WINDOW.start + at)
    return starts


def _ways(party: Party, at: int):
    visit, diary = party.wanted.variants[0], party.diary
    if at + visit.length > WINDOW.length:
        return
    if party.wanted.allowed is not None and not party.wanted.allowed >> at & 1:
        return
    if party.wanted.patient is not None and not _free(party.wanted.patient, visit, Actor.PATIENT, at):
        return
    groups = ((Actor.PRACTITIONER, diary.practitioners), (Actor.ROOM, diary.rooms), (Actor.DEVICE, diary.devices))
    able = []
    for actor, group in groups:
        if visit.runs_of(actor):
            able.append([key for key, free in group.items() if _free(free.bits, visit, actor, at)])
        else:
            able.append([None])
    yield from product(*able)


def _free(free: int, visit, actor: Actor, at: int) -> bool:
    return all(free >> cell & 1 for run in visit.runs_of(actor) for cell in range(at + run.offset, at + run.end))


def _all_different(way) -> bool:
    given_out = [key for place in way for key in place if key is not None]
    return len(given_out) == len(set(given_out))


@settings(max_examples=300, deadline=None)
@given(parties())
def test_the_starts_are_those_at_which_everybody_can_have_something_of_their_own(found: list[Party]) -> None:
    answers = list(together(found))
    assert [start for start, _ in answers] == slowly(found)
    for _, places in answers:
        given_out = [key for place in places for key in (place.practitioner, place.room, place.device) if key]
        assert len(given_out) == len(set(given_out))


def test_one_person_is_no_party_and_windows_are_not_mixed() -> None:
    diary = Diary.of(WINDOW, {}, {}, {})
    alone = Party(Wanted((PLAIN,)), diary)
    other = Party(Wanted((PLAIN,)), Diary.of(Window(5, 5), {}, {}, {}))
    for wrong in ([alone], [alone] * 5, [alone, other]):
        with pytest.raises(ValueError, match=r"people|window"):
            list(together(wrong))
