"""Three machines with PostgreSQL, of which one is the primary, and HAProxy in front of them."""

import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg

from tests.cluster.haproxy import HOST, HAProxy
from tests.cluster.machine import PASSWORD, Machine
from tests.cluster.network import Network
from tests.cluster.processes import open_python
from tests.cluster.relay import Relay
from tests.cluster.waiting import wait_until

NAME = "catalogue"  # of the database and of its owner
JOINING = 90  # seconds in which a machine joins the others, and at most is copied anew
NUMBERS = (1, 2, 3)


class Databases:
    """Attributes:
    machines: the three. `relay`: the cables between them.
    """

    def __init__(self, folder: Path, data: dict[int, Path] | None = None) -> None:
        """Args:
        folder: of the cluster; ordinary users can enter it.
        data: folders for the data of PostgreSQL, by the number of the machine, instead of one in `folder`.
        """
        open_python()
        network, data = Network.unused(), data or {}
        self.machines = [Machine(number, network, folder, data.get(number)) for number in NUMBERS]
        self.relay = Relay(
            {network.relay(machine.number): machine.address for machine in self.machines},
            [machine.name for machine in self.machines],
        )
        self.proxy = HAProxy(network, folder)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run all of it while the context lasts; it is stopped in the opposite order, also when a start fails."""
        with ExitStack() as stack:
            stack.callback(self.relay.stop)
            self.relay.start()
            for machine in self.machines:
                stack.callback(machine.etcd.stop)
                machine.etcd.launch()
            for machine in self.machines:
                machine.etcd.wait()
            stack.callback(self._stop)
            for machine in self.machines:
                machine.patroni.launch()
            for machine in self.machines:
                machine.patroni.wait(JOINING)
            self.wait_until_whole()
            stack.callback(self.proxy.process.stop)
            self.proxy.process.start()
            self._make_database()
            wait_until(self.is_open, JOINING, "HAProxy does not lead to the primary", self.proxy.process.log)
            yield

    def _stop(self) -> None:
        """Stop the primary first, while the others acknowledge its last writes; then these."""
        primary = self.primary
        for machine in sorted(self.machines, key=lambda machine: machine is not primary):
            machine.stop()

    def _make_database(self) -> None:
        with self.leader().connect() as connection:
            connection.execute(f"CREATE ROLE {NAME} LOGIN PASSWORD '{PASSWORD}'")
            connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")

    def is_open(self) -> bool:
        """Return whether HAProxy leads to a database."""
        with suppress(psycopg.Error), psycopg.connect(self.url()):
            return True
        return False

    # Addresses for the application

    def url(self) -> str:
        """Return the address that leads to the primary by way of HAProxy."""
        return f"postgresql://{NAME}:{PASSWORD}@{HOST}:{self.proxy.primary}/{NAME}"

    def replica_urls(self) -> list[str]:
        """Return the address of each machine, since any can be a replica: a reader must know which one it has read."""
        return [f"postgresql://{NAME}:{PASSWORD}@{machine.address}:5432/{NAME}" for machine in self.machines]

    def url_of_all(self) -> str:
        """Return the address with which libpq itself looks for the primary among all machines."""
        hosts = ",".join(f"{machine.address}:5432" for machine in self.machines)
        return f"postgresql://{NAME}:{PASSWORD}@{hosts}/{NAME}?target_session_attrs=primary"

    # Which machine does what

    @property
    def primary(self) -> Machine | None:
        """The machine that is the primary, by what each Patroni says; None while there is none."""
        with ThreadPoolExecutor(len(self.machines)) as pool:
            roles = pool.map(Machine.role, self.machines)
            return next((found for found, role in zip(self.machines, roles, strict=True) if role == "primary"), None)

    def leader(self) -> Machine:
        """Return the primary, waiting for one if need be."""
        end = time.monotonic() + JOINING
        while (machine := self.primary) is None:
            if time.monotonic() > end:
                raise AssertionError("No machine is the primary.")
            time.sleep(0.1)
        return machine

    def replicas(self) -> list[Machine]:
        primary = self.leader()
        return [machine for machine in self.machines if machine is not primary]

    def wait_until_whole(self, seconds: float = JOINING) -> float:
        """Return the seconds until there is a primary to which both others are replicas that acknowledge."""
        return wait_until(self._is_whole, seconds, "The cluster is not whole")

    def _is_whole(self) -> bool:
        with suppress(psycopg.Error):
            if primary := self.primary:
                with primary.connect() as connection:
                    sql = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'quorum'"
                    return connection.execute(sql).fetchone()[0] == len(self.machines) - 1
        return False

    def configure(self, lines: Iterable[str]) -> None:
        """Change settings of Patroni, such as `loop_wait: 1`, for all machines, and wait until each has them."""
        settings = [word for line in lines for word in ("-s", line.replace(": ", "="))]
        self.patronictl("edit-config", "--force", *settings)
        time.sleep(2 * max(int(line.split()[1]) for line in lines))

    def switch_over(self, candidate: Machine) -> None:
        """Make another machine the primary, in order, unless it is."""
        leader = self.leader()
        if leader is not candidate:
            names = ["--leader", leader.name, "--candidate", candidate.name]
            self.patronictl("switchover", NAME, "--force", *names)
            wait_until(lambda: self.primary is candidate, JOINING, f"{candidate.name} is not the primary")

    def patronictl(self, *arguments: str, typed: str | None = None) -> str:
        """Run patronictl, as on the first machine; returns its output, raises CalledProcessError.

        Args:
            typed: answers to its questions, a line each.
        """
        machine = self.machines[0]
        program = Path(sys.executable).with_name("patronictl")
        command = [program, "-c", machine.configuration, *arguments]
        done = subprocess.run(command, env=machine.environment, input=typed, capture_output=True, text=True, check=True)
        return done.stdout
