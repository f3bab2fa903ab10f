"""Makes a backup: a dump by pg_dump and its manifest, of one moment."""

import fcntl
import os
import subprocess
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings

from catalogue.database import connect
from initiatives.backups import manifest, programs
from initiatives.backups.manifest import DUMP, MANIFEST, Backup, BackupError, backups
from initiatives.backups.tables import read_tables

UNFINISHED = ".unfinished"
BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
VERSION = "SELECT coalesce(max(number), 0) FROM initiatives_catalogueversion"
MIGRATION = "SELECT max(name) FROM django_migrations WHERE app = 'initiatives'"
SNAPSHOT = "SELECT pg_export_snapshot()"
LOCK_WAIT = "60s"  # for which pg_dump waits behind a migration


def make_backup(folder: Path, keep: int) -> Backup:
    """Make a backup of the database, and delete the oldest ones.

    Args:
        folder: for the backups; it is made, readable by its owner only.
        keep: how many remain.

    Raises:
        BackupError: it could not be made; nothing of it remains, and no other is deleted.
    """
    with _own_folder(folder), connect() as connection:
        began, made = time.monotonic(), datetime.now(UTC)
        path = folder / f"catalogue-{made:%Y%m%dT%H%M%SZ}{DUMP}"
        unfinished = path.with_suffix(UNFINISHED)
        try:
            backup = _dump(connection, unfinished, made)
            _settle(unfinished, path)
            backup = replace(backup, path=path, seconds=round(time.monotonic() - began, 1))
            unfinished.write_text(manifest.dump(backup))
            _settle(unfinished, path.with_suffix(MANIFEST))
        finally:
            unfinished.unlink(missing_ok=True)
        _delete_oldest(folder, keep)
        return backup


@contextmanager
def _own_folder(folder: Path) -> Iterator[None]:
    """Make the folder, and be the only one that makes a backup in it; deletes what a killed one left."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    except OSError as error:
        raise BackupError(f"Cannot write in {folder} ({error.strerror}).") from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Another backup is being made in {folder}.") from None
        for path in folder.glob(f"*{UNFINISHED}"):
            path.unlink()
        yield


def _dump(connection: psycopg.Connection, path: Path, made: datetime) -> Backup:
    """Let pg_dump write the rows of this moment to a file, and read the hashes of the same rows meanwhile."""
    server = connection.info.server_version
    connection.execute(BEGIN)
    version, migration, snapshot = (_text(connection, query) for query in (VERSION, MIGRATION, SNAPSHOT))
    with _pg_dump(connection, snapshot, path):
        tables = read_tables(connection)
    release = f"{_software_version()} {migration}".strip()
    size, sha256 = path.stat().st_size, manifest.digest(path)
    return Backup(path, made, 0, size, sha256, release, int(version), server, tables)


@contextmanager
def _pg_dump(connection: psycopg.Connection, snapshot: str, path: Path) -> Iterator[None]:
    """Write a dump to a new file, which is complete when the context has ended; raises BackupError."""
    program = programs.find("pg_dump", connection.info.server_version)
    options = ["--format=custom", "--no-password", f"--snapshot={snapshot}", f"--lock-wait-timeout={LOCK_WAIT}"]
    command = [str(program), *options, "--dbname", programs.place_of(connection)]
    # Not in the command, which every account of the machine can see.
    secret = {"PGPASSWORD": connection.info.password} if connection.info.password else {}
    with (
        open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
        subprocess.Popen(  # noqa: S603 (PostgreSQL's own)
            command, stdout=file, stderr=subprocess.PIPE, text=True, env=os.environ | secret
        ) as process,
    ):
        try:
            yield
        except BaseException:
            process.terminate()
            raise
        _, errors = process.communicate()
    if process.returncode:
        raise BackupError(f"pg_dump failed: {errors.strip()}")


def _text(connection: psycopg.Connection, query: str) -> str:
    row = connection.execute(query.encode()).fetchone()
    return str(row[0]) if row and row[0] is not None else ""


def _software_version() -> str:
    """Return the version in pyproject.toml; empty where that is not installed."""
    path = settings.BASE_DIR / "pyproject.toml"
    return tomllib.loads(path.read_text())["project"]["version"] if path.exists() else ""


def _settle(unfinished: Path, path: Path) -> None:
    """Give a file its name when its content is on disk, whatever happens to the machine next."""
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _delete_oldest(folder: Path, keep: int) -> None:
    for backup in backups(folder)[:-keep]:
        backup.path.with_suffix(MANIFEST).unlink()  # first: a manifest promises a dump
        backup.path.unlink()
