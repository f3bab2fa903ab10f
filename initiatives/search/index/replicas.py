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
from initiatives.search.index.version_reader import VersionConnection, version_reader

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
_turns = count(randrange(len(replicas) or 1))  # noqa: S311 # nosec B311 # no secret


def choose_replica(needed: int, tried: set[str]) -> ReplicaAt | None:
    """Return a replica with this version that is not among the aliases that were tried; each has its turn.

    One that is ahead of what the primary shows is left out too.
    """
    turn = next(_turns)
    for number in range(len(replicas)):
        replica = replicas[(turn + number) % len(replicas)]
        version = None if replica.alias in tried else replica.version()
        if version is not None and (version == needed or (version > needed and is_shown(version))):
            return ReplicaAt(replica, version)
    return None


def is_shown(version: int) -> bool:
    """Whether the primary shows this version, or does not answer.

    With synchronous replication a commit is on a replica a moment before the primary shows it, and longer where the
    primary waits for another replica.
    """
    committed = version_reader.committed_version()
    return committed is None or committed >= version


def newest_known() -> int | None:
    """Return the newest version that this process or any replica that answers knows, for when the primary does not.

    What was acknowledged is at a replica, when the primary waits for one of them (synchronous replication).
    """
    versions = [version for version in (version_reader.latest, newest_of_replicas()) if version is not None]
    version_reader.latest = max(versions, default=None)
    return version_reader.latest


def newest_of_replicas() -> int | None:
    """Return the newest version that any replica has; None when none answers."""
    return max((version for version in versions_of_replicas().values() if version is not None), default=None)


def versions_of_replicas() -> dict[str, int | None]:
    """Return the version that each replica has, by alias; None of one that does not answer, or is left out for that."""
    return {replica.alias: replica.version() for replica in replicas}


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
