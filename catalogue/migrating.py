"""Migrations while the site serves: a lock is waited for briefly, and asked for again later (decision 72)."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import uniform

import psycopg
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently, ValidateConstraint
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from catalogue.database import Fault, connect, fault_of

ADVISORY_LOCK = 20200313  # of who migrates; any number that nothing else uses
# Their locks stop neither readers nor writers, so that they may wait behind a long transaction.
PATIENT = (AddIndexConcurrently, RemoveIndexConcurrently, ValidateConstraint)
# Data wait as editors do who save: behind others for the lock of the index, with no reader behind them.
DATA_LOCK_SECONDS = 3.0
PAUSES = (0.5, 8.0)  # seconds between two attempts: the first, doubled each time, and the longest
OLDEST = """
    SELECT pid, state, extract(epoch FROM clock_timestamp() - xact_start)::int FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - interval '200ms'
    ORDER BY xact_start LIMIT 3
"""
SET_LIMITS = "SELECT set_config('lock_timeout', %s, false), set_config('statement_timeout', '0', false)"
RESET_LIMITS = "RESET lock_timeout; RESET statement_timeout"


class BlockedError(Exception):
    """A migration did not get its lock in time, and is not applied. The message says what to do next."""


class LostError(Exception):
    """The connection was lost during a migration; running it again goes on where it stopped."""


@dataclass
class Attempts:
    """How long locks are waited for.

    Attributes:
        lock_seconds: that one attempt waits for a lock, with readers and writers in the queue behind it.
        seconds: for all attempts of all migrations together.
    """

    lock_seconds: float
    seconds: float
    _began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds until `BlockedError`."""
        return self.seconds - (time.monotonic() - self._began)

    def pause(self, number: int) -> float:
        """Return the seconds before attempt `number` + 1, of which half is random, so that nothing stays in step."""
        first, longest = PAUSES
        return min(longest, first * 2 ** (number - 1)) * uniform(0.5, 1.5)  # noqa: S311 # nosec B311 # no secret


def unapplied() -> list[Migration]:
    """Return the migrations that the database lacks, in the order in which they are applied."""
    executor = MigrationExecutor(connection)
    return [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def migrate(attempts: Attempts, say: Callable[[str], None]) -> int:
    """Apply every migration that is missing, one process at a time, each in its own transaction.

    Args:
        say: takes lines of progress.

    Returns:
        How many were applied.

    Raises:
        BlockedError: a lock was not obtained in time.
        LostError: the connection was lost.
    """
    with _alone(attempts, say):
        missing = unapplied()
        if not MigrationRecorder(connection).applied_migrations():
            call_command("migrate", verbosity=0, interactive=False)  # an empty database, which nobody reads
            return len(missing)
        for migration in missing:
            _apply_patiently(migration, attempts, say)
        return len(missing)


@contextmanager
def _alone(attempts: Attempts, say: Callable[[str], None]) -> Iterator[None]:
    """Hold an advisory lock, over a connection of its own: the other one may be closed and opened."""
    with connect() as guard:
        said = False
        while not _is_taken(guard):
            if attempts.left <= 0:
                raise BlockedError("Another process is still migrating. Run this again when it is done.")
            if not said:
                say("Another process is migrating; waiting for it.")
                said = True
            time.sleep(0.5)
        yield


def _is_taken(guard: psycopg.Connection) -> bool:
    row = guard.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK]).fetchone()
    return bool(row and row[0])


def _apply_patiently(migration: Migration, attempts: Attempts, say: Callable[[str], None]) -> None:
    number, began = 1, time.monotonic()
    while not _is_applied(migration, attempts):
        pause = attempts.pause(number)
        busy = _oldest_transactions()
        if attempts.left <= pause:
            raise BlockedError(_advice(migration, attempts, busy))
        say(f"{migration}: a lock is taken; again in {pause:.1f} s, for at most {attempts.left:.0f} s. {busy}".strip())
        time.sleep(pause)
        number += 1
    say(f"{migration}: applied in {time.monotonic() - began:.1f} s, attempt {number}.")


def _is_applied(migration: Migration, attempts: Attempts) -> bool:
    """Try to apply a migration; return False when a lock was not obtained."""
    try:
        _apply(migration, attempts)
    except OperationalError as error:
        fault = fault_of(error)
        if fault is Fault.LOST:
            raise LostError(f"The connection was lost during {migration}. Run this again.") from error
        if fault is not Fault.BUSY:
            raise
        return False
    return True


def _apply(migration: Migration, attempts: Attempts) -> None:
    seconds = _lock_seconds(migration, attempts)
    with connection.cursor() as cursor:
        cursor.execute(SET_LIMITS, [f"{max(1, round(seconds * 1_000))}ms"])
        try:
            _drop_unfinished_indexes(migration)
            call_command("migrate", migration.app_label, migration.name, verbosity=0, interactive=False)
        finally:
            if not connection.needs_rollback and connection.is_usable():
                cursor.execute(RESET_LIMITS)


def _lock_seconds(migration: Migration, attempts: Attempts) -> float:
    """Return how long a migration may wait for a lock, by what waits behind it meanwhile."""
    if all(isinstance(operation, PATIENT) for operation in migration.operations):
        return attempts.left
    if all(isinstance(operation, RunPython) for operation in migration.operations):
        return max(attempts.lock_seconds, DATA_LOCK_SECONDS)
    return attempts.lock_seconds


def _drop_unfinished_indexes(migration: Migration) -> None:
    """Drop indexes that an earlier attempt left: invalid ones, or a good one that was not recorded."""
    names = [op.index.name for op in migration.operations if isinstance(op, AddIndexConcurrently)]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {connection.ops.quote_name(name)}")


def _oldest_transactions() -> str:
    """Say which transactions are open longest, without what they do: that may have words of people in it."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST)
        rows = cursor.fetchall()
    if not rows:
        return ""
    return "Open longest: " + ", ".join(f"process {pid} ({state}, {seconds} s)" for pid, state, seconds in rows) + "."


def _advice(migration: Migration, attempts: Attempts, busy: str) -> str:
    return (
        f"{migration} did not get its lock within {attempts.seconds:.0f} s and is not applied; those before it are. "
        f"The site goes on as it was. {busy} Let these end, or end one with SELECT pg_terminate_backend(process), and "
        "run this again: it goes on where it stopped."
    )
