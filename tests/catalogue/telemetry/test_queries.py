"""Slow statements are logged as they are written, without their values."""

import pytest
from django.db import DataError, connection, transaction

from catalogue.telemetry import metrics

pytestmark = pytest.mark.django_db
SECRET = "geheimewoorden"


@pytest.fixture
def lines(caplog):
    caplog.set_level("WARNING", "catalogue.queries")
    return caplog


def ask(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def counted():
    return sum(sample.value for sample in metrics.SLOW_QUERIES.collect()[0].samples if sample.name.endswith("_total"))


def test_slow_statement_is_logged_without_its_values(lines, settings):
    before, settings.SLOW_QUERY_MS = counted(), 40
    ask("SELECT pg_sleep(0.05),\n  %s", SECRET)
    (line,) = lines.records
    assert line.getMessage().endswith(" ms: SELECT pg_sleep(0.05), %s")
    assert line.ecs["event.duration"] >= 50_000_000
    assert counted() == before + 1


def test_statement_that_fails_is_logged_when_it_is_slow(lines, settings):
    settings.SLOW_QUERY_MS = 40
    with pytest.raises(DataError):
        ask("SELECT 1 / (length(pg_sleep(0.05)::text) * %s)", 0)
    (line,) = lines.records
    assert "SELECT 1 / (length" in line.getMessage()


def test_long_statement_is_cut(lines, settings):
    settings.SLOW_QUERY_MS = 1
    ask(f"SELECT pg_sleep(0.05), '{'x' * 5_000}'")
    assert max(len(line.getMessage()) for line in lines.records) < 1_100


def test_nothing_is_logged_when_it_is_off(lines, settings):
    settings.SLOW_QUERY_MS = 0
    ask("SELECT pg_sleep(0.01)")
    assert lines.records == []
