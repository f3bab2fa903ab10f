"""The index lock: whoever changes what is searched holds it until the end of the transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, LockNotAvailable

LOCK = 20200312  # key of the advisory lock, which the database triggers take too
PATIENCE = 3_000  # milliseconds that a web request waits for a lock
# Of who waits for the index lock with locked rows: shorter than the second after which PostgreSQL looks for deadlocks,
# so that not the long transaction is ended, but the request that waits for one of its rows gives up.
TURN = 800
TURNS_FOR = 120  # seconds
WAIT = "SELECT set_config('lock_timeout', %s, true)"
UNLOCKED = "SELECT set_config('catalogue.unlocked', %s, true)"
CHANGED = "SELECT catalogue_changed(%s, true)"

_patience: ContextVar[int] = ContextVar("patience", default=0)  # milliseconds; 0 waits as long as it takes


class IndexBusyError(Exception):
    """Somebody else held the index lock or a row for longer than the transaction may wait; nothing was written."""


@contextmanager
def impatient(milliseconds: int = PATIENCE) -> Iterator[None]:
    """Let transactions of this thread wait no longer for a lock, while the block lasts, than this or an outer block."""
    token = _patience.set(min(milliseconds, _patience.get() or milliseconds))
    try:
        yield
    finally:
        _patience.reset(token)


@contextmanager
def waiting_transaction() -> Iterator[None]:
    """A transaction that waits for locks as long as `impatient` allows.

    Raises:
        IndexBusyError: that was too short, or two transactions waited for each other.
    """
    try:
        with transaction.atomic():
            if _patience.get():
                _execute(WAIT, f"{_patience.get()}ms")
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | DeadlockDetected):
            raise IndexBusyError from error
        raise


def index_lock() -> None:
    """Wait until no other transaction changes what is searched; held until the end of the transaction."""
    _execute("SELECT pg_advisory_xact_lock(%s)", LOCK)


def unlock() -> None:
    """Let this transaction write without the index lock: the triggers number nothing, and keep no slug free.

    It must be taken back, or call `lock_and_number` at its end.
    """
    _execute(UNLOCKED, "on")


@contextmanager
def trial() -> Iterator[None]:
    """A block of which everything is taken back, and that keeps nobody from saving, but for the rows it changes.

    Raises:
        IndexBusyError: as `waiting_transaction`.
    """
    with waiting_transaction():
        unlock()
        yield
        transaction.set_rollback(True)


def lock_and_number(initiatives: list[int]) -> None:
    """Take the index lock at the end of a transaction that wrote without it, and number its changes.

    Args:
        initiatives: the primary keys of those that had a search row and may have none now.

    Raises:
        IndexBusyError: others have the lock all the time.
    """
    _execute("SET CONSTRAINTS ALL IMMEDIATE")  # checked before others have to wait
    until = monotonic() + (_patience.get() / 1000 or TURNS_FOR)
    while not _has_turn():
        if monotonic() > until:
            raise IndexBusyError
    _execute(WAIT, f"{_patience.get()}ms")
    _execute(UNLOCKED, "off")
    _execute(CHANGED, initiatives)


def _has_turn() -> bool:
    try:
        with transaction.atomic():
            _execute(WAIT, f"{TURN}ms")
            index_lock()
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return False
        raise
    return True


def _execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
