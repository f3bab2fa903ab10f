"""A primary and replicas of it that follow by streaming, as servers have them; for tests and drills."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg

from catalogue.trial.postgres import Postgres, programs

# Nothing of it needs to survive a crash of the machine, only kills of processes.
QUICK = ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off", "SELECT pg_reload_conf()")
TIMEOUT = 30  # seconds in which a replica has what the primary has


def execute(server: Postgres, statement: str, *values: Any) -> Any:
    """Execute a statement and return the first value of its first row, if it has any."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        cursor = connection.execute(statement, values or None)
        return cursor.fetchone()[0] if cursor.description else None


def processes(server: Postgres) -> list[psutil.Process]:
    """The processes of a running server, the first of which started the others."""
    first = psutil.Process(server._pid())
    return [first, *first.children()]


def kill(server: Postgres) -> None:
    """End all processes of a running server at once, as when its machine fails; `start` starts it again."""
    killed = processes(server)
    for process in killed:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    server.child.wait(TIMEOUT)
    psutil.wait_procs(killed, TIMEOUT)


@dataclass(frozen=True)
class Replication:
    """Running servers; the replicas follow the primary."""

    primary: Postgres
    replicas: list[Postgres]

    @property
    def url(self) -> str:
        """For DATABASE_URL: all servers, of which the one that is the primary now is used."""
        hosts = ",".join(quote(str(server.socket), safe="") for server in (self.primary, *self.replicas))
        return f"postgresql://postgres@{hosts}/postgres?target_session_attrs=primary"

    @property
    def replica_urls(self) -> str:
        """For DATABASE_REPLICA_URLS."""
        return " ".join(replica.url for replica in self.replicas)

    def wait(self, *replicas: Postgres) -> None:
        """Wait until some replicas, or all of them, have replayed what the primary has now."""
        position, until = execute(self.primary, "SELECT pg_current_wal_lsn()"), time.monotonic() + TIMEOUT
        for replica in replicas or self.replicas:
            while not execute(replica, "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", position):
                assert time.monotonic() < until, f"{replica.folder.name} does not follow."
                time.sleep(0.01)

    def synchronous(self) -> None:
        """Let the primary acknowledge a commit when any one of the replicas has it."""
        names = ", ".join(replica.folder.name for replica in self.replicas)
        execute(self.primary, f"ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 ({names})'")
        execute(self.primary, "SELECT pg_reload_conf()")


@contextmanager
def replicated(folder: Path, fill: Callable[[str], None], replicas: int = 2) -> Iterator[Replication]:
    """Run a primary and replicas while the context lasts; all listen on Unix sockets only.

    Args:
        folder: exists; the data are in `primary`, `replica1`, `replica2` … in it.
        fill: fills the primary, given its address, before the replicas are made of it.
    """
    primary = Postgres(folder / "primary")
    running = [primary]
    try:
        primary.start()
        for statement in QUICK:
            execute(primary, statement)
        fill(primary.url)
        running += [make_replica(primary, folder / f"replica{number}") for number in range(1, replicas + 1)]
        yield Replication(primary, running[1:])
    finally:
        for server in reversed(running):
            server.stop()


def make_replica(primary: Postgres, folder: Path) -> Postgres:
    """Copy the data of a running server to a folder, and start a server there that follows it, by the folder's name."""
    folder.mkdir(mode=0o700)
    if primary.account:
        shutil.chown(folder, primary.account)
    command = [programs() / "pg_basebackup", "-d", primary.url, "-D", folder, "-R", "-X", "stream", "-c", "fast"]
    subprocess.run([*command, "--no-sync"], check=True, capture_output=True, **primary._identity())
    for lock in folder.glob(".s.PGSQL.*"):  # of the socket of the primary, which is in its folder
        lock.unlink()
    with (folder / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"cluster_name = '{folder.name}'\n")  # it is known by this name to the primary
        settings.write("synchronous_standby_names = ''\n")
        settings.write("wal_retrieve_retry_interval = '200ms'\n")  # it follows soon after the primary is back
    replica = Postgres(folder)
    replica.start()
    return replica
