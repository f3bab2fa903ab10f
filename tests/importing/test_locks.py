"""Imports of tables keep nobody from saving, but for a moment at the end."""

import psycopg
import pytest
from django.db import connection

from initiatives.choices import ImportStatus
from initiatives.importing import runs
from initiatives.models import Initiative, OutdatedRow, TableImport
from initiatives.search.index import queue
from initiatives.search.index.lock import LOCK, impatient
from initiatives.tasks import do_step, import_step
from tests.asking import ask
from tests.importing.tables import line, table

pytestmark = pytest.mark.django_db
IS_FREE = f"SELECT pg_try_advisory_xact_lock({LOCK})"
# Somebody else's change that is committed while a table is written, past the trigger that sees the row of the table.
GIVEN_UP = """
    SET LOCAL session_replication_role = replica;
    INSERT INTO initiatives_slughistory (kind, slug) VALUES ('initiative', 'soepbus');
    SET LOCAL session_replication_role = DEFAULT;
"""


@pytest.fixture
def another(db):
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as session:
        yield session


@pytest.fixture
def run(signed_in):
    """A table that is read, and not tried out yet."""
    rows = [line(f"Zeppelin {number}", status="Gepubliceerd") for number in range(queue.BATCH + 1)]
    return runs.add(content=table(*rows).encode(), file_name="proef.csv", by=signed_in("eindredacteur").user)


def load(run, *, dry_run, tell):
    return runs._load(run, dry_run=dry_run, tell=tell)[1]


@pytest.mark.parametrize("dry_run", [True, False], ids=["trial", "write"])
def test_rows_are_prepared_and_written_without_the_index_lock(run, another, dry_run):
    free = []
    summary = load(run, dry_run=dry_run, tell=lambda *_: free.append(another.execute(IS_FREE).fetchone()[0]))
    assert (summary.faults, set(free)) == ([], {True})
    assert another.execute(IS_FREE).fetchone()[0] == dry_run  # who wrote has it until the commit


def test_written_rows_are_found_once_the_background_worker_had_its_turn(run):
    before = ask().search.total
    assert load(run, dry_run=False, tell=lambda *_: None).faults == []
    assert (ask().search.total, OutdatedRow.objects.count()) == (before, queue.BATCH + 1)


def test_address_that_was_given_up_meanwhile_is_not_taken(imported, no_initiatives):
    run = imported(table(line("Soepbus")))
    assert runs.begin(run, ImportStatus.WRITING)

    def give_up(done, total):
        if done == total:
            with connection.cursor() as cursor:
                cursor.execute(GIVEN_UP)

    summary = load(run, dry_run=False, tell=give_up)
    assert [fault.column for fault in summary.faults] == ["slug"]
    assert not Initiative.objects.exists()


def test_step_goes_to_the_background_while_others_keep_the_catalogue_busy(run, another):
    with another.transaction(), impatient(50):
        another.execute("LOCK TABLE initiatives_loadedrecord IN SHARE ROW EXCLUSIVE MODE")
        TableImport.objects.filter(pk=run.pk).update(status=ImportStatus.WRITING)
        do_step(run, ImportStatus.WRITING, by=run.user)
    assert not Initiative.objects.filter(title__startswith="Zeppelin").exists()
    run.refresh_from_db()
    assert (run.status, run.is_started) == (ImportStatus.WRITING, False)
    import_step.call(run.pk, ImportStatus.WRITING.value, run.user.pk)
    assert Initiative.objects.filter(title__startswith="Zeppelin").count() == queue.BATCH + 1
