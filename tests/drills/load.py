"""Readers and a writer that go on while something happens to the database."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Event, Thread
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.drills.figures import Figure

FILES = "/initiatieven."  # the beginning of their paths
FORM = "application/x-www-form-urlencoded"
SLOWEST = 2.0  # seconds until a page or a refusal comes, whatever happens to the database
TIMEOUT = 30  # seconds; what takes longer hangs


class Read(NamedTuple):
    """What came of a request.

    Attributes:
        status: 0 when no whole response came.
        seconds: that it took. `at`: when it ended, on the clock `time.monotonic`.
    """

    path: str
    status: int
    headers: dict[str, str]
    seconds: float
    at: float

    @property
    def is_failed(self) -> bool:
        return self.status == 0 or (self.status >= 500 and not self.is_busy)

    @property
    def is_busy(self) -> bool:
        """Whether this is a file that the site does not make now, since it is making another."""
        return self.status == 503 and self.path.startswith(FILES) and self.headers.get("retry-after") == "30"


def read(
    address: str,
    path: str,
    method: str = "GET",
    content: str | None = None,
    source: str = "127.0.0.1",
    see: Callable[[str], object] = len,
    **headers: str,
) -> Read:
    """Request a path over a connection of its own, and read the whole response.

    Args:
        content: of a form.
        source: the address of the client, one of this machine.
        see: is given the text of the response.
    """
    began = time.monotonic()
    connection = HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT, source_address=(source, 0))
    try:
        connection.request(method, path, content, headers | ({"Content-Type": FORM} if content else {}))
        response = connection.getresponse()
        see(response.read().decode(errors="replace"))
        status, received = response.status, {name.lower(): value for name, value in response.getheaders()}
    except (HTTPException, OSError):
        status, received = 0, {}
    finally:
        connection.close()
    now = time.monotonic()
    return Read(path, status, received, now - began, now)


@contextmanager
def readers(address: str, paths: Callable[[Random], str], seed: int, threads: int = 4) -> Iterator[list[Read]]:
    """Read on in some threads while the context lasts; yields the list to which they add.

    Each reads from an address of its own: one address has 28,000 ports, and each is kept for a minute after its use.

    Args:
        paths: draws the next path.
    """
    reads: list[Read] = []

    def reader(number: int) -> Callable[[], None]:
        random = Random(seed + number)
        return lambda: reads.append(read(address, paths(random), source=f"127.0.0.{1 + number}"))

    with running([reader(number) for number in range(threads)]):
        yield reads


@contextmanager
def running(jobs: Iterable[Callable[[], None]]) -> Iterator[None]:
    """Do each job over and over in a thread of its own while the context lasts."""
    end = Event()

    def repeat(job: Callable[[], None]) -> None:
        while not end.is_set():
            job()

    threads = [Thread(target=repeat, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        end.set()
        for thread in threads:
            thread.join()


def failed(name: str, reads: Iterable[Read]) -> Figure:
    failed = [one for one in reads if one.is_failed]
    for (path, status), times in Counter((one.path.partition("?")[0], one.status) for one in failed).items():
        print(f"  failed {times} times with {status}: {path}", flush=True)
    return Figure(f"failed {name}", len(failed), 0)


def not_503(name: str, reads: Iterable[Read]) -> Figure:
    wrong = [one for one in reads if one.status != 503 or "retry-after" not in one.headers]
    for (path, status), times in Counter((one.path.partition("?")[0], one.status) for one in wrong).items():
        print(f"  not 503 but {status}, {times} times: {path}", flush=True)
    return Figure(f"{name} without 503 and Retry-After", len(wrong), 0)


def pages(reads: Iterable[Read]) -> list[Read]:
    """Those that are not files: a spreadsheet of the whole catalogue takes a second of processor to make anyway."""
    return [one for one in reads if not one.path.startswith(FILES)]


def slowest(reads: Iterable[Read], bound: float = SLOWEST) -> Figure:
    last = max(reads, key=lambda one: one.seconds)
    if last.seconds > bound:
        print(f"  took {last.seconds:.1f} s, with {last.status}: {last.path}", flush=True)
    return Figure("took the slowest of these", last.seconds, bound, " s")
