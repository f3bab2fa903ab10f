"""The primary is killed again and again, in three ways, with two sets of Patroni's times."""

import time
from collections.abc import Callable
from random import Random

from tests.cluster.machine import DEFAULT, TUNED, Machine
from tests.cluster.site import Site, wait_until_whole
from tests.drills.cluster.shared import shared
from tests.drills.cluster.writers import Load
from tests.drills.figures import Figure

RESTART = 1.0  # seconds until systemd starts Patroni again (RestartSec in its unit)
SETS = {"tuned": TUNED, "by default": DEFAULT}
BOUNDS = {"tuned": 10.0, "by default": 20.0}  # seconds until something can be written again
# A machine that says nothing any more is given up when its lease ends: Patroni takes none of less than 20 s.
MACHINE_BOUND = 28.0


def drill(quick: bool, seed: int) -> list[Figure]:
    """Kill the primary under a load of readers, an editor and a program that writes."""
    figures = []
    for name in ["tuned"] if quick else SETS:
        if not quick:
            shared().site.databases.configure(SETS[name])
        figures += _kill(name, [_postgres] if quick else [_postgres, _services, _machine], 1 if quick else 10, seed)
    if not quick:
        shared().site.databases.configure(TUNED)
    return figures


def _kill(name: str, kinds: list[Callable], times: int, seed: int) -> list[Figure]:
    site, took = shared().site, {kind: list[float]() for kind in kinds}
    deeds = [kinds[number % len(kinds)] for number in range(times)]
    Random(seed).shuffle(deeds)
    with shared().people.working(seed) as load:
        for deed in deeds:
            time.sleep(Random(seed).uniform(1, 4))
            took[deed].append(deed(site, load))
            print(f"  {name}: {deed.__doc__}: {took[deed][-1]:.1f} s", flush=True)
            wait_until_whole(site)
        time.sleep(2)
    figures = load.figures(f"while the primary was killed {times} times, {name}")
    return figures + [_figure(name, deed, took[deed]) for deed in kinds]


def _figure(name: str, deed: Callable, seconds: list[float]) -> Figure:
    bound = MACHINE_BOUND if deed is _machine else BOUNDS[name]
    return Figure(f"at most until a write, {name}, of {len(seconds)} times {deed.__doc__}", max(seconds), bound, " s")


def _postgres(site: Site, load: Load) -> float:
    """PostgreSQL was killed"""
    began = _do(site, Machine.kill_postgres)
    return load.seconds_after(began)


def _services(site: Site, load: Load) -> float:
    """PostgreSQL and Patroni were killed"""
    machine = site.databases.leader()
    began = _do(site, Machine.kill_services)
    time.sleep(RESTART)
    machine.patroni.launch()
    return load.seconds_after(began)


def _machine(site: Site, load: Load) -> float:
    """the machine fell silent"""
    machine = site.databases.leader()
    began = _do(site, Machine.freeze)
    seconds = load.seconds_after(began)
    machine.kill()
    machine.start_again()
    return seconds


def _do(site: Site, deed: Callable[[Machine], None]) -> float:
    """Return when it was done: until then something could still be written."""
    deed(site.databases.leader())
    return time.monotonic()
