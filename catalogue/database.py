"""What the site does when the database is away, busy, or can only be read (decision 64)."""

import logging
import threading
import time
from collections.abc import Callable
from enum import Enum
from typing import Any, TypeVar

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connection, connections, transaction

from catalogue.replicas import current_reading, current_source, on_primary, primary_connection

Result = TypeVar("Result")

PATIENCE = 1.6  # seconds in all that a read waits for a database that restarts; a refusal comes within two
LEAST = 0.6  # seconds that it waits, also when it took long before the connection was lost
MAX_TRIES = 5  # times that it is read again
PAUSE = 0.05  # seconds between two attempts to connect
REMEMBERED = 1.0  # seconds in which a database that did not answer is not asked again
RECENT = 60.0  # seconds after a refused write in which the database counts as read-only
SAME_OUTAGE = 5.0  # seconds between two failures of one outage
log = logging.getLogger("catalogue.database")


class Fault(Enum):
    """Why a query failed, where that is no mistake of ours."""

    LOST = "lost"  # no connection, or it was cut
    BUSY = "busy"  # a time limit, a lock, or no memory
    CONFLICT = "in conflict"  # another transaction; on a replica, what it takes over from the primary
    READ_ONLY = "read only"  # the database takes no writes: a standby, a setting, a full disk


WITHOUT_CONNECTION = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
# By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html).
STATES = {
    **dict.fromkeys(("57P01", "57P02", "57P03", "57P04", "57P05", "53300", "25P03"), Fault.LOST),
    **dict.fromkeys(("57014", "55P03", "53200", "53400"), Fault.BUSY),
    **dict.fromkeys(("40001", "40P01"), Fault.CONFLICT),
    **dict.fromkeys(("25006", "53100"), Fault.READ_ONLY),
}
# A replica that is behind lacks what a migration made: no such table, column or function.
BEHIND = ("42P01", "42703", "42883")
# Faults after which another source may have the answer. A statement that takes too long would do so there too.
ELSEWHERE = (Fault.LOST, Fault.CONFLICT, Fault.READ_ONLY)


def fault_of(error: BaseException | None) -> Fault | None:
    """Return the fault that an exception of Django or psycopg stands for; None for any other exception."""
    cause = error.__cause__ if isinstance(error, Error) and error.__cause__ else error
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return Fault.LOST if isinstance(cause, WITHOUT_CONNECTION) else None
    if state in BEHIND and current_source():
        return Fault.CONFLICT
    return Fault.LOST if state.startswith("08") else STATES.get(state)


def use_web_sessions() -> None:
    """Let all new connections of this process, to replicas too, have the limits of `settings.WEB_SESSION`.

    For a process that serves, before its first connection. Options in DATABASE_URL and DATABASE_REPLICA_URLS win.
    """
    limits = [f"-c {name}={value}" for name, value in settings.WEB_SESSION.items()]
    for alias in connections:
        options = connections[alias].settings_dict["OPTIONS"]
        options["options"] = " ".join([*limits, options.get("options", "")]).strip()


class Refusals:
    """When the database last refused a write, as far as this process knows."""

    def __init__(self) -> None:
        self._latest = float("-inf")

    def note(self, fault: Fault | None) -> None:
        """Remember a fault if it is a refusal to write."""
        if fault is Fault.READ_ONLY:
            self._latest = time.monotonic()

    @property
    def are_recent(self) -> bool:
        return time.monotonic() - self._latest < RECENT


refusals = Refusals()


def is_read_only() -> bool:
    """Return whether the database takes no writes now: it says so, or has just refused one, as on a full disk.

    Raises:
        django.db.Error: the database does not answer.
    """
    if refusals.are_recent:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return cursor.fetchone()[0] == "on"


