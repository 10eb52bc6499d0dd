"""Diaries kept in the process, within a number of bytes: the ones that were asked for longest ago go first.

A diary grows while it serves, because it keeps what it has worked out; so the scales are read again now and then.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar

WEIGHED_EVERY = 64  # uses


class Weighed(Protocol):
    def weight(self) -> int:
        """About how many bytes it takes, with what it keeps."""


Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing", bound=Weighed)


class Shelf(Generic[Key, Thing]):
    """`most` bytes in all, but at least one thing."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._things: OrderedDict[Key, Thing] = OrderedDict()
        self._weights: dict[Key, int] = {}
        self._used: set[Key] = set()
        self._uses = 0
        self._lock = Lock()

    def get(self, key: Key) -> Thing | None:
        with self._lock:
            thing = self._things.get(key)
            if thing is not None:
                self._things.move_to_end(key)
                self._used.add(key)
                self._uses += 1
                if self._uses >= WEIGHED_EVERY:
                    self._make_room()
            return thing

    def put(self, key: Key, thing: Thing) -> None:
        with self._lock:
            self._things[key] = thing
            self._things.move_to_end(key)
            self._used.add(key)
            self._make_room()

    def clear(self) -> None:
        with self._lock:
            self._things.clear()
            self._weights.clear()
            self._used.clear()

    def __len__(self) -> int:
        return len(self._things)

    def weight(self) -> int:
        """About how many bytes it holds."""
        with self._lock:
            self._make_room()
            return sum(self._weights.values())

    def _make_room(self) -> None:
        for key in self._used & self._things.keys():
            self._weights[key] = self._things[key].weight()
        self._used.clear()
        self._uses = 0
        total = sum(self._weights.values())
        while total > self.most and len(self._things) > 1:
            key, _ = self._things.popitem(last=False)
            total -= self._weights.pop(key)
