"""Politeness: one request to a host at a time, with a pause between two."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Pace:
    """Lets threads take turns at a host.

    Args:
        pause: seconds between the end of a request and the next one to the same host.
    """

    def __init__(self, pause: float = 1) -> None:
        self.pause = pause
        self._guard = Lock()
        self._locks: dict[str, Lock] = defaultdict(Lock)
        self._ends: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until this host may be asked; nobody else asks it while the block runs."""
        with self._guard:
            lock = self._locks[host]
        with lock:
            time.sleep(max(0, self._ends.get(host, -self.pause) + self.pause - time.monotonic()))
            try:
                yield
            finally:
                self._ends[host] = time.monotonic()
