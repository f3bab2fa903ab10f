"""Restores a backup into a database of its own, compares it with what it was made of, and drops it."""

import os
import secrets
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier, Literal

from initiatives.backups import asking, manifest, programs
from initiatives.backups.manifest import Backup, BackupError
from initiatives.backups.tables import differing_rows, read_tables

NAME = "restore_drill_"  # with some random letters
LOCALE = "SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()"
CREATE = SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE {} LC_CTYPE {}")
DROP = SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")


@dataclass(frozen=True)
class Outcome:
    """What a restored backup showed.

    Attributes:
        rows: the least number of differing rows, by table.
        asked: the addresses that were asked.
        addresses: those that differ from the live site, or failed where that has changed meanwhile.
        is_compared: whether the live catalogue is that of the backup, so that contents could be compared.
    """

    rows: dict[str, int]
    asked: list[str]
    addresses: list[str]
    is_compared: bool

    @property
    def is_right(self) -> bool:
        return not self.rows and not self.addresses


def prove(
    backup: Backup, live_url: str, server_url: str, number: int, seed: int, say: Callable[[str], None]
) -> Outcome:
    """Restore a backup, compare its rows with the manifest, and its pages with the live site.

    Args:
        live_url: of the live database, which is only read.
        server_url: of a database on the server where the new one is made.
        number, seed: of the addresses, and for drawing them.
        say: takes lines of progress.

    Raises:
        BackupError: the backup is damaged, or cannot be restored.
    """
    if manifest.digest(backup.path) != backup.sha256:
        raise BackupError(f"{backup.path} is damaged: its SHA-256 is not that of the manifest.")
    with _restored(backup, server_url) as url:
        say("Restored. Comparing rows ...")
        with psycopg.connect(url) as connection:
            rows = differing_rows(backup.tables, read_tables(connection))
        say("Asking the site ...")
        live = asking.draw(live_url, number, seed)
        restored = asking.ask(url, list(live.by_address))
    is_compared = live.version == restored.version == backup.catalogue_version
    wrong = [
        path for path, answer in restored.by_address.items() if not _is_as(answer, live.by_address[path], is_compared)
    ]
    return Outcome(rows, list(live.by_address), wrong, is_compared)


def _is_as(answer: tuple[int, str], expected: tuple[int, str], is_compared: bool) -> bool:
    """Whether an answer is right: the same as expected, or not a failure where the catalogue is another one."""
    return answer == expected if is_compared else answer[0] < 500


@contextmanager
def _restored(backup: Backup, server_url: str) -> Iterator[str]:
    """Make a database of a backup; yields its address, and drops it whatever happens."""
    name = NAME + secrets.token_hex(6)
    url = urlsplit(server_url)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server_url, autocommit=True) as server:
        program = programs.find("pg_restore", server.info.server_version)
        locale = server.execute(LOCALE).fetchone() or ("C", "C")
        try:
            server.execute(CREATE.format(Identifier(name), *map(Literal, locale)))
            _pg_restore(str(program), backup, url)
            yield url
        finally:
            _drop(server_url, name)


def _pg_restore(program: str, backup: Backup, url: str) -> None:
    with psycopg.connect(url) as connection:
        secret = {"PGPASSWORD": connection.info.password} if connection.info.password else {}
        place = programs.place_of(connection)
    options = ["--exit-on-error", "--no-owner", "--no-privileges", "--no-password", "--dbname", place]
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own)
        [program, *options, str(backup.path)], env=os.environ | secret, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"pg_restore failed: {done.stderr.strip()}")


def _drop(server_url: str, name: str) -> None:
    """Drop the database over a connection of its own: the other one may be gone."""
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(DROP.format(Identifier(name)))
