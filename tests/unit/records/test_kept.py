"""What a process keeps within its bytes."""

from dataclasses import dataclass

from ashi.records.calendar.kept import WEIGHED_EVERY, Shelf


@dataclass
class Thing:
    size: int

    def weight(self) -> int:
        return self.size


def shelf(most: int, **things: int) -> Shelf[str, Thing]:
    found: Shelf[str, Thing] = Shelf(most)
    for key, size in things.items():
        found.put(key, Thing(size))
    return found


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept = shelf(30, a=10, b=10, c=10)
    assert kept.get("a")
    kept.put("d", Thing(10))
    assert kept.get("b") is None
    assert [key for key in "acd" if kept.get(key)] == ["a", "c", "d"]
    assert kept.weight() == 30


def test_a_thing_that_has_grown_is_weighed_again() -> None:
    kept = shelf(30, a=10, b=10)
    grown = kept.get("b")
    assert grown
    grown.size = 25
    for _ in range(WEIGHED_EVERY):
        kept.get("b")
    assert kept.get("a") is None
    assert len(kept) == 1


def test_one_thing_is_kept_even_when_it_is_too_large() -> None:
    kept = shelf(30, a=10, b=100)
    assert kept.get("b")
    assert kept.get("a") is None


def test_a_thing_in_the_place_of_another_is_counted_once() -> None:
    kept = shelf(30, a=10)
    kept.put("a", Thing(20))
    assert (len(kept), kept.weight()) == (1, 20)
    kept.clear()
    assert (len(kept), kept.weight()) == (0, 0)
