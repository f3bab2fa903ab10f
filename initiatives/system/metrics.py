"""The state of the catalogue as metrics, read when they are asked for."""

from collections.abc import Iterator
from contextlib import suppress

from django.db import Error, connection, transaction
from prometheus_client.core import GaugeMetricFamily

from catalogue.database import outage
from initiatives.backups.manifest import last_backup
from initiatives.search.index.replicas import versions_of_replicas
from initiatives.search.index.snapshot import current_index
from initiatives.system.state import (
    database_state,
    disk_space,
    index_state,
    queue_state,
    replica_lags,
    seconds_since,
)

LIMIT = "SET LOCAL statement_timeout = '3s'"  # Prometheus waits ten seconds


def collect() -> Iterator[GaugeMetricFamily]:
    """Yield the metrics; without those of the database when that does not answer.

    The index of this worker is brought up to date first: one without visitors may be old, and that harms nobody.
    """
    total, free = disk_space()
    yield _gauge("catalogue_disk_bytes", "Size of the disk with the folder VAR.", total)
    yield _gauge("catalogue_disk_free_bytes", "Free on that disk.", free)
    with suppress(OSError):
        if backup := last_backup():
            yield _gauge("catalogue_backup_age_seconds", "Since the last backup.", seconds_since(backup.made))
    with suppress(Error):
        if not outage.is_known:
            current_index()
    yield _replicas_up()
    measured: list[GaugeMetricFamily] = []
    with suppress(Error):
        if not outage.is_known:
            measured = _of_database()
    yield _gauge("catalogue_database_up", "Whether the database answers.", bool(measured))
    yield from measured


def _of_database() -> list[GaugeMetricFamily]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LIMIT)
        index, queue, database, lags = index_state(), queue_state(), database_state(), replica_lags()
    replicas = GaugeMetricFamily("catalogue_replica_lag_seconds", "That a replica is behind.", labels=["replica"])
    for name, lag in lags.items():
        replicas.add_metric([name], lag)
    oldest = seconds_since(queue.oldest) if queue.oldest else 0.0
    rows_age = seconds_since(queue.rows_since) if queue.rows_since else 0.0
    return [
        _gauge("catalogue_version", "Number of the last change.", index.version),
        _gauge("catalogue_index_behind_seconds", "Age of the oldest change that an index lacks.", index.behind),
        _gauge("catalogue_tasks_waiting", "Tasks that wait for db_worker.", queue.waiting),
        _gauge("catalogue_tasks_running", "Tasks that are being done.", queue.running),
        _gauge("catalogue_tasks_failed", "Tasks that failed and are still kept.", queue.failed),
        _gauge("catalogue_task_oldest_seconds", "How long the oldest waiting task waits.", oldest),
        _gauge("catalogue_rows_waiting", "Initiatives that wait to be reindexed.", queue.rows),
        _gauge("catalogue_rows_oldest_seconds", "How long the first of them waits.", rows_age),
        _gauge("catalogue_database_bytes", "Size of the database.", database.size),
        replicas,
    ]


def _replicas_up() -> GaugeMetricFamily:
    answers = "Whether a replica of DATABASE_REPLICA_URLS answers this server."
    family = GaugeMetricFamily("catalogue_replica_up", answers, labels=["replica"])
    for alias, version in versions_of_replicas().items():
        family.add_metric([alias], float(version is not None))
    return family


def _gauge(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, what, value=float(value))
