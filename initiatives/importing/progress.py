"""How far a long transaction is, told to other sessions by the name of its database session.

What a transaction writes, nobody else sees before its end; and a row that says “busy” would stay when the process is
killed. PostgreSQL shows the name at once, and the session is gone when its process is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

STEP = 20  # records; a name costs a query
NAME = "SELECT set_config('application_name', %s, false)"
SESSIONS = """
    SELECT application_name FROM pg_stat_activity
    WHERE datname = current_database() AND starts_with(application_name, %s)
"""


@contextmanager
def told(subject: str) -> Iterator[Callable[[int, int], None]]:
    """Tell other sessions, while the block lasts, that this one is busy with a subject.

    Yields:
        A function that tells how many records of how many are done.
    """

    def tell(done: int, total: int) -> None:
        if done % STEP == 0 or done == total:
            _set_name(f"{subject}:{done}/{total}")

    _set_name(f"{subject}:0/0")
    try:
        yield tell
    finally:
        if connection.connection and not connection.connection.closed:
            _set_name("")


def progress_of(subject: str) -> tuple[int, int] | None:
    """Return how many records of how many are done; None when no session is busy with the subject."""
    beginning = f"{subject}:"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction would go on seeing the first answer
        cursor.execute(SESSIONS, [beginning])
        row = cursor.fetchone()
    if row is None:
        return None
    done, total = row[0].removeprefix(beginning).split("/")
    return int(done), int(total)


def _set_name(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(NAME, [name])
