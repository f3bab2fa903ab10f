"""Complete initiatives in the order of an answer, for outlets that show everything of them."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from time import sleep, thread_time

from django.db import connection

from catalogue.database import patiently
from initiatives.models import Initiative
from initiatives.search.search import Search

BATCH_SIZE = 50  # initiatives in memory at once
PAUSE = 2  # times as long as it worked
BURST = 10  # initiatives between two pauses
FULL_SPEED_SECONDS = 0.5  # of processor time
LAST_MODIFIED = "SELECT max(modified) FROM initiatives_initiative WHERE id = ANY (%s)"


def load_page(search: Search, start: int, stop: int) -> list[Initiative]:
    """Load a slice of the results, in order, with what `for_detail` prefetches.

    An initiative that was unpublished since the question was answered is left out.
    """
    keys = search.results.keys(start, min(stop, search.total))
    initiatives = Initiative.objects.published().for_detail().in_bulk(keys)
    return [initiatives[key] for key in keys if key in initiatives]


def iterate_all(search: Search) -> Iterator[Initiative]:
    """Yield all results, in order; a short outage of the database does not end it.

    After `FULL_SPEED_SECONDS` it leaves the processor to others for two thirds of the time, so that pages do not wait
    for a file of the whole catalogue.
    """
    began = paused = thread_time()
    for start in range(0, search.total, BATCH_SIZE):
        for number, initiative in enumerate(patiently(partial(load_page, search, start, start + BATCH_SIZE))):
            if number % BURST == 0 and thread_time() - began > FULL_SPEED_SECONDS:
                sleep(PAUSE * (thread_time() - paused))
                paused = thread_time()
            yield initiative


def last_modified(search: Search) -> datetime | None:
    """Return when one of the results was last modified; None when there are none."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_MODIFIED, [list(search.matching)])
        return cursor.fetchone()[0]
