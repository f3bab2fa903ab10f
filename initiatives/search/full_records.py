"""Complete initiatives in the order of an answer, for outlets that show everything of them."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import connection

from catalogue.database import patiently
from initiatives.models import Initiative
from initiatives.search.search import Search

BATCH_SIZE = 200  # initiatives in memory at once
LAST_MODIFIED = "SELECT max(modified) FROM initiatives_initiative WHERE id = ANY (%s)"


def load_page(search: Search, start: int, stop: int) -> list[Initiative]:
    """Load a slice of the results, in order, with what `for_detail` prefetches.

    An initiative that was unpublished since the question was answered is left out.
    """
    keys = search.results.keys(start, min(stop, search.total))
    initiatives = Initiative.objects.published().for_detail().in_bulk(keys)
    return [initiatives[key] for key in keys if key in initiatives]


def iterate_all(search: Search) -> Iterator[Initiative]:
    """Yield all results, in order; a short outage of the database does not end it."""
    for start in range(0, search.total, BATCH_SIZE):
        yield from patiently(partial(load_page, search, start, start + BATCH_SIZE))


def last_modified(search: Search) -> datetime | None:
    """Return when one of the results was last modified; None when there are none."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_MODIFIED, [list(search.matching)])
        return cursor.fetchone()[0]
