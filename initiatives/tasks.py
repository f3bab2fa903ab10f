"""What takes too long for a request, done in the background by `manage.py db_worker`."""

import logging

from django_tasks import task

from initiatives.importing import runs
from initiatives.linkcheck.run import OfflineError, check_due, count_due
from initiatives.models import TableImport

LINKS_AT_ONCE = 40  # then other tasks have their turn
logger = logging.getLogger(__name__)


@task()
def check_import(key: int) -> None:
    """Try out the table of the import with this primary key."""
    runs.check(TableImport.objects.get(pk=key))


@task()
def write_import(key: int) -> None:
    """Write the table of the import with this primary key."""
    runs.write(TableImport.objects.get(pk=key))


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
