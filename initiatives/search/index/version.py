"""The version of the catalogue, which every question asks for first."""

import threading

import psycopg
from django.db import connection
from psycopg.pq import ExecStatus

QUESTION = "SELECT max(number) FROM initiatives_catalogueversion"
NAME = b"catalogue_version"


class Watch:
    """Asks for the version over a connection of its own with one prepared statement: a third of the time.

    It sees what is committed. When the database was away, it connects again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: psycopg.Connection | None = None

    def newest(self) -> int | None:
        """The number of the last change; nothing when the database does not answer."""
        with self._lock:
            for _ in range(2):
                try:
                    return self._ask()
                except psycopg.Error:
                    self._connection = None
        return None

    def _ask(self) -> int:
        if self._connection is None:
            self._connection = psycopg.connect(
                **{"connect_timeout": 5} | connection.get_connection_params(), autocommit=True
            )
            self._connection.pgconn.prepare(NAME, QUESTION.encode())
        result = self._connection.pgconn.exec_prepared(NAME, [])
        if result.status != ExecStatus.TUPLES_OK:
            raise psycopg.OperationalError(result.error_message)
        return int(result.get_value(0, 0) or 0)


watch = Watch()


def newest_version() -> int:
    """The number of the last change to what is searched; within a transaction, as that sees the catalogue."""
    committed = None if connection.in_atomic_block else watch.newest()
    if committed is not None:
        return committed
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        return cursor.fetchone()[0] or 0
