"""What is read of the state of the catalogue is what it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from initiatives.models import CatalogueVersion, Initiative, OutdatedRow
from initiatives.search.index.snapshot import current_index
from initiatives.system.metrics import collect
from initiatives.system.state import database_state, disk_space, index_state, missing_migrations, queue_state
from initiatives.tasks import check_catalogue

pytestmark = pytest.mark.django_db


def values():
    return {metric.name: metric.samples[0].value for metric in collect() if metric.samples}


def test_index_is_behind_since_the_first_change_that_it_lacks():
    before = current_index().version
    assert (index_state().loaded, index_state().behind) == (before, 0)
    for minutes in (7, 3):
        changed = timezone.now() - timedelta(minutes=minutes)
        CatalogueVersion.objects.create(vocabulary=False, initiatives=[], changed=changed)
    state = index_state()
    assert state.loaded == before < state.version
    assert 7 * 60 <= state.behind < 8 * 60
    assert values()["catalogue_index_behind_seconds"] == 0  # the metrics are of an index that was brought up to date
    assert index_state().loaded == state.version


def test_queue_has_what_waits_and_not_what_is_for_later():
    check_catalogue.enqueue()
    check_catalogue.using(run_after=timezone.now() + timedelta(hours=1)).enqueue()
    for status in ("FAILED", "RUNNING", "SUCCESSFUL"):
        check_catalogue.enqueue()
        DBTaskResult.objects.filter(pk=DBTaskResult.objects.latest("enqueued_at").pk).update(status=status)
    since = timezone.now() - timedelta(hours=2)
    OutdatedRow.objects.create(initiative_id=Initiative.objects.first().pk, since=since)
    queue = queue_state()
    assert (queue.waiting, queue.running, queue.failed) == (1, 1, 1)
    assert (queue.rows, queue.rows_since) == (1, since)
    assert queue.oldest == DBTaskResult.objects.earliest("enqueued_at").enqueued_at
    measured = values()
    assert (measured["catalogue_tasks_waiting"], measured["catalogue_rows_waiting"]) == (1, 1)
    assert 7_200 <= measured["catalogue_rows_oldest_seconds"] < 7_260


def test_database_and_disk_have_a_size():
    assert database_state().size > 1_000_000
    assert database_state().version.split(".")[0] == str(connection.pg_version // 10_000)
    assert missing_migrations() == 0
    total, free = disk_space()
    assert 0 < free < total
