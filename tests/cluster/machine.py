"""A machine of the cluster: etcd, and PostgreSQL under Patroni, on an address of its own."""

import json
import os
import secrets
import signal
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psutil
import psycopg
from psycopg.conninfo import make_conninfo

from tests.cluster.network import Network, filled, listens, write
from tests.cluster.processes import Process, own
from tests.cluster.programs import postgresql
from tests.cluster.waiting import wait_until

PASSWORD = secrets.token_hex(16)  # of all accounts in PostgreSQL and Patroni: it lasts as long as the process
PATRONI = "patroni/patroni.yml"
# As Patroni's file recommends for a quick failover; a cluster also starts in a third of the time.
DEFAULT, TUNED = ("loop_wait: 10", "retry_timeout: 5"), ("loop_wait: 1", "retry_timeout: 3")
SOCKETS = "/var/run/postgresql"


class Machine:
    """Attributes:
    number: from 1. `name`: such as `db1`.
    address: on the loopback interface.
    configuration: the folder of Patroni's configuration.
    """

    def __init__(self, number: int, network: Network, folder: Path, data: Path | None = None) -> None:
        """Args:
        folder: of the whole cluster.
        data: for the data of PostgreSQL, when it is not to be in `folder`.
        """
        self.number, self.name, self.address = number, f"db{number}", network.address(number)
        self.folder = own(folder / self.name)
        self.data = own(data or self.folder / "data")
        patroni = self._variables(network)
        self.configuration = own(self.folder / "patroni")
        write(self.configuration / "patroni.yml", self._written(network))
        home = {"HOME": str(self.folder), "PGBACKREST_CONFIG": f"{self.folder}/pgbackrest.conf"}
        self.environment = {**_without_patroni(), **patroni, **home}
        command = [sys.executable, "-m", "patroni", self.configuration]
        self.patroni = Process(self.name, command, folder, self._is_running, self.environment, is_ordinary=True)
        own(self.folder / "etcd")
        etcd = {**os.environ, **network.variables("etcd/etcd.env", number), "ETCD_DATA_DIR": f"{self.folder}/etcd"}
        is_up = partial(listens, self.address, 2379)
        self.etcd = Process(f"etcd{number}", ["etcd"], folder, is_up, etcd, is_ordinary=True)

    def _written(self, network: Network) -> str:
        text = network.written(PATRONI).replace(SOCKETS, str(self.folder))
        for default, tuned in zip(DEFAULT, TUNED, strict=True):
            text = text.replace(default, tuned)
        return text

    def _variables(self, network: Network) -> dict[str, str]:
        written = filled(network.variables("patroni/patroni.env", self.number), PASSWORD)
        return written | {
            "PATRONI_POSTGRESQL_CONNECT_ADDRESS": f"{network.relay(self.number)}:5432",
            "PATRONI_POSTGRESQL_DATA_DIR": str(self.data),
            "PATRONI_POSTGRESQL_BIN_DIR": str(postgresql()),
        }

    # What Patroni says of it

    def role(self) -> str:
        """Return `primary`, `replica` or another word of Patroni; empty when it does not answer or does not run."""
        status = self.status()
        return str(status.get("role", "")) if status.get("state") == "running" else ""

    def status(self) -> dict:
        """Return what Patroni says at /patroni; empty when it does not answer."""
        try:
            with urlopen(f"http://{self.address}:8008/patroni", timeout=2) as response:
                return json.load(response)
        except HTTPError as error:
            with error, suppress(ValueError):
                return json.load(error)
        except (URLError, OSError, ValueError):
            pass
        return {}

    def _is_running(self) -> bool:
        return bool(self.role())

    def connect(self, database: str = "postgres", **options: str | int) -> psycopg.Connection:
        """Connect to its PostgreSQL as superuser, not by way of Patroni, with autocommit."""
        words = {"user": "postgres", "password": PASSWORD, "dbname": database, "connect_timeout": 3, **options}
        return psycopg.connect(make_conninfo(host=self.address, port=5432, **words), autocommit=True)

    # What happens to it

    @property
    def postgres(self) -> list[psutil.Process]:
        """PostgreSQL: its first process, and the others, while they run."""
        with suppress(OSError, ValueError, psutil.NoSuchProcess):
            first = psutil.Process(int((self.data / "postmaster.pid").read_text().partition("\n")[0]))
            if first.name() == "postgres":
                return [first, *first.children(recursive=True)]
        return []

    def kill_postgres(self) -> None:
        """Kill PostgreSQL; Patroni goes on."""
        _send(self.postgres, signal.SIGKILL)

    def kill_services(self) -> None:
        """Kill Patroni and PostgreSQL, and start Patroni again after a second, as its systemd unit does."""
        postgres = self.postgres
        self.patroni.kill()
        _send(postgres, signal.SIGKILL)

    def freeze(self) -> None:
        """Let the machine say nothing any more: its connections stay open, and nobody hears of it."""
        processes = [*self.patroni.tree, *self.postgres, *self.etcd.tree]
        _send(processes, signal.SIGSTOP)

    def kill(self) -> None:
        """Kill all that runs on it."""
        processes = self.postgres
        self.patroni.kill()
        _send(processes, signal.SIGKILL)
        self.etcd.kill()
        psutil.wait_procs(processes, 10)

    def start_again(self) -> None:
        """Start the machine after `kill`: it joins the others."""
        self.etcd.launch()
        self.patroni.launch()

    def stop(self) -> None:
        """Stop Patroni, which stops PostgreSQL; what does not end is killed."""
        postgres = self.postgres
        self.patroni.stop()
        _, alive = psutil.wait_procs(postgres, 10)
        _send(alive, signal.SIGKILL)

    def wait_for_postgres(self, seconds: float = 60) -> float:
        return wait_until(self._is_running, seconds, f"{self.name} does not run", self.patroni.log)


def _send(processes: list[psutil.Process], number: int) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def _without_patroni() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PATRONI_", "PG"))}
