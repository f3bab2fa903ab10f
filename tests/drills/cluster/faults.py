"""Restarts of all machines, etcd that is away, a cut cable, a full disk, and statements that take long."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random

import psutil
import psycopg

from tests.cluster.databases import NAME
from tests.cluster.machine import Machine
from tests.cluster.site import Site, wait_until_whole
from tests.drills.cluster.shared import shared
from tests.drills.figures import Figure
from tests.drills.load import pages, slowest

LONGEST_PAUSE = 10.0  # seconds between two writes, when another machine takes over in order
SLEEPERS, BURNERS = 20, 1  # statements that wait, and that calculate
BURN = "SELECT count(*) FROM generate_series(1, 10000000000)"


def restart(quick: bool, seed: int) -> list[Figure]:
    """Restart every machine, one after another, as for an upgrade: the primary last, after a switchover."""
    site = shared().site
    leader, replicas = site.databases.leader(), site.databases.replicas()
    with shared().people.working(seed) as load:
        for machine in replicas:
            _restart(site, machine)
        site.databases.switch_over(Random(seed).choice(replicas))
        wait_until_whole(site)
        _restart(site, leader)
        time.sleep(1)
    figures = load.figures("while every machine was restarted")
    return [*figures, Figure("was the longest pause between two writes", load.rows.longest_pause, LONGEST_PAUSE, " s")]


def _restart(site: Site, machine: Machine) -> None:
    site.databases.patronictl("restart", NAME, machine.name, "--force")
    wait_until_whole(site)


def etcd(quick: bool, seed: int) -> list[Figure]:
    """Kill one member of etcd, then all of them for a while; the primary stays what it was."""
    site, figures = shared().site, []
    leader = site.databases.leader()
    for members, seconds in ((site.databases.machines[:1], 3), (site.databases.machines, 8 if quick else 30)):
        with shared().people.working(seed) as load:
            for machine in members:
                machine.etcd.kill()
            time.sleep(seconds)
            for machine in members:
                machine.etcd.launch()
            time.sleep(3)
        what = f"while {len(members)} of 3 etcd were away for {seconds} s"
        pause = Figure(f"was the longest pause between two writes {what}", load.rows.longest_pause, LONGEST_PAUSE, " s")
        figures += [*load.figures(what), pause]
        wait_until_whole(site)
    return [*figures, Figure("changes of the primary meanwhile", int(site.databases.leader() is not leader), 0)]


def network(quick: bool, seed: int) -> list[Figure]:
    """Cut the cable between the primary and a replica."""
    site, seconds = shared().site, 5 if quick else 40
    leader, replica = site.databases.leader(), Random(seed).choice(site.databases.replicas())
    with shared().people.working(seed) as load:
        site.databases.relay.cut(leader.address, replica.name)
        time.sleep(seconds)
        site.databases.relay.mend()
        again = site.databases.wait_until_whole()
        time.sleep(1)
    return [
        *load.figures(f"while the primary and a replica could not reach each other for {seconds} s"),
        Figure("was the longest pause between two writes", load.rows.longest_pause, LONGEST_PAUSE, " s"),
        Figure("until the replica had caught up", again, 30, " s"),
    ]


def diskfull(quick: bool, seed: int) -> list[Figure]:
    """Fill the disk of the primary."""
    site, disk = shared().site, shared().disk
    if disk is None:
        print("  diskfull is left out: only root can make a small file system", flush=True)
        return []
    machine = site.databases.machines[0]
    site.databases.switch_over(machine)
    wait_until_whole(site)
    with shared().people.working(seed) as load:
        ballast, began = disk / "ballast", time.monotonic()
        _fill(ballast, machine)
        time.sleep(4 if quick else 20)
        print(f"  the primary is {site.databases.leader().name}, before it was {machine.name}", flush=True)
        ballast.unlink()
        freed = time.monotonic()
        again = load.seconds_after(freed)
        wait_until_whole(site)
        print(f"  writes stood still for {load.rows.longest_pause:.1f} s of {freed - began:.1f} s", flush=True)
    return [
        *load.figures("while the disk of the primary was full"),
        Figure("at most until a write after there was room", again, 10, " s"),
    ]


def _fill(ballast: Path, machine: Machine) -> None:
    """Fill a disk, the part that PostgreSQL has set aside for its write-ahead log too."""
    with ballast.open("wb", buffering=0) as file:
        for size in (1_048_576, 4_096):
            with suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
    with suppress(psycopg.Error), machine.connect(NAME) as connection:
        while True:
            connection.execute("CREATE TABLE room AS SELECT repeat('x', 1000) FROM generate_series(1, 2000)")
            connection.execute("DROP TABLE room")


def slowquery(quick: bool, seed: int) -> list[Figure]:
    """Let statements of a minute occupy the primary."""
    site, seconds = shared().site, 4 if quick else 60
    statements = [*["SELECT pg_sleep(60)"] * SLEEPERS, *[BURN] * BURNERS]
    leader = site.databases.leader()
    with shared().people.working(seed) as load, ExitStack() as stack, ThreadPoolExecutor(len(statements)) as pool:
        connections = [stack.enter_context(leader.connect(NAME)) for _ in statements]
        for connection, statement in zip(connections, statements, strict=True):
            pool.submit(_execute, connection, statement)
        time.sleep(seconds)
        for connection in connections:
            connection.cancel_safe()
    figures = load.figures(f"beside {len(statements)} statements of a minute")
    return [*figures, slowest(pages(load.reads))]


def _execute(connection: psycopg.Connection, statement: str) -> None:
    """Execute a statement, with less right to the processor than what would be on other machines."""
    psutil.Process(connection.info.backend_pid).nice(19)
    with suppress(psycopg.errors.QueryCanceled):
        connection.execute(statement)
