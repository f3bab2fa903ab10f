"""Reads the catalogue version; checked on every request."""

import threading
import time
from datetime import UTC, datetime
from functools import lru_cache, partial

import psycopg
from django.db import OperationalError, connection
from psycopg.pq import DiagnosticField, ExecStatus

from catalogue.database import REMEMBERED, Fault, connect, fault_of, outage, patiently

QUERY = "SELECT max(number) FROM initiatives_catalogueversion"
STATEMENT = b"catalogue_version"
TIME_QUERY = "SELECT changed FROM initiatives_catalogueversion WHERE number = %s"
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)  # of a catalogue that never changed


class VersionReader:
    """Reads the version over a connection of its own with a prepared statement: a third of the time.

    It sees committed changes only. It reconnects when the database was away, and does not ask again for a moment when
    the database did not answer.

    Attributes:
        latest: the last version that was read; None before that.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: psycopg.Connection | None = None
        self._busy_until = self._read_at = float("-inf")
        self.latest: int | None = None

    @property
    def age(self) -> int:
        """Seconds since `latest` was read."""
        return int(time.monotonic() - self._read_at)

    def committed_version(self) -> int | None:
        """Return the number of the last committed change; None when the database does not answer."""
        with self._lock:
            if outage.is_known or time.monotonic() < self._busy_until:
                return None
            try:
                self.latest = self._ask()
            except psycopg.Error as error:
                self._note(error)
                return None
            self._read_at = time.monotonic()
            outage.end()
            return self.latest

    def _ask(self) -> int:
        if self._connection is not None:
            try:
                return self._read(self._connection)
            except psycopg.Error as error:
                if fault_of(error) is Fault.BUSY:
                    raise
                self._connection.close()
                self._connection = None
        connection = self._connection = connect()
        connection.pgconn.prepare(STATEMENT, QUERY.encode())
        return self._read(connection)

    def _read(self, connection: psycopg.Connection) -> int:
        result = connection.pgconn.exec_prepared(STATEMENT, [])
        if result.status != ExecStatus.TUPLES_OK:
            state = (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()
            error = psycopg.errors.lookup(state) if state else psycopg.OperationalError
            raise error(result.error_message)
        return int(result.get_value(0, 0) or 0)

    def _note(self, error: psycopg.Error) -> None:
        if fault_of(error) is Fault.LOST:
            outage.note()
        else:
            self._busy_until = time.monotonic() + REMEMBERED


version_reader = VersionReader()


def current_version() -> int:
    """Return the number of the last change to what is searched; inside a transaction, as that transaction sees it.

    Raises:
        OperationalError: the database does not answer.
    """
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
    return patiently(partial(_version_time, version))


def _version_time(version: int) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(TIME_QUERY, [version])
        row = cursor.fetchone()
    return row[0] if row else BEGINNING
