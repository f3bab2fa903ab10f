"""Backups are restored: rows and pages of a dump, and every transaction up to a point in time of an archive."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.databases import ROOT
from tests.drills.cluster import point_in_time
from tests.drills.figures import Figure
from tests.drills.pgbackrest import Instance, archived
from tests.drills.site import shared
from tests.drills.transactions import TABLE, Moment, commit, committed, execute

ADDRESSES, FEWER = 50, 12
TRANSACTIONS, FEW = 200, 40
KINDS = ("xid", "time", "lsn")  # of targets, as pgBackRest calls them


def drill(quick: bool, seed: int) -> list[Figure]:
    """Prove a dump, and restore an archive to moments between two transactions: of one machine, and of three."""
    figures = [*_dump(quick, seed), *points_in_time(quick, seed)]
    return figures if quick else [*figures, *point_in_time.points_in_time(seed)]


def _dump(quick: bool, seed: int) -> list[Figure]:
    site = shared()
    from initiatives.backups.manifest import last_backup
    from initiatives.backups.restoring import prove

    with tempfile.TemporaryDirectory(prefix="catalogue-backups-") as folder:
        command = [sys.executable, "manage.py", "backup", folder]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": site.url}, check=True)
        backup = last_backup(Path(folder))
        number = FEWER if quick else ADDRESSES
        began = time.monotonic()
        outcome = prove(backup, site.url, site.url, number, seed, lambda line: print(f"  {line}", flush=True))
    print(f"  proven in {time.monotonic() - began:.1f} s", flush=True)
    return [
        Figure(
            f"differing rows of {backup.rows:,} in {len(backup.tables)} tables, in a restored dump",
            sum(outcome.rows.values()),
            0,
        ),
        Figure(f"differing addresses of {len(outcome.asked)} of the site on it", len(outcome.addresses), 0),
        Figure("sites that were not compared, as the catalogue had changed", int(not outcome.is_compared), 0),
    ]


def points_in_time(quick: bool, seed: int) -> list[Figure]:
    """Make a base backup and numbered transactions, and restore moments between them, each from nothing."""
    number, random, wrong = FEW if quick else TRANSACTIONS, Random(seed), 0
    with archived() as instance:
        execute(instance.url, TABLE)
        instance.pgbackrest("backup", "--type=full")
        time.sleep(1)  # pgBackRest knows the end of a backup to the second
        moments = [commit(instance.url, one) for one in range(1, number + 1)]
        for kind in KINDS[: 1 if quick else None]:
            wrong += _restored(instance, kind, random.choice(moments[1:-1]))
    kinds = 1 if quick else len(KINDS)
    return [Figure(f"transactions wrong of {number}, restored to {kinds} points in time", wrong, 0)]


def _restored(instance: Instance, kind: str, moment: Moment) -> int:
    """Restore a moment, said in this way; return how many transactions are wrong."""
    began = time.monotonic()
    options = (f"--type={kind}", f"--target={getattr(moment, kind)}", "--target-timeline=1")
    instance.lose_and_restore(*options, "--target-action=promote")
    seconds, right = time.monotonic() - began, set(range(1, moment.number + 1))
    differing = len(committed(instance.url) ^ right)
    print(f"  to transaction {moment.number} by {kind}: {seconds:.1f} s, {differing} wrong", flush=True)
    return differing
