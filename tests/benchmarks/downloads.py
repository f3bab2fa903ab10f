"""The whole catalogue as a file: how fast it comes, and how much more memory the web server takes for it."""

from contextlib import closing
from http.client import HTTPConnection
from time import perf_counter

import psutil

from tests.benchmarks.figures import Report
from tests.benchmarks.web import HOST, gunicorn, request

CHUNK = 1 << 20  # bytes read between two looks at the memory
MEGABYTE = 1e6
MOST_IN_SHEETS = 10_000
WARM = "/initiatieven.{}?doelgroep=ouderen&gemeente=almere"


def measure(size: int, report: Report) -> None:
    """All figures of downloads at one size, each format from a web server that was just started."""
    for kind in ("csv", "xlsx", "ods") if size <= MOST_IN_SHEETS else ("csv",):
        with gunicorn() as port:
            request(port, ["/initiatieven/", WARM.format(kind)])  # the index and all modules are read
            before = _memory()
            begun = perf_counter()
            length, most = _download(port, f"/initiatieven.{kind}")
            seconds = perf_counter() - begun
        report.show(f"{kind}: extra memory", (most - before) / MEGABYTE, "<= 60", " MB")
        report.show(f"{kind}: initiatives a second", size / seconds, "")
        report.show(f"{kind}: size of the file", length / MEGABYTE, "", " MB")


def _download(port: int, path: str) -> tuple[int, int]:
    """The length of a file, and the most memory that the server was seen to take while it came."""
    length, most = 0, 0
    with closing(HTTPConnection(HOST, port, timeout=600)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        while chunk := response.read(CHUNK):
            length += len(chunk)
            most = max(most, _memory())
    return length, max(most, _memory())


def _memory() -> int:
    """What all processes below this one take, memory that they share counted once (PSS)."""
    return sum(
        process.memory_full_info().pss for process in psutil.Process().children(recursive=True) if _is_ours(process)
    )


def _is_ours(process: psutil.Process) -> bool:
    return "gunicorn" in " ".join(process.cmdline())
