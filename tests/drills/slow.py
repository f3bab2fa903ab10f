"""Clients that send or read slowly, through nginx and straight at the web server."""

import socket
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from threading import Event, Thread
from urllib.parse import urlsplit

from tests.drills.figures import Figure
from tests.drills.load import failed, read, readers
from tests.drills.paths import KEPT, new_path
from tests.drills.proxy import nginx
from tests.drills.site import Site, shared

CLIENTS = 50
PAUSE = 1.0  # seconds between two bytes
HEAD = b"GET /initiatieven/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
BODY = (
    b"POST /beheer/account/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 9999\r\n\r\n"
)
DOWNLOAD = b"GET /initiatieven.json?zz=%d HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
LINE = 24_000_000  # bytes of one request line


def drill(quick: bool, seed: int) -> list[Figure]:
    """Attack through nginx, then without it."""
    site, seconds = shared(), 1.5 if quick else 20
    attacks = [tuple(KINDS)] if quick else [(kind,) for kind in KINDS]
    with (
        tempfile.TemporaryDirectory(prefix="catalogue-nginx-") as folder,
        nginx(Path(folder), site.address, site.url) as proxied,
    ):
        figures = [_through_nginx(kinds, proxied, seconds, seed) for kinds in attacks]
    figures += [_health(kinds, site.address, seconds) for kinds in attacks]
    return [*figures, _long_line(site)]


def _through_nginx(kinds: tuple[str, ...], address: str, seconds: float, seed: int) -> Figure:
    def page(random: Random) -> str:
        return random.choice((random.choice(KEPT), new_path(random)))

    with attacked(kinds, address), readers(address, page, seed) as reads:
        time.sleep(seconds)
    return failed(f"of {len(reads):,} reads through nginx beside {CLIENTS} slow {_told(kinds)}", reads)


def _health(kinds: tuple[str, ...], address: str, seconds: float) -> Figure:
    answers = []
    with attacked(kinds, address):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answers.append(read(address, "/healthz"))
            time.sleep(0.2)
    slowest = max(one.seconds if one.status == 200 else 99.0 for one in answers)
    return Figure(f"for the slowest of {len(answers)} /healthz beside {CLIENTS} slow {_told(kinds)}", slowest, 1, " s")


def _told(kinds: tuple[str, ...]) -> str:
    return "clients, of each kind," if len(kinds) > 1 else kinds[0]


def _long_line(site: Site) -> Figure:
    """How much processor time a request line of 24 MB costs all processes of the web server."""
    before = _processor(site)
    url = urlsplit(site.address)
    with socket.create_connection((url.hostname, url.port), timeout=30) as connection:
        try:
            connection.sendall(b"GET /?q=" + b"a" * LINE + b" HTTP/1.1\r\n\r\n")
            connection.recv(1_000)
        except ConnectionError:
            pass  # refused before all of it was sent
    time.sleep(1)
    return Figure("of processor for a request line of 24 MB", _processor(site) - before, 0.2, " s")


def _processor(site: Site) -> float:
    processes = [site.web, *site.web.children(recursive=True)]
    return sum(sum(process.cpu_times()[:2]) for process in processes)


@contextmanager
def attacked(kinds: Iterable[str], address: str) -> Iterator[None]:
    """Let `CLIENTS` of each of these kinds be slow while the context lasts."""
    end, stack = Event(), ExitStack()
    with stack:
        threads = [Thread(target=KINDS[kind], args=(address, n, end)) for kind in kinds for n in range(CLIENTS)]
        for thread in threads:
            thread.start()
        stack.callback(lambda: [thread.join() for thread in threads])
        stack.callback(end.set)
        time.sleep(0.5)  # until all of them are there
        yield


def _connected(address: str) -> socket.socket:
    url = urlsplit(address)
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)  # what is not read, stays with the server
    connection.settimeout(20)
    connection.connect((url.hostname, url.port))
    return connection


def _again(step: Callable[[str, int, Event], None]) -> Callable[[str, int, Event], None]:
    """Connect anew whenever the server has had enough."""

    def client(address: str, number: int, end: Event) -> None:
        while not end.is_set():
            try:
                step(address, number, end)
            except OSError:
                end.wait(0.1)

    return client


def _send_slowly(beginning: bytes) -> Callable[[str, int, Event], None]:
    def step(address: str, number: int, end: Event) -> None:
        with _connected(address) as connection:
            connection.sendall(beginning)
            while not end.wait(PAUSE):
                connection.sendall(b"a")

    return _again(step)


def _idle(address: str, number: int, end: Event) -> None:
    with _connected(address):
        while not end.wait(PAUSE):
            pass


def _read_slowly(address: str, number: int, end: Event) -> None:
    with _connected(address) as connection:
        connection.sendall(DOWNLOAD % (number % 3))
        while not end.wait(PAUSE):
            if not connection.recv(10):
                return


# By kind of client: what one of them does.
KINDS: dict[str, Callable[[str, int, Event], None]] = {
    "heads": _send_slowly(HEAD),
    "bodies": _send_slowly(BODY),
    "idle connections": _again(_idle),
    "downloads": _again(_read_slowly),
}
