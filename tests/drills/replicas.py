"""Replicas that are killed, stopped and started, or that lag, while visitors read and an editor publishes.

The load is on `Cluster`, which others can make of servers of their own.
"""

import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest.mock import patch

import psycopg

from catalogue.trial.postgres import Postgres
from tests.browser.running import start_gunicorn
from tests.drills import site
from tests.drills.figures import Figure
from tests.drills.load import SLOWEST, Read, failed, pages, read, running, slowest
from tests.drills.paths import any_path
from tests.replication import Replication, execute, kill, processes, replicated

PAGE = "/initiatieven/coronamaatjes-almere/"
CHANGE = "UPDATE initiatives_initiative SET lessons = %s WHERE slug = 'coronamaatjes-almere'"
SHOWN = re.compile(r"Stand (\d+)\.")
KEPT = 0.5  # part of the reads of the page that the page cache may answer
BEGIN = 3  # seconds of load before the first fault


@dataclass(frozen=True)
class Cluster:
    """A site that is served from a primary and replicas.

    Attributes:
        address: of the web server.
        primary_url: where the primary takes writes, also after another server became it.
    """

    address: str
    primary_url: str


@dataclass(frozen=True)
class Publishing:
    """What an editor published: a number in the text of a page, which rises.

    Attributes:
        acknowledged: the numbers that were stored, with the time when that was known.
    """

    acknowledged: list[tuple[int, float]]

    def at(self, moment: float) -> int:
        """The newest number that was stored before a moment."""
        return max((number for number, at in self.acknowledged if at <= moment), default=0)


@contextmanager
def publishing(cluster: Cluster, pause: float) -> Iterator[Publishing]:
    """Change the page over and over while the context lasts; each number is acknowledged or not stored for sure."""
    published = Publishing([])

    def publish() -> None:
        number = len(published.acknowledged) + 1
        try:
            with psycopg.connect(cluster.primary_url, autocommit=True, connect_timeout=2) as connection:
                connection.execute(CHANGE, [f"Stand {number}."])
            published.acknowledged.append((number, time.monotonic()))
        except psycopg.OperationalError:
            pass  # it is tried again, with the same number
        time.sleep(pause)

    publish()
    with running([publish]):
        yield published


class Session:
    """A visitor who reads the page, kept or made anew, and remembers what it showed."""

    def __init__(self, cluster: Cluster, published: Publishing, random: Random) -> None:
        self.cluster, self.published, self.random = cluster, published, random
        self.reads: list[Read] = []
        self.newest = self.went_back = self.outdated = 0

    def read(self) -> None:
        """Read once; count a number below one seen before, or below one that was stored before the request."""
        known = self.published.at(time.monotonic())
        path = PAGE if self.random.random() < KEPT else f"{PAGE}?x={self.random.random()}"
        texts: list[str] = []
        answer = read(self.cluster.address, path, see=texts.append)
        self.reads.append(answer)
        match = SHOWN.search(texts[0]) if texts else None
        if answer.status != 200 or match is None:
            return
        number = int(match[1])
        self.went_back += number < self.newest
        self.outdated += number < known
        self.newest = max(self.newest, number)


@contextmanager
def visiting(
    cluster: Cluster, seed: int, pause: float, sessions: int = 3
) -> Iterator[tuple[list[Session], list[Read]]]:
    """Let an editor publish, some sessions read that page, and one reader everything, while the context lasts."""
    others: list[Read] = []
    random = Random(seed)
    with publishing(cluster, pause) as published:
        visitors = [Session(cluster, published, Random(seed + number)) for number in range(sessions)]
        jobs: list[Callable[[], None]] = [visitor.read for visitor in visitors]
        jobs.append(lambda: others.append(read(cluster.address, any_path(random))))
        with running(jobs):
            yield visitors, others


def figures(visitors: list[Session], others: list[Read], what: str, longest: float) -> list[Figure]:
    """What the load on a cluster came to; no visitor may notice anything but that a page takes some seconds at most."""
    reads = [one for visitor in visitors for one in visitor.reads] + others
    shown = max(visitor.newest for visitor in visitors)
    return [
        failed(f"of {len(reads):,} reads while {what}", reads),
        Figure(f"times that a visitor went back in time, of {shown:,} versions", _sum(visitors, "went_back"), 0),
        Figure("pages older than what was stored before they were asked for", _sum(visitors, "outdated"), 0),
        slowest(pages(reads), longest),
    ]


def _sum(visitors: list[Session], name: str) -> int:
    return sum(getattr(visitor, name) for visitor in visitors)


