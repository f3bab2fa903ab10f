"""The whole catalogue in a database, loaded once in a test run, and copies of it, which take a moment."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

from catalogue.trial.postgres import programs
from tests import template_cache
from tests.proof import IS_THOROUGH

SHARED = ("site",)  # what is added to the name of the template, for copies that nothing changes
ROOT = Path(__file__).resolve().parents[1]
COMMANDS = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_catalogue", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
"""


def run_folder() -> Path:
    """The folder that all processes of this test run share; static files are in it."""
    return Path(os.environ["VAR"])


def url_of(name: str) -> str:
    """The address of another database on the server of this test run."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def execute(statement: str, *names: str) -> None:
    """Execute a statement about databases, with their names for each `{}`."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(SQL(statement).format(*map(Identifier, names)))


def manage(database_url: str, *arguments: str | Path) -> None:
    """Run a Django command on a database."""
    environment = {**os.environ, "DATABASE_URL": database_url}
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def template() -> str:
    """The name of the database with the shipped fixtures.

    The first process that asks makes it, and collects the static files; the others wait for that.
    """
    name = run_folder().name
    with once_in_a_run("template") as is_first:
        if is_first:
            execute("CREATE DATABASE {}", name)
            fill(url_of(name))
    return name


def fill(url: str) -> None:
    """Load an empty database and collect the static files, or take both from an earlier run (template_cache.py)."""
    is_cached = (run_folder() / "postgres").exists() and not IS_THOROUGH  # another server may need other programs
    if is_cached and template_cache.restore(url, run_folder()):
        return
    manage(url, "shell", "-v0", "-c", COMMANDS)
    if is_cached:
        template_cache.store(url, run_folder())


def copy_to(url: str) -> None:
    """Fill an empty database on another server with the shipped fixtures."""
    dump = run_folder() / "template.dump"
    with once_in_a_run("dump") as is_first:
        if is_first:
            command = [programs() / "pg_dump", "--format=custom", "--compress=none", "--file", dump]
            subprocess.run([*command, url_of(template())], check=True)
    subprocess.run([programs() / "pg_restore", "--exit-on-error", "--dbname", url, dump], check=True)


@contextmanager
def once_in_a_run(name: str) -> Iterator[bool]:
    """Hold a lock; yields whether no other process of this run was here before, unless it failed."""
    done = run_folder() / f"{name}.done"
    with open(run_folder() / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not done.exists()
        done.touch()


def drop_shared() -> None:
    """Drop the databases that all processes of this run share."""
    for name in ("", *SHARED):
        execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", f"{run_folder().name}{name}")


@contextmanager
def copy_of_catalogue(name: str) -> Iterator[str]:
    """A database of its own for what serves or changes the catalogue outside a transaction; yields its address."""
    execute("CREATE DATABASE {} TEMPLATE {}", name, template())
    try:
        yield url_of(name)
    finally:
        execute("DROP DATABASE {} WITH (FORCE)", name)
