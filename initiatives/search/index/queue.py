"""Initiatives whose search rows are to be made anew in the background, so that no writer holds the lock for long."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from django.db import connection
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import timezone

from initiatives.models import Initiative, OutdatedRow, SearchRow

BATCH = 50  # initiatives that are reindexed in one transaction
OVERDUE = timedelta(minutes=10)  # after which no worker seems to run
ADD = """
    INSERT INTO initiatives_outdatedrow (initiative_id)
    SELECT id FROM initiatives_initiative WHERE id = ANY (%s) AND status = 'published'
    ON CONFLICT DO NOTHING
"""

filled = Signal()  # sent in the transaction that adds to the queue
_is_own_work: ContextVar[bool] = ContextVar("is_own_work", default=False)


def add(keys: Collection[int]) -> None:
    """Let initiatives with these primary keys wait; what is not published is no longer found from now on.

    The transaction that calls this has the index lock.
    """
    public = Initiative.objects.published().filter(pk__in=keys)
    SearchRow.objects.filter(pk__in=keys).exclude(pk__in=public.values("pk")).delete()
    with connection.cursor() as cursor:
        cursor.execute(ADD, [list(keys)])
    if not _is_own_work.get():
        filled.send(OutdatedRow)


@contextmanager
def without_worker() -> Iterator[None]:
    """Whoever opens this block reindexes afterwards what it adds: the background worker is not told."""
    token = _is_own_work.set(True)
    try:
        yield
    finally:
        _is_own_work.reset(token)


def waiting(limit: int | None) -> set[int]:
    """Return the primary keys of those that wait longest, or of all."""
    return _first(OutdatedRow.objects.all(), limit)


def take(limit: int | None) -> set[int]:
    """Take the primary keys of those that wait longest, or of all, out of the queue; with the index lock."""
    return _take(OutdatedRow.objects.all(), limit)


def take_overdue(limit: int) -> set[int]:
    """Take those that wait for so long that no worker seems to run; with the index lock."""
    return _take(OutdatedRow.objects.filter(since__lt=timezone.now() - OVERDUE), limit)


def _first(rows: QuerySet, limit: int | None) -> set[int]:
    return set(rows.order_by("since", "pk").values_list("pk", flat=True)[:limit])


def _take(rows: QuerySet, limit: int | None) -> set[int]:
    if keys := _first(rows, limit):
        OutdatedRow.objects.filter(pk__in=keys).delete()
    return keys
