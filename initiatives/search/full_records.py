"""The initiatives that were found, whole and in order, for outlets that show everything of them."""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from initiatives.models import Initiative
from initiatives.search.search import Search

BATCH = 200  # initiatives read at once
CHANGED = "SELECT max(modified) FROM initiatives_initiative WHERE id = ANY (%s)"


def whole(search: Search, start: int, stop: int) -> list[Initiative]:
    """A slice of what was found.

    Args:
        search: a question.
        start: position of the first, from 0.
        stop: position behind the last.

    Returns:
        Published initiatives with what `for_detail` reads, in the order of the answer; one that was unpublished since
        the question was answered is left out.
    """
    keys = search.results.keys(start, min(stop, search.total))
    found = Initiative.objects.published().for_detail().in_bulk(keys)
    return [found[key] for key in keys if key in found]


def every(search: Search) -> Iterator[Initiative]:
    """All that was found, in order, a batch in memory at a time."""
    for start in range(0, search.total, BATCH):
        yield from whole(search, start, start + BATCH)


def last_changed(search: Search) -> datetime | None:
    """When one of the initiatives that were found was last changed; nothing when none was found."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, [list(search.found)])
        return cursor.fetchone()[0]
