"""Runs drills, all of them unless some are named; exits with 1 when a figure misses its bound."""

import argparse
import os
import secrets
import sys
import time
from collections.abc import Callable

from tests.drills import (
    capacity,
    crawl,
    database,
    exports,
    freeze,
    hostile,
    locks,
    memory,
    migration,
    outage,
    replicas,
    restore,
    signin,
    slow,
    stateless,
    workers,
)
from tests.drills.cluster import failover, faults
from tests.drills.cluster.shared import start_and_stop
from tests.drills.figures import Figure
from tests.drills.site import until_the_end

# Each gets whether to be quick, and a seed; it prints how far it is.
DRILLS: dict[str, Callable[[bool, int], list[Figure]]] = {
    "hostile": hostile.drill,
    "slow": slow.drill,
    "database": database.drill,
    "workers": workers.drill,
    "outage": outage.drill,
    "crawl": crawl.drill,
    "load": capacity.drill,
    "stateless": stateless.drill,
    "exports": exports.drill,
    "locks": locks.drill,
    "guesses": signin.guesses,
    "migration": migration.drill,
    "restore": restore.drill,
    "replica": replicas.replica,
    "lag": replicas.lag,
    "memory": memory.drill,
    "freeze": freeze.drill,
    "restart": faults.restart,
    "etcd": faults.etcd,
    "network": faults.network,
    "slowquery": faults.slowquery,
    "failover": failover.drill,
    "diskfull": faults.diskfull,
    "cluster": start_and_stop,
}
# A quick run has these only when they are named: they need a large catalogue or many requests.
LONG = {"exports", "locks", "memory"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="tests.drills", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(DRILLS)}")
    parser.add_argument("--without", nargs="*", default=[], metavar="NAME", help="those to leave out")
    parser.add_argument("--quick", action="store_true", default=os.environ.get("QUICK") == "1", help="smaller amounts")
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", secrets.randbelow(2**32))))
    options = parser.parse_args()
    if unknown := {*options.names, *options.without} - DRILLS.keys():
        parser.error(f"there is no drill {', '.join(sorted(unknown))}")
    print(f"seed of the drills: SEED={options.seed}", flush=True)
    left_out = {*options.without, *(LONG if options.quick else ())}
    names = options.names or [name for name in DRILLS if name not in left_out]
    figures: list[Figure] = []
    with until_the_end:
        for name in names:
            began = time.monotonic()
            measured = DRILLS[name](options.quick, options.seed)
            print(
                f"{name}: {time.monotonic() - began:.0f} s",
                *(figure.line(name) for figure in measured),
                sep="\n",
                flush=True,
            )
            figures += measured
    sys.exit(any(figure.is_missed for figure in figures))


if __name__ == "__main__":
    main()
