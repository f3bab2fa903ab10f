"""A cache that threads share, limited by bytes."""

from collections.abc import Iterable
from threading import Lock

from cachetools import LRUCache
from pyroaring import BitMap


def bitmaps_size(bitmaps: Iterable[BitMap]) -> int:
    """Return the approximate bytes of bitmaps: two per member or one bit per possible key, and their objects."""
    return sum(200 + (min(2 * len(members), members.max() // 8 + 8192) if members else 0) for members in bitmaps)


class ByteCache(LRUCache):
    """Thread-safe LRU cache of values with a `size` in bytes, read and written in batches.

    It can begin with items, least recently used first.
    """

    def __init__(self, max_bytes: int, items: Iterable[tuple] = ()) -> None:
        super().__init__(max_bytes, getsizeof=lambda value: value.size)
        self._lock = Lock()
        self.set_many(dict(items))

    def get_many(self, keys: Iterable) -> dict:
        with self._lock:
            return {key: self[key] for key in keys if key in self}

    def set_many(self, values: dict) -> None:
        """Cache these values, but for those that are larger than the whole cache."""
        with self._lock:
            self.update((key, value) for key, value in values.items() if value.size <= self.maxsize)

    def all_items(self) -> list[tuple]:
        with self._lock:
            return list(self.items())
