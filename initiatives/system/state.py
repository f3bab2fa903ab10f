"""Reads the state of the catalogue: its version, the index, what waits, the database, the disk."""

import shutil
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from initiatives.models import OutdatedRow
from initiatives.search.index.snapshot import loaded_version

READY, RUNNING, FAILED = Q(status="READY"), Q(status="RUNNING"), Q(status="FAILED")
VERSION = """
    SELECT coalesce(max(number), 0), max(changed), min(changed) FILTER (WHERE number > %s)
    FROM initiatives_catalogueversion
"""
DATABASE = "SELECT current_setting('server_version'), pg_database_size(current_database())"
# A role that is no member of pg_monitor sees no lag.
REPLICAS = """
    SELECT coalesce(nullif(application_name, ''), 'replica'), coalesce(extract(epoch FROM replay_lag), 0)
    FROM pg_stat_replication WHERE state = 'streaming'
"""


@dataclass(frozen=True)
class IndexState:
    """The catalogue's version, and how far this process is behind.

    Attributes:
        version: of the catalogue. `changed`: when it was made; None of a catalogue that never changed.
        loaded: the version of the index of this process; None before its first question.
        behind: seconds since the first change that the index does not have; 0 when it has all.
    """

    version: int
    changed: datetime | None
    loaded: int | None
    behind: float


@dataclass(frozen=True)
class QueueState:
    """What the background worker has to do.

    Attributes:
        waiting, running, failed: tasks. `oldest`: when the one that waits longest was added.
        rows: initiatives whose search rows wait to be made anew. `rows_since`: since when.
    """

    waiting: int
    running: int
    failed: int
    oldest: datetime | None
    rows: int
    rows_since: datetime | None


@dataclass(frozen=True)
class DatabaseState:
    """The database: the version of PostgreSQL, and the bytes that the catalogue takes."""

    version: str
    size: int


def index_state() -> IndexState:
    """Return the catalogue's version and that of the index of this process; one query."""
    loaded = loaded_version()
    with connection.cursor() as cursor:
        cursor.execute(VERSION, [loaded or 0])
        version, changed, missed = cursor.fetchone()
    is_behind = loaded is not None and missed is not None
    return IndexState(version, changed, loaded, seconds_since(missed) if is_behind else 0.0)


def queue_state() -> QueueState:
    """Return what waits for the background worker; two queries. A task that is to begin later does not wait yet."""
    due = READY & (Q(run_after__year=9999) | Q(run_after__lte=timezone.now()))
    tasks = DBTaskResult.objects.aggregate(
        waiting=Count("pk", filter=due),
        running=Count("pk", filter=RUNNING),
        failed=Count("pk", filter=FAILED),
        oldest=Min("enqueued_at", filter=due),
    )
    rows = OutdatedRow.objects.aggregate(rows=Count("pk"), rows_since=Min("since"))
    return QueueState(**tasks, **rows)


def database_state() -> DatabaseState:
    """Return what PostgreSQL says of itself; one query."""
    with connection.cursor() as cursor:
        cursor.execute(DATABASE)
        return DatabaseState(*cursor.fetchone())


def replica_lags() -> dict[str, float]:
    """Return how many seconds each replica of the database is behind, by its name, as the primary knows it."""
    with connection.cursor() as cursor:
        cursor.execute(REPLICAS)
        return {name: float(lag) for name, lag in cursor.fetchall()}


def missing_migrations() -> int:
    """Return how many migrations of this release the database does not have."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def disk_space() -> tuple[int, int]:
    """Return the bytes of the disk with the folder VAR: in all, and free."""
    usage = shutil.disk_usage(settings.VAR)
    return usage.total, usage.free


def seconds_since(moment: datetime) -> float:
    """Return how long ago a moment was; 0 for one in the future, of another clock."""
    return max((timezone.now() - moment).total_seconds(), 0.0)
