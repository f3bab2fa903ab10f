"""Many visitors who download whole files of a large catalogue at once, beside readers."""

import subprocess
import sys
from collections import Counter
from contextlib import closing
from http.client import HTTPConnection
from random import Random
from statistics import quantiles
from time import monotonic, sleep
from urllib.parse import urlsplit

from tests.databases import ROOT
from tests.drills.figures import Figure
from tests.drills.load import TIMEOUT, Read, failed, readers, running
from tests.drills.paths import KEPT, WORDS, new_path
from tests.drills.site import served

INITIATIVES, FEW = 100_000, 3_000
CLIENTS = 50
BLOCK = 1 << 16  # bytes
PATIENCE = 1.0  # seconds that a client waits after a refusal, less than it is told to
TIMES = 2.0  # as long as on a quiet site may a page take beside downloads
KINDS = ("csv", "json", "xlsx", "ods")  # spreadsheets of many rows are refused with 413
PROVINCES = ("groningen", "drenthe", "overijssel", "flevoland", "gelderland", "utrecht", "zeeland", "limburg")
FILL = "import django; django.setup(); from tests.benchmarks.store import fill; fill({})"


def drill(quick: bool, seed: int) -> list[Figure]:
    """Measure readers alone, and beside downloads of which no two are the same."""
    number, seconds = (FEW, 6) if quick else (INITIATIVES, 30)
    with served(fill=lambda: fill(number)) as site:
        alone = _read(site.address, seconds, seed)
        files: list[Read] = []
        random = Random(seed)
        until = monotonic() + seconds + 1
        with running([lambda: _download(site.address, random, files, until)] * CLIENTS):
            sleep(1)
            beside = _read(site.address, seconds, seed + 1)
    print(f"  files: {dict(Counter(one.status for one in files))}", flush=True)
    refused = [one for one in files if one.status != 200]
    wrong = [one for one in refused if one.status != 413 and (one.status != 503 or "retry-after" not in one.headers)]
    before, after = _p95(alone), _p95(beside)
    return [
        Figure(
            f"times the p95 of readers alone ({before * 1_000:.0f} ms), {number:,} initiatives", after / before, TIMES
        ),
        failed(f"of {len(beside):,} reads beside {CLIENTS} downloads at once", beside),
        Figure(f"of {len(refused):,} refusals of {len(files):,} without 503 and Retry-After", len(wrong), 0),
    ]


def fill(number: int) -> None:
    """Replace the catalogue on DATABASE_URL by so many made initiatives."""
    print(f"  making {number:,} initiatives ...", flush=True)
    subprocess.run([sys.executable, "-c", FILL.format(number)], cwd=ROOT, check=True)


def _read(address: str, seconds: float, seed: int) -> list[Read]:
    """Read pages with two readers, after some that nobody counts."""

    def page(random: Random) -> str:
        return random.choice(KEPT[:3]) if random.random() < 0.5 else new_path(random)

    with readers(address, page, seed, threads=2) as reads:
        sleep(seconds)
    return reads[5:]


def _download(address: str, random: Random, files: list[Read], until: float) -> None:
    """Ask for a file: of the whole catalogue, of a province, or of a province and a word; leave when the time is up."""
    province, word = f"provincie={random.choice(PROVINCES)}", f"q={random.choice(WORDS)}"
    query = random.choice(("", province, f"{province}&{word}", f"{province}&{word}"))
    path = f"/initiatieven.{random.choice(KINDS)}?{query}"
    connection = HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT)
    with closing(connection):
        connection.request("GET", path)
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        files.append(Read(path, response.status, headers, 0, monotonic()))
        while monotonic() < until and response.read(BLOCK):
            pass
        if response.status != 200:
            sleep(PATIENCE)


def _p95(reads: list[Read]) -> float:
    return quantiles([one.seconds for one in reads], n=20)[-1]
