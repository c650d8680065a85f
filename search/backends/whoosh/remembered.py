"""What a process remembers of an index, bounded: the least recently used goes first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

T = TypeVar("T")


class Remembered:
    """At most `most` of whatever `weigh` counts; safe in threads. Two threads may make the same thing at once."""

    def __init__(self, most: int, weigh: Callable[[object], int] = lambda thing: 1) -> None:
        self.made = 0  # how often something had to be made, which tests look at
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._things: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]  # type: ignore[return-value]
        thing = make()
        weight = self._weigh(thing)
        with self._lock:
            self.made += 1
            if key not in self._things and weight <= self._most:
                self._things[key] = thing
                self._weight += weight
            while self._weight > self._most:
                self._weight -= self._weigh(self._things.popitem(last=False)[1])
        return thing
