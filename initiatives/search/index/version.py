"""Reads the catalogue version; checked on every request."""

from datetime import UTC, datetime
from functools import lru_cache, partial

from django.db import OperationalError, connection

from catalogue.database import outage
from catalogue.replicas import current_source
from initiatives.search.index.replicas import read_at
from initiatives.search.index.version_reader import QUERY, version_reader

TIME_QUERY = "SELECT changed FROM initiatives_catalogueversion WHERE number = %s"
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)  # of a catalogue that never changed


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
