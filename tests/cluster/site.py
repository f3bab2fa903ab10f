"""The whole site on three machines: databases, web servers, a worker and nginx in front."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests import databases
from tests.browser.running import free_port
from tests.cluster.databases import Databases
from tests.cluster.processes import Process
from tests.cluster.waiting import wait_until
from tests.drills.proxy import nginx
from tests.drills.site import settings_for

WEB_SERVERS = 3
COMMAND = [sys.executable, "-m", "gunicorn", "-c", "python:catalogue.gunicorn", "--log-level", "warning"]
WORKER = [sys.executable, "manage.py", "db_worker", "-v0", "--interval=1"]


class WebServer(Process):
    """gunicorn with one worker; `address` is where it answers."""

    def __init__(self, number: int, folder: Path, environment: dict[str, str]) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        variables = {**os.environ, **environment, "BIND": f"127.0.0.1:{port}", "WORKERS": "1"}
        super().__init__(f"web{number}", COMMAND, folder, self._is_ready, variables)

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self.address}/readyz", timeout=2):
                return True
        except OSError:
            return False


@dataclass(frozen=True)
class Site:
    """Attributes:
    address: of nginx.
    folder: with the logs of all processes.
    """

    address: str
    folder: Path
    databases: Databases
    web: list[WebServer]
    worker: Process


def quiet(line: str) -> None:
    """Tell nobody how far it is."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for `served`, which other users can enter: the databases run as one."""
    with tempfile.TemporaryDirectory(prefix="catalogue-cluster-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def served(
    folder: Path, data: dict[int, Path] | None = None, port: int | None = None, tell: Callable[[str], None] = quiet
) -> Iterator[Site]:
    """Serve the shipped catalogue from a cluster while the context lasts; everything is stopped at the end, in order.

    Args:
        folder: an empty one that other users can enter.
        data: as for `Databases`.
        port: of nginx; any free one if None.
        tell: is told how far it is.
    """
    with settings_for(folder), ExitStack() as stack:
        tell("Starting etcd, Patroni and PostgreSQL on three machines, and HAProxy ...")
        cluster = Databases(folder, data)
        stack.enter_context(cluster.running())
        tell("Loading the catalogue ...")
        (folder / "postgres").mkdir()  # without it, the template of an earlier run would not be used
        databases.fill(cluster.url())
        tell("Starting three web servers, a worker and nginx ...")
        yield _start(stack, folder, cluster, port)


def _start(stack: ExitStack, folder: Path, cluster: Databases, port: int | None) -> Site:
    environment = {"DATABASE_URL": cluster.url(), "DATABASE_REPLICA_URLS": " ".join(cluster.replica_urls())}
    web = [WebServer(number, folder, environment) for number in range(1, WEB_SERVERS + 1)]
    worker = Process("worker", WORKER, folder, lambda: True, {**os.environ, **environment})
    for process in (*web, worker):
        stack.callback(process.stop)
        process.launch()
    for server in web:
        server.wait()
    proxied = nginx(folder / "nginx", [server.address for server in web], cluster.url(), port)
    return Site(stack.enter_context(proxied), folder, cluster, web, worker)


def wait_until_whole(site: Site, seconds: float = 90) -> None:
    """Return when all machines take part and all web servers are ready."""
    site.databases.wait_until_whole(seconds)
    wait_until(lambda: all(server.is_up() for server in site.web), seconds, "A web server is not ready")
