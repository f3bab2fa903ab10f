"""The whole catalogue as a file: how fast it comes, and how much more memory the web server takes for it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from time import perf_counter, sleep

import psutil

from initiatives.exports.sheets import MAX_ROWS
from tests.benchmarks.figures import Report
from tests.benchmarks.web import HOST, gunicorn, request

CHUNK = 1 << 20  # bytes
PAUSE = 0.05  # seconds between two looks at the memory
MEGABYTE = 1e6
WARM = "/initiatieven.{}?doelgroep=ouderen&gemeente=almere"


def measure(size: int, report: Report) -> None:
    """All figures of downloads at one size, each format from a web server that was just started."""
    for kind in ("csv", "xlsx", "ods") if size <= MAX_ROWS else ("csv",):
        with gunicorn() as port:
            request(port, ["/initiatieven/", WARM.format(kind)])  # the index and all modules are read
            before, begun = _memory(), perf_counter()
            length, most = _downloaded(port, f"/initiatieven.{kind}")
            seconds = perf_counter() - begun
        report.show(f"{kind}: extra memory", (most - before) / MEGABYTE, "<= 60", " MB")
        report.show(f"{kind}: initiatives a second", size / seconds, "")
        report.show(f"{kind}: size of the file", length / MEGABYTE, "", " MB")


def _downloaded(port: int, path: str) -> tuple[int, int]:
    """The length of a file, and the most memory that the server was seen to take while it was made and sent."""
    with ThreadPoolExecutor(1) as visitor:
        length, most = visitor.submit(_length, port, path), 0
        while not length.done():
            most = max(most, _memory())
            sleep(PAUSE)
    return length.result(), most


def _length(port: int, path: str) -> int:
    with closing(HTTPConnection(HOST, port, timeout=3_600)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200, f"{path}: {response.status}"
        return sum(map(len, iter(lambda: response.read(CHUNK), b"")))


def _memory() -> int:
    """What the web server's processes take, memory that they share counted once (PSS)."""
    started = [process for process in psutil.Process().children() if "gunicorn" in " ".join(process.cmdline())]
    processes = [*started, *(worker for process in started for worker in process.children())]
    return sum(process.memory_full_info().pss for process in processes)
