"""What takes too long for a request, done in the background by `manage.py db_worker`."""

import logging
from contextlib import suppress

from django.contrib.auth.models import User
from django.db import transaction
from django_tasks import task

from initiatives.checking import stored
from initiatives.choices import ImportStatus
from initiatives.importing import runs
from initiatives.linkcheck.run import OfflineError, check_due, count_due
from initiatives.models import TableImport
from initiatives.search.index import writer
from initiatives.search.index.lock import IndexBusyError

AT_ONCE = 200  # rows of a table; more take too long for a request
LINKS_AT_ONCE = 40  # then other tasks have their turn
logger = logging.getLogger(__name__)


def do_step(run: TableImport, status: ImportStatus, *, by: User) -> None:
    """Do a step of an import: in the background when the table has many rows, or others keep the catalogue busy.

    Args:
        status: of the import while the step is done.
    """
    if run.number <= AT_ONCE:
        with suppress(IndexBusyError), transaction.atomic():
            _do_step(run, status, by)
            return
    import_step.enqueue(run.pk, status.value, by.pk)


@task()
def import_step(key: int, status: str, by: int) -> None:
    """Do a step of the import with this primary key, for the editor with the other."""
    _do_step(TableImport.objects.get(pk=key), ImportStatus(status), User.objects.get(pk=by))


def _do_step(run: TableImport, status: ImportStatus, by: User) -> None:
    if status == ImportStatus.UNDOING:
        runs.undo(run, by=by)
    elif status == ImportStatus.WRITING:
        runs.write(run)
    else:
        runs.check(run)


@task()
def reindex_queued() -> None:
    """Make the search rows anew that wait for it."""
    if writer.reindex_queued(writer.BATCHES):
        reindex_queued.enqueue()


@task()
def check_catalogue() -> None:
    """Check what is published, for the pages that show what is found."""
    stored.renew()


@task()
def check_requested_links() -> None:
    """Visit the links that editors asked to be checked."""
    try:
        check_due(limit=LINKS_AT_ONCE, only_requested=True)
    except OfflineError:
        logger.warning("No website answered: the links are not checked.")
        return
    if count_due(only_requested=True):
        check_requested_links.enqueue()
