"""`manage.py migrate_safely`, in processes of their own on copies of the catalogue."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from catalogue.migrating import ADVISORY_LOCK
from tests import databases
from tests.migrations.made import make

FIELD = 'migrations.AddField("initiative", "made", models.TextField(db_default=""))'
INDEX = 'AddIndexConcurrently("initiative", models.Index(fields=["made"], name="made_index"))'
COLUMN = """
    SELECT count(*) FROM information_schema.columns WHERE table_name = 'initiatives_initiative' AND column_name = 'made'
"""
VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('made_index')"
READING = "SELECT count(*) FROM initiatives_initiative"


@dataclass
class Database:
    url: str
    environment: dict[str, str]

    def value(self, query):
        with psycopg.connect(self.url) as connection:
            row = connection.execute(query).fetchone()
            return row and row[0]

    def start(self, *arguments):
        """Start the command; its output can be read."""
        command = [sys.executable, "manage.py", "migrate_safely", *arguments]
        environment = {**os.environ, **self.environment, "DATABASE_URL": self.url}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=databases.ROOT, env=environment, **pipes)

    def run(self, *arguments):
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=60)
        return process.returncode, output, errors

    @contextmanager
    def transaction(self):
        """Somebody reads initiatives in a transaction that stays open."""
        with psycopg.connect(self.url) as connection:
            connection.execute(READING)
            yield connection


@pytest.fixture
def database(tmp_path: Path):
    """Return a database of its own, and migrations after those that it has."""
    with databases.copy_of_catalogue(f"migrating_{os.getpid()}") as url:
        yield lambda *steps: Database(url, make(tmp_path, *steps))


def test_missing_migrations_are_applied(database):
    made = database(FIELD, INDEX)
    status, output, errors = made.run()
    assert (status, errors) == (0, "")
    assert [line.partition(" in ")[0] for line in output.splitlines()] == [
        "initiatives.9001_made: applied",
        "initiatives.9002_made: applied",
        "Applied: 2. Nothing is missing.",
    ]
    assert (made.value(COLUMN), made.value(VALID)) == (1, True)
    assert made.run("--check")[0] == 0


def test_plan_and_check_apply_nothing(database):
    made = database(FIELD)
    status, output, _ = made.run("--plan")
    assert (status, "9001_made" in output) == (0, True)
    assert made.run("--check")[0] == 1
    assert made.value(COLUMN) == 0


def test_migration_waits_for_a_transaction_and_keeps_no_reader_waiting(database):
    made = database(FIELD)
    with made.transaction():
        process = made.start()
        first = process.stdout.readline()
        slowest = 0.0
        end = time.monotonic() + 2
        while time.monotonic() < end:
            began = time.monotonic()
            made.value(READING)
            slowest = max(slowest, time.monotonic() - began)
    _, errors = process.communicate(timeout=60)
    assert "initiatives.9001_made: a lock is taken; again in" in first
    assert "idle in transaction" in first
    assert (process.returncode, errors, made.value(COLUMN)) == (0, "", 1)
    assert slowest < 1  # the lock timeout of the web server


def test_migration_that_never_gets_its_lock_ends_with_advice(database):
    made = database(FIELD, FIELD.replace('"made"', '"more"'))
    with made.transaction() as open_one:
        status, _, errors = made.run("--lock-seconds", "0.1", "--seconds", "2")
        assert status == 75
        assert "initiatives.9001_made did not get its lock within 2 s and is not applied" in errors
        assert f"process {open_one.info.backend_pid} (idle in transaction" in errors
        assert made.value(COLUMN) == 0
    assert made.run()[0] == 0


def test_index_that_was_left_half_made_is_made_again(database):
    made = database(FIELD, INDEX)
    with psycopg.connect(made.url, autocommit=True) as connection:
        connection.execute("ALTER TABLE initiatives_initiative ADD COLUMN made text DEFAULT '' NOT NULL")
        connection.execute("INSERT INTO django_migrations VALUES (DEFAULT, 'initiatives', '9001_made', now())")
    with made.transaction() as writer:
        writer.execute("UPDATE initiatives_initiative SET title = title WHERE false")
        status, _, errors = made.run("--seconds", "2")
        assert (status, "9002_made did not get its lock" in errors) == (75, True)
        assert made.value(VALID) is False
    assert made.run()[0] == 0
    assert made.value(VALID) is True


def test_two_that_migrate_at_once_wait_for_each_other(database):
    made = database(FIELD)
    with psycopg.connect(made.url, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        process = made.start()
        assert process.stdout.readline() == "Another process is migrating; waiting for it.\n"
        assert made.value(COLUMN) == 0
        assert made.run("--seconds", "1")[0] == 75
    process.communicate(timeout=60)
    assert (process.returncode, made.value(COLUMN)) == (0, 1)


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "veel"])
def test_seconds_that_make_no_sense_are_refused(database, seconds):
    status, _, errors = database(FIELD).run("--seconds", seconds)
    assert (status, "give a number of seconds" in errors) == (2, True)
