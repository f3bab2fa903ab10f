"""Search rows when several people write at once."""

import threading

import pytest
from django.db import connection

from initiatives.models import Initiative, SearchRow
from initiatives.search import rows


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_rows_made_by_two_at_once_are_all_there():
    before = SearchRow.objects.count()
    failures = []

    def write():
        try:
            for _ in range(5):
                rows.refresh(Initiative.objects.all())
        except Exception as error:  # a thread's error would be lost
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert SearchRow.objects.count() == before >= 33
