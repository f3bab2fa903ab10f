"""Loads records into the database, all or nothing, as a merge policy decides."""

from collections.abc import Callable, Iterable

from django.contrib.auth.models import User
from django.db import connection, transaction

from initiatives.importing.collector import no_garbage_collection
from initiatives.importing.fixture_policy import FixturePolicy
from initiatives.importing.fixture_reader import Record, RecordFault
from initiatives.importing.merge_policy import MergePolicy
from initiatives.importing.record_writer import RecordWriter
from initiatives.importing.summary import Summary
from initiatives.models import Initiative, LoadedRecord
from initiatives.revisions.recording import recorded
from initiatives.search.index.lock import trial, waiting_transaction
from initiatives.search.index.writer import outdated_initiatives


def load(
    records: Iterable[Record],
    faults: Iterable[RecordFault] = (),
    *,
    policy: Callable[[], MergePolicy] = FixturePolicy,
    by: User | None = None,
    how: str = "Ingelezen uit de bestanden van de catalogus",
    dry_run: bool = False,
    is_unlocked: bool = False,
    reindex_all: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Summary:
    """Write records to the database and bring the index up to date with them, all or nothing.

    Args:
        records: each after those it refers to by a foreign key; read after `policy` was made.
        faults: what was wrong while reading, read after `policy` was made; with any fault nothing is written.
        policy: makes the merge policy once the database is locked, so that it sees no older state.
        by: the editor; None for a command.
        how: what the history says of the change.
        dry_run: find out what would happen, write nothing; keeps nobody from saving.
        is_unlocked: take the index lock only when everything is written; `policy` locks the rows that it compares.
        reindex_all: reindex every initiative, not only those that depend on a changed row or have an outdated one.
        on_progress: is told after each record how many of how many are written.

    Returns:
        What was done, or with `dry_run` or faults would have been.

    Raises:
        IndexBusyError: others keep the catalogue busy; nothing was written.
    """
    summary = Summary()

    def write() -> RecordWriter:
        merge_policy = policy()
        summary.faults += faults
        writer = RecordWriter(summary, merge_policy, on_progress)
        writer.write(list(records))
        return writer

    with no_garbage_collection():
        if dry_run:
            with trial():
                write()
            return summary
        with waiting_transaction():
            _load_lock()
            with recorded(by=by, how=how, automatically=False, is_unlocked=is_unlocked) as update:
                writer = write()
                if not summary.faults:
                    summary.revision = writer.finish(update, by, how)
                if not summary.faults and is_unlocked:
                    writer.lock()
                if summary.faults:
                    transaction.set_rollback(True)
                elif not is_unlocked:
                    update.add(Initiative.objects.all() if reindex_all else outdated_initiatives())
    return summary


def _load_lock() -> None:
    """Wait until no other load is running."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {LoadedRecord._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
