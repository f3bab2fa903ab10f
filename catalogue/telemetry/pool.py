"""Reads the state of the pool of connections of this process into its metrics."""

import time
from threading import Lock

from django.db import connection

from catalogue.telemetry import metrics

EVERY = 1.0  # seconds


class PoolSampler:
    """Reads the pool at most once in `EVERY` seconds, at the end of some request."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sampled_at = float("-inf")
        self._seen = {"requests_queued": 0, "requests_wait_ms": 0}

    def sample(self) -> None:
        """Read the pool if that was not done just now."""
        if time.monotonic() - self._sampled_at < EVERY or not self._lock.acquire(blocking=False):
            return
        try:
            self._sampled_at = time.monotonic()
            if pool := getattr(connection, "pool", None):
                self._note(pool.get_stats())
        finally:
            self._lock.release()

    def _note(self, stats: dict[str, int]) -> None:
        metrics.POOL_SIZE.set(stats.get("pool_size", 0))
        metrics.POOL_WAITING.set(stats.get("requests_waiting", 0))
        metrics.POOL_WAITS.inc(self._more(stats, "requests_queued"))
        metrics.POOL_WAIT_SECONDS.inc(self._more(stats, "requests_wait_ms") / 1_000)

    def _more(self, stats: dict[str, int], name: str) -> int:
        """What was added since the last sample; the statistics of a new pool begin at zero."""
        before, self._seen[name] = self._seen[name], stats.get(name, 0)
        return self._seen[name] - before if self._seen[name] >= before else self._seen[name]


sampler = PoolSampler()
