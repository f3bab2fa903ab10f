"""Connections that read the catalogue version, of the primary or of a replica."""

import select
import threading
import time

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult

from catalogue.database import REMEMBERED, Fault, connect, fault_of, outage

QUERY = "SELECT max(number) FROM initiatives_catalogueversion"
STATEMENT = b"catalogue_version"
# Milliseconds in which a server answers that does not hang; it matters only where another one can be read.
TIMEOUT = 1_000 if settings.REPLICAS else None


class VersionConnection:
    """Reads the version over a connection of its own with a prepared statement: a third of the time.

    It sees committed changes only, and reconnects when the server was away.
    """

    def __init__(self, alias: str = DEFAULT_DB_ALIAS) -> None:
        self._alias = alias
        self._lock = threading.Lock()
        self._connection: psycopg.Connection | None = None

    def _ask(self) -> int:
        if self._connection is not None:
            try:
                return self._read(self._connection)
            except psycopg.Error as error:
                if fault_of(error) in (Fault.BUSY, Fault.CONFLICT):
                    raise
                self._close()
        connection = self._connection = connect(self._alias)
        connection.pgconn.prepare(STATEMENT, QUERY.encode())
        return self._read(connection)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _read(self, connection: psycopg.Connection) -> int:
        result = self._executed(connection)
        if result is None or result.status != ExecStatus.TUPLES_OK:
            state = result and (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()
            error = psycopg.errors.lookup(state) if state else psycopg.OperationalError
            raise error(result.error_message if result else "no result")
        return int(result.get_value(0, 0) or 0)

    def _executed(self, connection: psycopg.Connection) -> PGresult | None:
        pgconn = connection.pgconn
        if TIMEOUT is None:
            return pgconn.exec_prepared(STATEMENT, [])
        pgconn.send_query_prepared(STATEMENT, [])
        poll = select.poll()
        poll.register(pgconn.socket, select.POLLIN)
        if not poll.poll(TIMEOUT):
            raise psycopg.errors.ConnectionTimeout(f"no answer within {TIMEOUT} ms")
        result = pgconn.get_result()
        while result is not None and pgconn.get_result() is not None:
            pass  # the end of the results: nothing is left for the next statement
        return result


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

    def _note(self, error: psycopg.Error) -> None:
        if fault_of(error) is Fault.LOST:
            outage.note()
        else:
            self._busy_until = time.monotonic() + REMEMBERED


version_reader = VersionReader()
