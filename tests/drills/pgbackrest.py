"""Debian's PostgreSQL and pgBackRest on one machine, with the configuration of deploy/pgbackrest."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from tests import debian
from tests.databases import ROOT

VERSION = 15
PROGRAMS = Path(f"/usr/lib/postgresql/{VERSION}/bin")
CONFIGURATION = ROOT / "deploy" / "pgbackrest"
ACCOUNT = "postgres"  # of Debian's package, for who is root, as which PostgreSQL does not run
TIMEOUT = 60  # seconds, for a start with recovery


class Instance:
    """A PostgreSQL server whose write-ahead log is archived; nothing of it listens on the network.

    Attributes:
        data: its folder.
        url: for psycopg.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self._process = folder, folder / "data", None
        self.url = f"postgresql://{ACCOUNT}@/postgres?host={folder}"
        self._identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            account = pwd.getpwnam(ACCOUNT)
            self._identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            os.chown(folder, account.pw_uid, account.pw_gid)
        self._environment = os.environ | {"PGBACKREST_CONFIG": str(folder / "pgbackrest.conf")}

    def make(self) -> None:
        """Make the data and the configuration, start, and prepare the repository."""
        self._run(PROGRAMS / "initdb", "-D", self.data, "-U", ACCOUNT, "--auth=trust", "--encoding=UTF8")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write((CONFIGURATION / "postgresql.conf").read_text() + "listen_addresses = ''\n")
        text = (CONFIGURATION / "pgbackrest.conf").read_text()
        for name, place in self._places().items():
            assert name in text
            text = text.replace(name, place)
        (self.folder / "pgbackrest.conf").write_text(text)
        self.start()
        self.pgbackrest("stanza-create")

    def _places(self) -> dict[str, str]:
        """What is elsewhere on a server."""
        return {
            "/var/lib/pgbackrest": f"{self.folder}/repository",
            "/var/log/pgbackrest": f"{self.folder}/log",
            "/tmp/pgbackrest": f"{self.folder}/locks",
            f"/var/lib/postgresql/{VERSION}/main": str(self.data),
            "/var/run/postgresql": str(self.folder),
        }

    def start(self) -> None:
        """Start, and wait until it takes writes."""
        with (self.folder / "postgres.log").open("a") as log:
            self._process = subprocess.Popen(
                [PROGRAMS / "postgres", "-D", self.data, "-k", self.folder],
                stdout=log,
                stderr=log,
                env=self._environment,
                **self._identity,
            )
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end and self._process.poll() is None:
            with suppress(psycopg.OperationalError), psycopg.connect(self.url) as connection:
                if connection.execute("SELECT NOT pg_is_in_recovery()").fetchone()[0]:
                    return
            time.sleep(0.1)
        raise AssertionError((self.folder / "postgres.log").read_text()[-2_000:])

    def stop(self) -> None:
        """End it as PostgreSQL calls fast."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(2)
            self._process.wait(TIMEOUT)

    def pgbackrest(self, command: str, *options: str) -> None:
        """Run a command of pgBackRest on this server; raises CalledProcessError."""
        self._run("pgbackrest", "--stanza=catalogue", *options, command)

    def lose_and_restore(self, *options: str) -> None:
        """Lose the server with its disk, and restore it.

        Args:
            options: which moment, as `pgbackrest restore` takes it.
        """
        self.pgbackrest(
            "check"
        )  # waits until the last transactions are archived: `archive_timeout` does that otherwise
        self.stop()
        shutil.rmtree(self.data)
        self.data.mkdir(mode=0o700)
        if self._identity:
            os.chown(self.data, self._identity["user"], self._identity["group"])
        self.pgbackrest("restore", *options)
        self.start()

    def _run(self, *command: str | Path) -> None:
        done = subprocess.run(
            command, env=self._environment, cwd=self.folder, capture_output=True, text=True, **self._identity
        )
        if done.returncode:
            print(done.stdout + done.stderr, flush=True)
        done.check_returncode()


@contextmanager
def archived() -> Iterator[Instance]:
    """Run a server with an archive while the context lasts."""
    install()
    with tempfile.TemporaryDirectory(prefix="catalogue-pgbackrest-") as folder:
        instance = Instance(Path(folder))
        try:
            instance.make()
            yield instance
        finally:
            instance.stop()


def is_installed() -> bool:
    return (PROGRAMS / "postgres").exists() and shutil.which("pgbackrest") is not None


def install() -> None:
    """Install Debian's packages where that is allowed, without a server of their own; stops if they are missing."""
    if not is_installed():
        marker = Path("/etc/postgresql-common/createcluster.conf")
        if os.geteuid() == 0 and not marker.exists():
            marker.parent.mkdir(exist_ok=True)
            marker.write_text("create_main_cluster = false\n")
        debian.install("--no-install-recommends", f"postgresql-{VERSION}", "pgbackrest")
    if not is_installed():
        sys.exit(f"PostgreSQL {VERSION} or pgBackRest is missing: apt-get install postgresql-{VERSION} pgbackrest.")


if __name__ == "__main__":
    install()
