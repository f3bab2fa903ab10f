"""`manage.py backup` and `restore_drill`, on copies of the catalogue."""

import os
import signal
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from initiatives.backups import programs
from initiatives.backups.manifest import BackupError, backup_of, backups, last_backup
from initiatives.backups.tables import differing_rows, read_tables
from tests import databases

DATABASES = "SELECT count(*) FROM pg_database WHERE datname LIKE 'restore_drill_%'"

FEWER = ("--addresses", "12", "--seed", "1")


@dataclass
class Site:
    """A database and a folder for its backups."""

    url: str
    folder: Path

    def start(self, *arguments):
        environment = {**os.environ, "DATABASE_URL": self.url, "BACKUPS": str(self.folder)}
        command = [sys.executable, "manage.py", *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(command, cwd=databases.ROOT, env=environment, **pipes)

    def run(self, *arguments):
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=120)
        return process.returncode, output, errors

    def execute(self, statement):
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(statement)

    def restored_databases(self):
        with psycopg.connect(self.url) as connection:
            return connection.execute(DATABASES).fetchone()[0]


@pytest.fixture
def site(tmp_path):
    with databases.copy_of_catalogue(f"backups_{os.getpid()}") as url:
        yield Site(url, tmp_path / "backups")


@pytest.fixture
def backup(site):
    """The site with one backup."""
    assert site.run("backup")[0] == 0
    return last_backup(site.folder)


def test_backup_tells_what_is_in_it(site, backup):
    with psycopg.connect(site.url) as connection:
        (version,) = connection.execute("SELECT max(number) FROM initiatives_catalogueversion").fetchone()
        (initiatives,) = connection.execute("SELECT count(*) FROM initiatives_initiative").fetchone()
        assert backup.tables == read_tables(connection)
    assert backup.tables["public.initiatives_initiative"].rows == initiatives > 0
    assert (backup.catalogue_version, backup.size) == (version, backup.path.stat().st_size)
    assert backup_of(backup.path) == backup
    assert [stat.S_IMODE(path.stat().st_mode) for path in (site.folder, backup.path)] == [0o700, 0o600]


def test_backup_is_proven_by_restoring_it(site, backup):
    status, output, errors = site.run("restore_drill", *FEWER)
    assert (status, errors) == (0, "")
    assert "Differing rows: 0.\nDiffering addresses of 12: 0 (--seed 1).\n" in output
    assert site.restored_databases() == 0


def test_row_that_was_changed_in_the_dump_is_found(site, backup):
    """The manifest of one moment beside the dump of another."""
    site.execute("UPDATE initiatives_initiative SET title = 'Anders' WHERE slug = 'coronamaatjes-almere'")
    assert site.run("backup", site.folder / "later")[0] == 0
    later = last_backup(site.folder / "later")
    text = later.path.with_suffix(".json").read_text()
    for before, after in zip(later.tables.items(), backup.tables.items(), strict=True):
        text = text.replace(before[1].hash, after[1].hash)
    later.path.with_suffix(".json").write_text(text)
    status, output, errors = site.run("restore_drill", later.path, *FEWER)
    assert (status, "is not what was backed up" in errors) == (1, True)
    assert "  public.initiatives_initiative: 1 or more\n" in output
    assert site.restored_databases() == 0


def test_page_that_differs_is_found(site, backup):
    """A title that the version of the catalogue does not tell of, as if a row was restored otherwise."""
    site.execute("SET session_replication_role = replica; UPDATE initiatives_initiative SET title = title || ' anders'")
    status, output, _ = site.run("restore_drill", *FEWER)
    assert (status, "Differing rows: 0.\n" in output) == (1, True)
    assert "Differing addresses of 12: 0" not in output


def test_pages_of_a_catalogue_that_changed_are_only_asked_for(site, backup):
    site.execute("UPDATE initiatives_category SET name = name || ' anders'")
    status, output, _ = site.run("restore_drill", *FEWER)
    assert (status, "pages are only asked for, not compared" in output) == (0, True)


def test_damaged_dump_is_refused(site, backup):
    content = bytearray(backup.path.read_bytes())
    content[len(content) // 2] ^= 1
    backup.path.write_bytes(content)
    status, _, errors = site.run("restore_drill")
    assert (status, "is damaged" in errors) == (1, True)


def test_only_the_newest_backups_are_kept(site):
    for _ in range(3):
        assert site.run("backup", "--keep", "2")[0] == 0
        time.sleep(1.1)  # their names have seconds
    kept = backups(site.folder)
    assert len(kept) == 2
    names = {name for backup in kept for name in (backup.path.name, backup.path.with_suffix(".json").name)}
    assert {path.name for path in site.folder.iterdir()} == names | {".lock"}


def test_backup_that_fails_leaves_nothing_and_deletes_nothing(site, backup):
    site.execute("ALTER TABLE initiatives_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
    site.execute("CREATE ROLE backup_reader LOGIN IN ROLE pg_read_all_data")  # whom row security hides rows from
    reader = Site(site.url.replace("postgres@", "backup_reader@"), site.folder)
    try:
        status, _, errors = reader.run("backup", "--keep", "1")
    finally:
        site.execute("DROP ROLE backup_reader")
    assert (status, "pg_dump failed" in errors) == (1, True)
    assert [one.path for one in backups(site.folder)] == [backup.path]
    assert sorted(path.suffix for path in site.folder.iterdir()) == ["", ".dump", ".json"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_restored_database_is_dropped_when_the_drill_is_ended(site, backup, number):
    process = site.start("restore_drill")
    assert process.stdout.readline() == "Restored. Comparing rows ...\n"
    assert site.restored_databases() == 1
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode != 0
    assert site.restored_databases() == 0


def test_password_is_not_in_the_command(site):
    with psycopg.connect(site.url, password="geheim") as connection:
        assert "geheim" not in make_conninfo(**connection.info.get_parameters())
        assert connection.info.password == "geheim"


def test_program_of_another_version_is_refused():
    with pytest.raises(BackupError, match=r"pg_dump of PostgreSQL 9 is missing .*postgresql-client-9"):
        programs.find("pg_dump", 90_000)


def test_folder_without_backups_has_no_last_one(tmp_path):
    (tmp_path / "broken.json").write_text("{")
    assert last_backup(tmp_path) is None
    assert last_backup(tmp_path / "missing") is None


def test_hash_of_rows_sees_order_as_the_same_and_doubles_as_different():
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE one (a int, b text)")
        connection.execute("INSERT INTO one VALUES (1, 'x'), (2, NULL)")
        first = read_tables(connection)
        connection.execute("DELETE FROM one; INSERT INTO one VALUES (2, NULL), (1, 'x')")
        assert read_tables(connection) == first
        connection.execute("INSERT INTO one VALUES (1, 'x'), (1, 'x')")
        assert differing_rows(first, read_tables(connection)) == {"public.one": 2}
        connection.execute("DELETE FROM one; INSERT INTO one VALUES (1, 'x'), (2, '')")
        assert differing_rows(first, read_tables(connection)) == {"public.one": 1}
        connection.rollback()


def test_programs_get_only_what_the_address_names(site):
    """A newer libpq adds options of its own, which pg_dump of an older PostgreSQL refuses."""
    with psycopg.connect(site.url) as connection:
        place = conninfo_to_dict(programs.place_of(connection))
    assert place == {name: value for name, value in conninfo_to_dict(site.url).items() if name != "password"}
