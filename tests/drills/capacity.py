"""How much nginx answers beside gunicorn alone, and whether many readers for long find an error or fill the memory."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import sleep

import psutil

from tests import debian
from tests.drills.crawl import behind_nginx
from tests.drills.exports import fill
from tests.drills.figures import Figure
from tests.drills.load import Read, failed, read, running
from tests.drills.paths import KEPT, any_path
from tests.drills.proxy import nginx
from tests.drills.site import Site, served, shared

TIMES = 5.0  # as many requests a second as gunicorn answers of the same pages
INITIATIVES, READERS, SECONDS, WARMING = 20_000, 100, 600, 90
GROWTH = 1.05  # times the memory of a worker after it was warmed
THINKING = 0.2  # seconds between two requests of a reader


def drill(quick: bool, seed: int) -> list[Figure]:
    """Compare nginx and gunicorn with `wrk`; then let many readers read."""
    return [_ratio(2 if quick else 5, seed), *_readers(quick, seed)]


def _ratio(seconds: int, seed: int) -> Figure:
    """Repeated pages, in turns, so that both have the same machine."""
    _install_wrk()
    site, paths = shared(), [*KEPT]
    Random(seed).shuffle(paths)
    with behind_nginx(site.address, site.url) as address:
        for path in paths:
            read(address, path), read(site.address, path)
        pairs = [(_requests(address + path, seconds), _requests(site.address + path, seconds)) for path in paths[:3]]
    print(f"  requests a second, nginx and gunicorn: {[(round(a), round(b)) for a, b in pairs]}", flush=True)
    ratio = median(through_nginx / alone for through_nginx, alone in pairs)
    return Figure(f"of the time of gunicorn (nginx answers {ratio:.1f} times as many)", 1 / ratio, 1 / TIMES)


def _requests(url: str, seconds: int) -> float:
    """Requests a second of eight clients; raises AssertionError when one fails."""
    done = subprocess.run(["wrk", "-t1", "-c8", f"-d{seconds}s", url], capture_output=True, text=True, check=True)
    assert not re.search("Non-2xx|Socket errors", done.stdout), done.stdout
    return float(re.search(r"Requests/sec: +([\d.]+)", done.stdout)[1])


def _install_wrk() -> None:
    if not shutil.which("wrk"):
        debian.install("wrk")
    if not shutil.which("wrk"):
        sys.exit("wrk is missing: install it, for instance with apt-get install wrk.")


def _readers(quick: bool, seed: int) -> list[Figure]:
    if quick:
        return _read_on(shared(), 20, 5, 0, seed)
    with served(fill=lambda: fill(INITIATIVES)) as site:
        return _read_on(site, READERS, SECONDS, WARMING, seed)


def _read_on(site: Site, number: int, seconds: int, warming: int, seed: int) -> list[Figure]:
    """Read with some readers; the memory of the workers counts from the end of `warming` on."""
    reads: list[Read] = []
    with (
        tempfile.TemporaryDirectory(prefix="catalogue-nginx-") as folder,
        nginx(Path(folder), site.address, site.url) as address,
        running([_reader(address, seed + one, reads) for one in range(number)]),
    ):
        sleep(warming)
        before = _memory(site)
        sleep(seconds)
        after, statuses = _memory(site), _cache_statuses(Path(folder) / "access.log")
    share = statuses["HIT"] / statuses.total()
    print(f"  {len(reads):,} reads; {share:.0%} from nginx's cache: {dict(statuses)}", flush=True)
    print(f"  memory of the workers in MB: {_rounded(before)}, then {_rounded(after)}", flush=True)
    errors = failed(f"of {len(reads):,} reads of {number} readers in {warming + seconds} s", reads)
    if not warming:
        return [errors]
    growth = max(after[worker] / before[worker] for worker in before)
    return [errors, Figure("times the memory of a worker, in that time", growth, GROWTH)]


def _reader(address: str, seed: int, reads: list[Read]) -> Callable[[], None]:
    random = Random(seed)

    def one() -> None:
        reads.append(read(address, any_path(random), source=f"127.0.3.{1 + seed % 200}"))
        sleep(THINKING)

    return one


def _cache_statuses(log: Path) -> Counter[str]:
    """How many requests nginx answered from its cache (HIT), or had to ask for (MISS, BYPASS, and others)."""
    return Counter(line.split()[-2] for line in log.read_text().splitlines())


def _memory(site: Site) -> dict[int, float]:
    """Megabytes that each worker has for itself, by process; raises KeyError later when one was replaced."""
    return {process.pid: _own(process) for process in site.web.children()}


def _own(process: psutil.Process) -> float:
    return process.memory_full_info().uss / 2**20


def _rounded(memory: dict[int, float]) -> list[int]:
    return [round(size) for size in memory.values()]
