"""Reads the catalogue version; checked on every request."""

import time
from datetime import UTC, datetime
from functools import lru_cache, partial

import psycopg
from django.db import OperationalError, connection

from catalogue.database import REMEMBERED, Fault, fault_of, outage
from catalogue.replicas import current_source
from initiatives.search.index.replicas import newest_of_replicas, read_at
from initiatives.search.index.version_connection import QUERY, VersionConnection

TIME_QUERY = "SELECT changed FROM initiatives_catalogueversion WHERE number = %s"
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)  # of a catalogue that never changed


class VersionReader(VersionConnection):
    """Reads the version of the primary; does not ask again for a moment when it did not answer.

    Attributes:
        latest: the newest version that is known; None before the first.
    """

    def __init__(self) -> None:
        super().__init__()
        self._busy_until = self._read_at = float("-inf")
        self.latest: int | None = None

    @property
    def age(self) -> int | None:
        """Seconds since the primary told its version; None when it never did."""
        return None if self._read_at == float("-inf") else int(time.monotonic() - self._read_at)

    def committed_version(self) -> int | None:
        """Return the number of the last committed change; None when the primary does not answer.

        In an outage, one thread at a time finds out whether it is over; the others need not wait for that.
        """
        if not self._lock.acquire(blocking=not outage.is_recent):
            return None
        try:
            if outage.is_known or time.monotonic() < self._busy_until:
                return None
            self.latest = self._ask()
            self._read_at = time.monotonic()
            outage.end()
            return self.latest
        except psycopg.Error as error:
            self._note(error)
            return None
        finally:
            self._lock.release()

    def newest_known(self) -> int | None:
        """Return the newest version that this process or any replica that answers knows, for when the primary does not.

        What was acknowledged is at a replica, when the primary waits for one of them (synchronous replication).
        """
        versions = [version for version in (self.latest, newest_of_replicas()) if version is not None]
        self.latest = max(versions, default=None)
        return self.latest

    def _note(self, error: psycopg.Error) -> None:
        if fault_of(error) is Fault.LOST:
            outage.note()
        else:
            self._busy_until = time.monotonic() + REMEMBERED


version_reader = VersionReader()


def current_version() -> int:
    """Return the number of the last change to what is searched; inside a transaction, as that transaction sees it.

    From a replica, it is a version that this replica has.

    Raises:
        OperationalError: the database does not answer.
    """
    if source := current_source():
        return source.version  # what is read now may not have the primary's
    committed = None if connection.in_atomic_block else version_reader.committed_version()
    if committed is not None:
        return committed
    if outage.is_known and not connection.in_atomic_block:
        raise OperationalError("The database does not answer.")  # at once: a new connection would be waited for
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        return cursor.fetchone()[0] or 0


@lru_cache(maxsize=16)
def version_time(version: int) -> datetime:
    """Return when this version was made, or the beginning of the period for a version that is not known (any more).

    The page cache asks for it outside the middleware that reads again after a lost connection.

    Raises:
        OperationalError: the database does not answer.
    """
    return read_at(version, partial(_version_time, version))


def _version_time(version: int) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(TIME_QUERY, [version])
        row = cursor.fetchone()
    return row[0] if row else BEGINNING
