"""pg_dump and pg_restore of the server's own major version; another one may write what the server cannot read."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from initiatives.backups.manifest import BackupError

DEBIAN = "/usr/lib/postgresql/{}/bin"
# What libpq itself adds to a connection since version 16; programs of an older PostgreSQL refuse it.
ADDED = {"sslcertmode": "allow"}


def find(name: str, server_version: int) -> Path:
    """Return the path of a program of PostgreSQL.

    Args:
        name: such as pg_dump.
        server_version: as libpq says it, such as 180006.

    Raises:
        BackupError: there is none of this major version.
    """
    major, others = server_version // 10_000, set()
    for folder in _folders(major):
        if (program := folder / name).exists():
            if (version := _major_version(program)) == major:
                return program
            others.add(version)
    available = f" (there is {', '.join(map(str, sorted(others)))})" if others else ""
    raise BackupError(
        f"{name} of PostgreSQL {major} is missing{available}: install Debian's postgresql-client-{major}, or put the "
        f"programs of PostgreSQL {major} in PATH."
    )


def place_of(connection: psycopg.Connection) -> str:
    """Return where a connection leads, without its password, for a program that may be older than our libpq."""
    parameters = connection.info.get_parameters()
    return make_conninfo(**{name: value for name, value in parameters.items() if ADDED.get(name) != value})


def _folders(major: int) -> Iterator[Path]:
    yield Path(DEBIAN.format(major))
    yield from map(Path, filter(None, os.environ.get("PATH", "").split(os.pathsep)))
    with suppress(ModuleNotFoundError):  # the PostgreSQL of `make run`, which a server does not have
        from catalogue.trial.postgres import programs

        yield programs()


def _major_version(program: Path) -> int:
    """Return the version that a program names; 0 if it does not."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 (found above)
    version = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(version[1]) if version else 0
