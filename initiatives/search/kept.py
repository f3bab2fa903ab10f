"""What was asked for last, as much as there is room for."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values by key; those that were not asked for longest make room for new ones. Threads can share it.

    Args:
        size: the bytes that a value takes, about.
        items: keys with values to begin with.
    """

    def __init__(self, size: Callable[[Value], int], items: Iterable[tuple[Key, Value]] = ()) -> None:
        self._lock = threading.Lock()
        self._size_of = size
        self._values = OrderedDict(items)
        self.size = sum(map(size, self._values.values()))

    def get(self, keys: Iterable[Key]) -> dict[Key, Value]:
        """Those of the keys that are kept, with their values."""
        with self._lock:
            found = {key: self._values[key] for key in keys if key in self._values}
            for key in found:
                self._values.move_to_end(key)
        return found

    def keep(self, values: dict[Key, Value], room: int) -> None:
        """Keep these values as well, or instead of what is kept by their keys.

        Args:
            values: what was read or made.
            room: bytes for everything that is kept.
        """
        with self._lock:
            for key, value in values.items():
                if key in self._values:
                    self.size -= self._size_of(self._values.pop(key))
                self._values[key] = value
                self.size += self._size_of(value)
            while self.size > room and self._values:
                self.size -= self._size_of(self._values.popitem(last=False)[1])

    def items(self) -> list[tuple[Key, Value]]:
        """Everything that is kept."""
        with self._lock:
            return list(self._values.items())
