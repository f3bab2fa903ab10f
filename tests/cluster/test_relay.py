"""The cables between machines hold back what they must, and nothing else."""

import socket
import threading
from contextlib import closing

import pytest

from tests.cluster import relay
from tests.cluster.network import Network
from tests.cluster.relay import Relay

GREETING = b"\0\0\0\x08user\0replicator\0application_name\0%s\0"


@pytest.fixture
def network(monkeypatch):
    """A network with a machine that sends back what it gets; yields the relay and the address in front of it."""
    network = Network.unused()
    server = socket.create_server((network.address(1), relay.PORT))
    threading.Thread(target=_echo, args=(server,), daemon=True).start()
    cables = Relay({network.relay(1): network.address(1)}, ["db2", "db3"])
    cables.start()
    yield cables, network
    cables.stop()
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def _echo(server):
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=_send_back, args=(connection,), daemon=True).start()


def _send_back(connection):
    with closing(connection):
        while data := connection.recv(1_000):
            connection.sendall(data)


def connected(network, name):
    connection = socket.create_connection((network.relay(1), relay.PORT), timeout=0.5)
    connection.sendall(GREETING % name)
    return connection


def received(connection):
    """What comes back within half a second."""
    try:
        return connection.recv(1_000)
    except TimeoutError:
        return b""


def test_cut_holds_back_one_machine_and_mending_delivers_it(network):
    cables, places = network
    cables.cut(places.address(1), "db2")
    with closing(connected(places, b"db2")) as cut, closing(connected(places, b"db3")) as whole:
        assert received(whole) == GREETING % b"db3"
        assert received(cut) == b""
        cables.mend()
        assert received(cut) == GREETING % b"db2"


def test_connection_that_is_there_is_cut_too(network):
    cables, places = network
    with closing(connected(places, b"db2")) as connection:
        assert received(connection) == GREETING % b"db2"
        cables.cut(places.address(1), "db2")
        connection.sendall(b"later")
        assert received(connection) == b""
        cables.mend()
        assert received(connection) == b"later"
