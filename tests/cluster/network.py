"""A network of the loopback interface: each machine of deploy/ has an address of its own, with the usual ports."""

import random
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.databases import ROOT

DEPLOY = ROOT / "deploy"
WRITTEN = "10.0.0."  # the network in the files of deploy/
FIRST = 10  # machine 1 has the address that ends in 11
RELAY = 20  # PostgreSQL of machine 1 is reached by the other machines at the address that ends in 21


@dataclass(frozen=True)
class Network:
    """A network of 256 addresses; `prefix` is the beginning of each, such as `127.83.4.`."""

    prefix: str

    @classmethod
    def unused(cls) -> "Network":
        """Return one that nobody uses now: a lock on a port of it holds off other clusters."""
        while True:
            network = cls(f"127.{random.randint(1, 254)}.{random.randint(1, 254)}.")
            with suppress(OSError), socket.socket() as probe:
                probe.bind((network.address(1), 5432))
                return network

    def address(self, machine: int) -> str:
        """Return the address of a machine, from 1."""
        return f"{self.prefix}{FIRST + machine}"

    def relay(self, machine: int) -> str:
        """Return the address at which the other machines reach the PostgreSQL of a machine."""
        return f"{self.prefix}{RELAY + machine}"

    def written(self, path: str) -> str:
        """Return the text of a file in deploy/ with the addresses of this network.

        All of them come from 127.0.0.1, so that PostgreSQL must let that in.
        """
        text = (DEPLOY / path).read_text()
        return text.replace(f"{WRITTEN}0/24", "127.0.0.0/8").replace(WRITTEN, self.prefix)

    def variables(self, path: str, machine: int) -> dict[str, str]:
        """Return the variables of an .env file of deploy/, which is that of machine 1, for another one."""
        lines = (line for line in self.written(path).splitlines() if "=" in line and not line.startswith("#"))
        read = dict(line.split("=", 1) for line in lines)
        return {name: self._moved(name, value, machine) for name, value in read.items()}

    def _moved(self, name: str, value: str, machine: int) -> str:
        if name == "ETCD_INITIAL_CLUSTER":
            return value
        return value.replace("db1", f"db{machine}").replace(self.address(1), self.address(machine))


def filled(variables: Mapping[str, str], value: str) -> dict[str, str]:
    """Return variables in which those that are empty have a value: the passwords, of which none is written."""
    return {name: found or value for name, found in variables.items()}


def listens(address: str, port: int) -> bool:
    """Return whether something takes connections there."""
    with suppress(OSError), socket.create_connection((address, port), timeout=1):
        return True
    return False


def write(path: Path, text: str) -> Path:
    """Write a file that every user can read."""
    path.write_text(text)
    path.chmod(0o644)
    return path
