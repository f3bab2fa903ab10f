"""Requests a second of a web server on this machine, over connections that stay open."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection

HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nothing listens on."""
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def gunicorn() -> Iterator[int]:
    """The catalogue on one worker with one thread, and the views of the benchmarks; gives the port."""
    port = free_port()
    environment = {"DJANGO_SETTINGS_MODULE": "tests.benchmarks.settings", "BIND": f"{HOST}:{port}"}
    environment |= {"WORKERS": "1", "THREADS": "1"}
    command = [sys.executable, "-m", "gunicorn", "-c", "python:catalogue.gunicorn", "--log-level", "error"]
    server = subprocess.Popen([*command, "--keep-alive", "60"], env={**os.environ, **environment})
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            request(port, ["/healthz"])
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the web server did not start")


def request(port: int, paths: Sequence[str], headers: dict[str, str] | None = None) -> list[tuple[int, bytes, float]]:
    """Ask for pages one after another over one connection.

    Returns:
        For each the status, the body and the time in seconds.
    """
    with visitor(port) as connection:
        return [_ask(connection, path, headers or {}) for path in paths]


def visitor(port: int) -> closing[HTTPConnection]:
    """A connection that stays open until the context ends."""
    return closing(HTTPConnection(HOST, port, timeout=600))


def seconds(connection: HTTPConnection, path: str) -> float:
    """The time that a page takes."""
    return _ask(connection, path, {})[-1]


def _ask(connection: HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, bytes, float]:
    begun = time.perf_counter()
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    body = response.read()
    return response.status, body, time.perf_counter() - begun


def etag(port: int, path: str) -> str:
    """The entity tag of a page."""
    with closing(HTTPConnection(HOST, port, timeout=60)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.headers["ETag"]


def raw_rate(port: int, path: str, number: int, headers: str = "") -> float:
    """Requests a second for one page, the same bytes sent each time: as little work as a client can do."""
    sent = f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n{headers}\r\n".encode()
    with closing(socket.create_connection((HOST, port))) as connection:
        _exchange(connection, sent)
        begun = time.perf_counter()
        for _ in range(number):
            _exchange(connection, sent)
        return number / (time.perf_counter() - begun)


def _exchange(connection: socket.socket, sent: bytes) -> None:
    connection.sendall(sent)
    received = connection.recv(1 << 20)
    while b"\r\n\r\n" not in received:
        received += connection.recv(1 << 20)
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304")), head  # an error page may be quicker
    if head.startswith(b"HTTP/1.1 304"):
        return
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    have = len(body)
    while have < length:
        have += len(connection.recv(1 << 20))
