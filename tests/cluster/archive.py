"""pgBackRest in a cluster: the machines share an archive, from which all of them are made again."""

import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from tests.cluster.databases import JOINING, NAME, Databases
from tests.cluster.machine import PASSWORD, SOCKETS, Machine
from tests.cluster.network import DEPLOY, write
from tests.cluster.processes import identity, own
from tests.cluster.waiting import wait_until

DATA = "/var/lib/postgresql/15/main"
MOMENT, LATEST = "2026-12-02 14:02:59+01", "target-timeline: latest"
OF_A_MOMENT = ("type:", "target:", "target-action:")  # lines of restore.yml


class Archive:
    """Attributes:
    repository: the folder with backups and write-ahead log.
    """

    def __init__(self, cluster: Databases, folder: Path) -> None:
        """Args:
        folder: of the whole cluster.
        """
        self._cluster, self.repository = cluster, own(folder / "repository")

    # As "To a point in time" in docs/operations.md

    def start(self) -> None:
        """Let all machines archive."""
        for machine in self._cluster.machines:
            write(machine.folder / "pgbackrest.conf", self._written(machine))
        self.pgbackrest("stanza-create")
        for machine in self._cluster.machines:
            write(machine.configuration / "archive.yml", (DEPLOY / "patroni" / "archive.yml").read_text())
            machine.patroni.process.send_signal(signal.SIGHUP)
        wait_until(self._is_on, JOINING, "A machine does not archive")
        self.pgbackrest("check")

    def _written(self, machine: Machine) -> str:
        text = (DEPLOY / "pgbackrest" / "pgbackrest.conf").read_text()
        places = {"/var/lib/pgbackrest": self.repository, "/var/log/pgbackrest": own(machine.folder / "log")}
        places |= {"/tmp/pgbackrest": machine.folder / "locks", DATA: machine.data, SOCKETS: machine.folder}
        for written, place in places.items():
            assert f"={written}\n" in text
            text = text.replace(f"={written}\n", f"={place}\n")
        return text

    def _is_on(self) -> bool:
        return all(_archives(machine) for machine in self._cluster.machines)

    def pgbackrest(self, *arguments: str) -> None:
        """Run a command of pgBackRest on the primary; raises CalledProcessError."""
        machine = self._cluster.leader()
        environment = {**machine.environment, "PGUSER": "postgres", "PGPASSWORD": PASSWORD}
        command = ["pgbackrest", "--stanza=catalogue", *arguments]
        subprocess.run(command, cwd=machine.folder, env=environment, check=True, **identity())

    # As "All three machines to a point in time"

    def set_aside(self) -> None:
        """Stop all machines in order, forget the cluster in etcd, and move its data away."""
        leader = self._cluster.leader()
        for machine in [*self._cluster.replicas(), leader]:
            machine.stop()
        self._cluster.patronictl("remove", NAME, typed=f"{NAME}\nYes I am aware\n{leader.name}\n")
        for machine in self._cluster.machines:
            _empty(machine.data)

    def lose(self) -> None:
        """Kill all machines at once and lose their disks, also those of etcd, which starts empty."""
        for machine in self._cluster.machines:
            machine.kill()
        for machine in self._cluster.machines:
            _empty(machine.data)
            _empty(machine.folder / "etcd")
        for machine in self._cluster.machines:
            machine.etcd.launch()
        for machine in self._cluster.machines:
            machine.etcd.wait()

    def restore(self, first: Machine, moment: str | None, timeline: int | None = None) -> float:
        """Make one machine from the archive, and let the others copy it.

        Args:
            moment: a time; all that was archived if None.
            timeline: that has the moment; the latest one if None.

        Returns:
            The seconds until all machines take part, and HAProxy leads to the primary.
        """
        began = time.monotonic()
        configuration = write(first.configuration / "restore.yml", _restoring(moment, timeline))
        first.patroni.launch()
        first.patroni.wait(JOINING)
        wait_until(lambda: first.role() == "primary", JOINING, f"{first.name} is not the primary", first.patroni.log)
        configuration.unlink()
        for machine in self._cluster.machines:
            if machine is not first:
                machine.patroni.launch()
        self._cluster.wait_until_whole()
        wait_until(self._cluster.is_open, JOINING, "HAProxy does not lead to the primary")
        return time.monotonic() - began


def _archives(machine: Machine) -> bool:
    with suppress(psycopg.Error), machine.connect() as connection:
        return "pgbackrest" in connection.execute("SHOW archive_command").fetchone()[0]
    return False


def _empty(folder: Path) -> None:
    """Lose what is in a folder."""
    shutil.rmtree(folder)
    own(folder)


def _restoring(moment: str | None, timeline: int | None) -> str:
    """Return restore.yml for a moment."""
    text = (DEPLOY / "patroni" / "restore.yml").read_text()
    assert MOMENT in text
    assert LATEST in text
    if moment is None:
        lines = text.splitlines(keepends=True)
        return "".join(line for line in lines if not line.strip().startswith(OF_A_MOMENT))
    return text.replace(MOMENT, moment).replace(LATEST, f"target-timeline: {timeline}" if timeline else LATEST)
