"""Logs and traces statements of the database, without the values of their parameters."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from catalogue.telemetry import metrics, tracing

MAX_LOGGED = 1_000  # characters of a statement
log = logging.getLogger("catalogue.queries")


def watch() -> None:
    """Watch the statements of all connections of Django in this process, those that are not open yet included."""
    if settings.SLOW_QUERY_MS or settings.TRACES_ENDPOINT:
        connection_created.connect(_watch_connection, dispatch_uid="catalogue.telemetry.queries")


def _watch_connection(connection: BaseDatabaseWrapper, **signal: Any) -> None:
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_timed)


def _timed(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute a statement; a slow one is logged, also one that fails."""
    statement = sql if isinstance(sql, str) else type(sql).__name__  # composed by psycopg, perhaps with values
    began = perf_counter()
    try:
        with tracing.query_span(statement):
            return execute(sql, params, many, context)
    finally:
        seconds = perf_counter() - began
        if settings.SLOW_QUERY_MS and seconds * 1_000 >= settings.SLOW_QUERY_MS:
            _log_slow(statement, seconds)


def _log_slow(statement: str, seconds: float) -> None:
    metrics.SLOW_QUERIES.inc()
    text = " ".join(statement.split())[:MAX_LOGGED]
    fields = {"event.action": "slow query", "event.duration": round(seconds * 1_000_000_000)}
    log.warning("Slow query, %d ms: %s", seconds * 1_000, text, extra={"ecs": fields})