class Outage:
    """Whether the database (the primary) is away, as this process knows it; shared by its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since = self._latest = float("-inf")

    @property
    def is_known(self) -> bool:
        """Whether the database did not answer a moment ago: another attempt would only take time."""
        return time.monotonic() - self._latest < REMEMBERED

    @property
    def is_recent(self) -> bool:
        """Whether the database has not answered since it did not."""
        return time.monotonic() - self._latest < SAME_OUTAGE

    def note(self) -> None:
        """The database did not answer."""
        now = time.monotonic()
        if now - self._latest > SAME_OUTAGE:
            self._since = now
            log.warning("The database does not answer.")
        self._latest = now

    def end(self) -> None:
        """The database answered."""
        self._latest = float("-inf")

    def is_over(self, until: float) -> bool:
        """Wait until the database answers, and return whether it does.

        Args:
            until: on the clock `time.monotonic`. An outage that lasts longer than `PATIENCE` is not waited for.
        """
        self.note()
        while not self._is_answered():
            if time.monotonic() + PAUSE > min(until, self._since + PATIENCE):
                return False
            time.sleep(PAUSE)
        return True

    def _is_answered(self) -> bool:
        """Connect, in one thread at a time."""
        if not self._lock.acquire(blocking=False):
            return False
        try:
            connect().close()
            drop_cut_connections(DEFAULT_DB_ALIAS)
            self.end()
            return True
        except psycopg.Error:
            self.note()
            return False
        finally:
            self._lock.release()


outage = Outage()


def connect(alias: str = DEFAULT_DB_ALIAS) -> psycopg.Connection:
    """Return a new connection beside those of Django, with the same limits; raises psycopg.Error."""
    return psycopg.connect(**_own_connection(alias).get_connection_params(), autocommit=True)


def drop_cut_connections(alias: str) -> None:
    """Let a pool drop the connections that were cut, each of which would fail a read."""
    pool = getattr(_own_connection(alias), "pool", None)
    if pool and not pool.closed:  # before it is opened, it would count a connection that nobody makes
        pool.check()


def _own_connection(alias: str) -> Any:
    """The connection of this thread to a server, also while it reads from another one."""
    return primary_connection() if alias == DEFAULT_DB_ALIAS else connections[alias]


def read_elsewhere(fault: Fault | None) -> bool:
    """Let this thread go on with another source after a fault of a replica; return whether it does."""
    reading = current_reading()
    if reading is None or fault not in ELSEWHERE or connection.in_atomic_block:
        return False
    return reading.move_on(is_lost=fault is Fault.LOST)


def patiently(read: Callable[[], Result]) -> Result:
    """Return what a function reads; again from another source than a replica that failed, or when the connection to the
    primary was lost, and it is back soon enough.

    Raises:
        django.db.Error: it is not, or the function failed otherwise.
    """
    patience = Patience()
    while True:
        try:
            return read()
        except Error as error:
            fault = fault_of(error)
            if not read_elsewhere(fault) and (fault is not Fault.LOST or not patience.is_rewarded()):
                raise


class Patience:
    """How long something that reads, and began now, waits for a database that was lost, however often."""

    def __init__(self) -> None:
        self._began, self._tries = time.monotonic(), 0
        self._left = PATIENCE

    def is_rewarded(self) -> bool:
        """Wait after the connection was lost; return whether to read again, as the database is back."""
        self._tries += 1
        if connection.in_atomic_block or self._tries > MAX_TRIES:
            return False
        connection.close()
        now = time.monotonic()
        if self._tries == 1:
            self._left = max(LEAST, PATIENCE - (now - self._began))
        is_back = outage.is_over(now + self._left)
        self._left -= time.monotonic() - now
        return is_back


def best_effort(what: str, write: Callable[[], object]) -> None:
    """Write what nobody waits for: when the primary refuses or is away, that is logged, and reading goes on.

    Args:
        what: for the log.
        write: runs in a transaction.
    """
    if current_source() and outage.is_known:
        log.warning("Not written: %s (the primary is away).", what)
        return
    try:
        with on_primary(), transaction.atomic():
            write()
    except Error as error:
        refusals.note(fault_of(error))
        log.warning("Not written: %s (%s).", what, type(error.__cause__ or error).__name__)
