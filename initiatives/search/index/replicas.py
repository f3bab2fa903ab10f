"""Which replicas can be read: those that answer, and have the version that a request must see (decision 75)."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from random import randrange
from typing import TypeVar

import psycopg
from django.conf import settings
from django.db import connection

from catalogue.database import REMEMBERED, drop_cut_connections, log, patiently
from catalogue.replicas import Reading, current_reading
from initiatives.search.index.version_connection import VersionConnection

Result = TypeVar("Result")

# How much longer a replica rests than it took to fail: a server that hangs costs one request in ten of a thread.
REST = 10
LONGEST_REST = 30.0  # seconds


class Replica(VersionConnection):
    """A replica, as this process knows it; left out for a moment after it did not answer."""

    def __init__(self, alias: str) -> None:
        super().__init__(alias)
        self.alias = alias
        self._rests_until = float("-inf")
        self._is_away = False

    def version(self) -> int | None:
        """Return the version that it has; None when it does not answer, rests, or another thread connects to it now."""
        if time.monotonic() < self._rests_until or not self._lock.acquire(blocking=self._connection is not None):
            return None
        began = time.monotonic()
        try:
            return self._asked()
        except psycopg.Error:
            self._close()
            self.rest(REST * (time.monotonic() - began))
            return None
        finally:
            self._lock.release()

    def _asked(self) -> int:
        before = self._connection
        version = self._ask()
        if self._connection is not before:
            drop_cut_connections(self.alias)
        if self._is_away:
            self._is_away = False
            log.warning("Replica %s answers again.", self.alias)
        return version

    def rest(self, seconds: float = 0.0) -> None:
        """Leave it out for so many seconds, within bounds."""
        self._rests_until = time.monotonic() + min(max(seconds, REMEMBERED), LONGEST_REST)
        if not self._is_away:
            self._is_away = True
            log.warning("Replica %s does not answer.", self.alias)


@dataclass
class ReplicaAt:
    """A replica and a version that it has (`catalogue.replicas.Source`)."""

    replica: Replica
    version: int

    @property
    def alias(self) -> str:
        return self.replica.alias

    def refresh(self) -> int:
        self.version = max(self.version, self.replica.version() or 0)
        return self.version

    def rest(self) -> None:
        self.replica.rest()


replicas = [Replica(alias) for alias in settings.REPLICAS]
_turns = count(randrange(len(replicas) or 1))  # noqa: S311 (no secret)


def choose_replica(needed: int, tried: set[str]) -> ReplicaAt | None:
    """Return a replica with this version that is not among the aliases that were tried; each has its turn."""
    turn = next(_turns)
    for number in range(len(replicas)):
        replica = replicas[(turn + number) % len(replicas)]
        if replica.alias not in tried and (version := replica.version()) is not None and version >= needed:
            return ReplicaAt(replica, version)
    return None


def newest_of_replicas() -> int | None:
    """Return the newest version that any replica has; None when none answers."""
    return max((version for replica in replicas if (version := replica.version()) is not None), default=None)


def read_at(version: int, read: Callable[[], Result]) -> Result:
    """Return what a function reads that must see a version: from a replica, or from the primary.

    In a request that reads from a source already, from that one. A short outage is waited for.

    Raises:
        django.db.Error: no source answers.
    """
    if not replicas or connection.in_atomic_block or current_reading():
        return patiently(read)
    with Reading(choose_replica, version):
        return patiently(read)
