"""What takes too long for a request, done in the background by `manage.py db_worker`."""

import logging

from django_tasks import task

from initiatives.linkcheck.run import OfflineError, check_due, count_due

LINKS_AT_ONCE = 40  # then other tasks have their turn
logger = logging.getLogger(__name__)


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
