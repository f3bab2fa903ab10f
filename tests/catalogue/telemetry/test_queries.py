"""Slow statements are logged as they are written, without their values."""

import pytest
from django.db import ProgrammingError, connection

from catalogue.telemetry import metrics
from catalogue.telemetry.queries import _timed

pytestmark = pytest.mark.django_db
SECRET = "geheimewoorden"


@pytest.fixture
def lines(caplog):
    caplog.set_level("WARNING", "catalogue.queries")
    return caplog.records


def ask(statement, *values):
    with connection.execute_wrapper(_timed), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_connection_of_the_catalogue_is_watched():
    assert _timed in connection.execute_wrappers


def test_slow_statement_is_logged_without_its_values(lines, settings):
    settings.SLOW_QUERY_MS = 100_000
    connection.execute_wrappers.remove(_timed)
    try:
        before = metrics.SLOW_QUERIES._value.get()
        settings.SLOW_QUERY_MS = 20
        ask("SELECT pg_sleep(0.05),\n  %s", SECRET)
        ask("SELECT 1")
    finally:
        connection.execute_wrappers.append(_timed)
    (line,) = lines
    assert line.getMessage().endswith(" ms: SELECT pg_sleep(0.05), %s")
    assert line.ecs["event.duration"] >= 50_000_000
    assert metrics.SLOW_QUERIES._value.get() == before + 1


def test_statement_that_fails_slowly_is_logged_too(lines, settings):
    settings.SLOW_QUERY_MS = 0
    connection.execute_wrappers.remove(_timed)
    try:
        with pytest.raises(ProgrammingError):
            ask("SELECT none_such")
        assert lines == []
    finally:
        connection.execute_wrappers.append(_timed)
