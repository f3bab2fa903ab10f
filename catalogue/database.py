"""What the site does when the database is away, busy, or can only be read (decision 64)."""

import logging
import threading
import time
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

import psycopg
from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection, transaction

from catalogue.telemetry import metrics

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
    BUSY = "busy"  # a time limit, a lock or a conflict
    READ_ONLY = "read only"  # the database takes no writes: a standby, a setting, a full disk


WITHOUT_CONNECTION = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
# By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html).
STATES = {
    **dict.fromkeys(("57P01", "57P02", "57P03", "57P04", "57P05", "53300", "25P03"), Fault.LOST),
    **dict.fromkeys(("57014", "55P03", "40001", "40P01", "53200", "53400"), Fault.BUSY),
    **dict.fromkeys(("25006", "53100"), Fault.READ_ONLY),
}


def fault_of(error: BaseException | None) -> Fault | None:
    """Return the fault that an exception of Django or psycopg stands for; None for any other exception."""
    cause = error.__cause__ if isinstance(error, Error) and error.__cause__ else error
    state = getattr(cause, "sqlstate", None)
    if state is None:
        return Fault.LOST if isinstance(cause, WITHOUT_CONNECTION) else None
    return Fault.LOST if state.startswith("08") else STATES.get(state)


def use_web_sessions() -> None:
    """Let all new connections of this process have the limits of `settings.WEB_SESSION`.

    For a process that serves, before its first connection. Options in DATABASE_URL win.
    """
    options = connection.settings_dict["OPTIONS"]
    limits = [f"-c {name}={value}" for name, value in settings.WEB_SESSION.items()]
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
    """Whether the database is away, as this process knows it; shared by its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since = self._latest = float("-inf")

    @property
    def is_known(self) -> bool:
        """Whether the database did not answer a moment ago: another attempt would only take time."""
        return time.monotonic() - self._latest < REMEMBERED

    def note(self) -> None:
        """The database did not answer."""
        now = time.monotonic()
        if now - self._latest > SAME_OUTAGE:
            self._since = now
            metrics.OUTAGES.inc()
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
            if pool := getattr(connection, "pool", None):
                pool.check()  # connections that were cut would each fail a read
            self.end()
            return True
        except psycopg.Error:
            self.note()
            return False
        finally:
            self._lock.release()


outage = Outage()


def connect() -> psycopg.Connection:
    """Return a new connection beside those of Django, with the same limits; raises psycopg.Error."""
    return psycopg.connect(**connection.get_connection_params(), autocommit=True)


def patiently(read: Callable[[], Result]) -> Result:
    """Return what a function reads; again when the connection was lost, and the database is back soon enough.

    Raises:
        django.db.Error: it is not, or the function failed otherwise.
    """
    patience = Patience()
    while True:
        try:
            return read()
        except Error as error:
            if fault_of(error) is not Fault.LOST or not patience.is_rewarded():
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
    """Write what nobody waits for: when the database refuses or is away, that is logged, and reading goes on.

    Args:
        what: for the log.
        write: runs in a transaction.
    """
    try:
        with transaction.atomic():
            write()
    except Error as error:
        refusals.note(fault_of(error))
        log.warning("Not written: %s (%s).", what, type(error.__cause__ or error).__name__)