def replica(quick: bool, seed: int) -> list[Figure]:
    """Kill, stop, freeze and start replicas, one at a time and both, under load."""
    random, pause = Random(seed), 0.5 if quick else 4
    with _served() as (cluster, servers), visiting(cluster, seed, 0.1) as (visitors, others):
        time.sleep(1 if quick else BEGIN)
        for _ in range(1 if quick else 4):
            for fault in (_killed, _stopped, _frozen, _all_stopped):
                print(f"  {fault.__name__.strip('_')}: {fault(servers, random, pause):.1f} s", flush=True)
                time.sleep(0.5 if quick else 2)
        seconds = _until_all_are_read(servers)
    # What a replica was reading when it was frozen ends when it goes on.
    measured = figures(visitors, others, "replicas were killed, stopped, frozen and started", SLOWEST + pause)
    return [*measured, Figure("until all replicas are read again", seconds, 30, " s")]


def lag(quick: bool, seed: int) -> list[Figure]:
    """Let replicas not replay for seconds, one at a time or both, while an editor publishes."""
    random = Random(seed)
    with _served() as (cluster, servers), visiting(cluster, seed, 0.1) as (visitors, others):
        time.sleep(1 if quick else BEGIN)
        for _ in range(3 if quick else 10):
            lagging = random.sample(servers.replicas, random.choice((1, 1, 2)))
            for server in lagging:
                execute(server, "SELECT pg_wal_replay_pause()")
            time.sleep(random.uniform(0.3, 1) * (1 if quick else 4))
            for server in lagging:
                execute(server, "SELECT pg_wal_replay_resume()")
            time.sleep(random.uniform(0.1, 0.5))
        seconds = _until_all_are_read(servers)
    measured = figures(visitors, others, "replicas lagged", SLOWEST)
    return [*measured, Figure("until all replicas are read again", seconds, 30, " s")]


@contextmanager
def _served(replicas: int = 2) -> Iterator[tuple[Cluster, Replication]]:
    """The shipped catalogue on a primary and replicas, as a server has it."""
    with tempfile.TemporaryDirectory(prefix="catalogue-drill-") as temporary, site.settings_for(Path(temporary)):
        folder = Path(temporary)
        with replicated(folder, lambda url: site.fill_database(folder, url), replicas) as servers:
            servers.synchronous()
            variables = {"DATABASE_REPLICA_URLS": servers.replica_urls}
            with patch.dict("os.environ", {"DATABASE_URL": servers.url}):
                process, address = start_gunicorn(servers.url, workers=2, **variables)
            try:
                yield Cluster(address, servers.url), servers
            finally:
                process.terminate()
                process.wait(30)


def _killed(servers: Replication, random: Random, seconds: float) -> float:
    return _away([random.choice(servers.replicas)], kill, seconds)


def _stopped(servers: Replication, random: Random, seconds: float) -> float:
    return _away([random.choice(servers.replicas)], Postgres.stop, seconds)


def _all_stopped(servers: Replication, random: Random, seconds: float) -> float:
    """Both: the primary waits for a replica with each commit, and visitors read from it."""
    return _away(servers.replicas, Postgres.stop, seconds)


def _away(servers: list[Postgres], end: Callable[[Postgres], None], seconds: float) -> float:
    """End servers and start them again; return the seconds that it took."""
    began = time.monotonic()
    for server in servers:
        end(server)
    time.sleep(seconds)
    for server in servers:
        server.start()
    return time.monotonic() - began


def _frozen(servers: Replication, random: Random, seconds: float) -> float:
    """Let a replica take connections and not answer."""
    began, server = time.monotonic(), random.choice(servers.replicas)
    stopped = processes(server)
    for process in stopped:
        process.send_signal(signal.SIGSTOP)
    time.sleep(seconds)
    for process in stopped:
        process.send_signal(signal.SIGCONT)
    return time.monotonic() - began


def _until_all_are_read(servers: Replication) -> float:
    """Wait until visitors read from each replica; return the seconds that it took."""
    began = time.monotonic()
    while time.monotonic() < began + 60 and not all(_is_read(replica, began) for replica in servers.replicas):
        time.sleep(0.1)
    return time.monotonic() - began


def _is_read(replica: Postgres, since: float) -> bool:
    age = time.monotonic() - since
    query = """
        SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%%"initiatives_%%' AND pid <> pg_backend_pid()
        AND query_start > clock_timestamp() - make_interval(secs => %s)
    """
    return bool(execute(replica, query, age))
