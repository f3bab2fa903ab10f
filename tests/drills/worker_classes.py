"""Compares worker classes and numbers of threads of gunicorn; decision 63 has what came of it.

`python -m tests.drills.worker_classes` takes some four minutes.
"""

import os
import secrets
import time
from collections.abc import Callable
from random import Random
from statistics import quantiles
from typing import NamedTuple

from tests.drills.load import Read, read, readers
from tests.drills.paths import KEPT, WORDS, new_path
from tests.drills.site import Site, served
from tests.drills.slow import attacked

OURS, STOCK = "catalogue.worker.Worker", "gthread"
CHOICES = [(STOCK, 4), (OURS, 1), (OURS, 2), (OURS, 4), (OURS, 8), (OURS, 16)]
SECONDS = 6.0  # of each measurement
READERS = 8


class Row(NamedTuple):
    """What was measured of a worker class with a number of threads.

    Attributes:
        kept, kept_p95: kept pages a second, and their p95 in milliseconds.
        new, new_p95: the same of new pages.
        beside: the p95 in milliseconds of kept pages beside one reader of whole files.
        heads, downloads: the longest that `/healthz` took beside fifty slow clients of these kinds, in seconds.
    """

    kept: float
    kept_p95: float
    new: float
    new_p95: float
    beside: float
    heads: float
    downloads: float


def measure(site: Site, seed: int) -> Row:
    """Measure a site that was just started."""
    _rate(site, _kept_page, seed)  # until each worker keeps the pages
    kept, new = _rate(site, _kept_page, seed), _rate(site, new_path, seed)
    with readers(site.address, _new_file, seed, threads=1):
        files = _rate(site, _kept_page, seed)
    heads, downloads = (_health(site, kind) for kind in ("heads", "downloads"))
    return Row(len(kept) / SECONDS, _p95(kept), len(new) / SECONDS, _p95(new), _p95(files), heads, downloads)


def _kept_page(random: Random) -> str:
    return random.choice(KEPT)


def _new_file(random: Random) -> str:
    return f"/initiatieven.json?q={random.choice(WORDS)}+{random.choice(WORDS)}+{random.randrange(1_000)}"


def _rate(site: Site, path: Callable[[Random], str], seed: int) -> list[Read]:
    with readers(site.address, path, seed, threads=READERS) as reads:
        time.sleep(SECONDS)
        return [one for one in reads if not one.is_failed]


def _health(site: Site, kind: str) -> float:
    with attacked([kind], site.address):
        end, slowest = time.monotonic() + SECONDS, 0.0
        while time.monotonic() < end:
            slowest = max(slowest, read(site.address, "/healthz").seconds)
            time.sleep(0.2)
    return slowest


def _p95(reads: list[Read]) -> float:
    return quantiles([one.seconds * 1_000 for one in reads], n=20)[-1]


def main() -> None:
    seed = int(os.environ.get("SEED", secrets.randbelow(2**32)))
    print(f"SEED={seed}; {READERS} readers, two workers")
    print(f"{'class':<24} {'threads':>7}  " + "  ".join(f"{name:>9}" for name in Row._fields))
    for name, threads in CHOICES:
        with served(GUNICORN_CMD_ARGS=f"--worker-class {name} --threads {threads}") as site:
            row = measure(site, seed)
        print(f"{name:<24} {threads:>7}  " + "  ".join(f"{value:>9.2f}" for value in row), flush=True)


if __name__ == "__main__":
    main()
