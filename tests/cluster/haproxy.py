"""HAProxy, as on a machine with a web server: a port that leads to the primary, and one that leads to the replicas."""

from functools import partial
from pathlib import Path

from tests.browser.running import free_port
from tests.cluster.network import Network, listens, write
from tests.cluster.processes import Process
from tests.cluster.programs import haproxy

HOST = "127.0.0.1"


class HAProxy:
    """Attributes:
    primary, replicas: the ports.
    """

    def __init__(self, network: Network, folder: Path) -> None:
        self.primary, self.replicas = free_port(), free_port()
        text = network.written("haproxy/haproxy.cfg")
        text = text.replace(f"{HOST}:5000", f"{HOST}:{self.primary}").replace(f"{HOST}:5001", f"{HOST}:{self.replicas}")
        command = [haproxy(), "-db", "-f", write(folder / "haproxy.cfg", text)]
        is_up = partial(listens, HOST, self.primary)
        self.process = Process("haproxy", command, folder, is_up, is_ordinary=True)
