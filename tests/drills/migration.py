"""Expand, backfill and contract a table of 10,000 rows, while readers and an editor of the release before go on."""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random
from threading import Thread

import psycopg

from tests.databases import ROOT
from tests.drills import editors
from tests.drills.exports import fill
from tests.drills.figures import Figure
from tests.drills.load import Read, failed, readers, slowest
from tests.drills.paths import KEPT, PROGRAMS, new_path
from tests.drills.site import Site, served
from tests.migrations.made import make

INITIATIVES, FEW = 10_000, 2_000
TABLE = "initiatives_initiative"
# What was filled by COPY has used no numbers.
SEQUENCES = "; ".join(
    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
    for table in (
        TABLE,
        f"{TABLE}_municipalities",
        f"{TABLE}_target_groups",
        f"{TABLE}_categories",
        "initiatives_mention",
    )
)
# Seconds that somebody else's transactions on the table are open, and the pause between them.
OPEN, QUICK_OPEN, PAUSE = (6.0, 5.0), (2.0,), 2.0
# As CONTRIBUTING.md tells: in batches, each with the lock of the index before the locks of rows, as editors do.
BACKFILL = """
from django.db import transaction

def change(apps, schema_editor):
    initiatives = apps.get_model("initiatives", "Initiative").objects
    keys = True
    while keys:
        with transaction.atomic():
            schema_editor.execute("SELECT pg_advisory_xact_lock(20200312)")
            keys = list(initiatives.filter(made="").values_list("pk", flat=True)[:500])
            initiatives.filter(pk__in=keys).update(made=models.F("title"))
"""
CHECK = 'models.CheckConstraint(condition=Q(made__isnull=False), name="made_check")'
EXPAND = 'migrations.AddField("initiative", "made", models.TextField(db_default=""))'
INDEX = 'AddIndexConcurrently("initiative", models.Index(fields=["made"], name="made_index"))'
FORGET = '[migrations.RemoveConstraint("initiative", "made_check"), migrations.RemoveField("initiative", "made")]'
STEPS: tuple[str | tuple[str, str], ...] = (
    EXPAND,
    INDEX,
    ("migrations.RunPython(change, migrations.RunPython.noop)", BACKFILL),
    f'AddConstraintNotValid("initiative", {CHECK})',
    'ValidateConstraint("initiative", "made_check")',
    'RemoveIndexConcurrently("initiative", "made_index")',
    f"migrations.SeparateDatabaseAndState([], {FORGET})",
    f'migrations.RunSQL("ALTER TABLE {TABLE} DROP COLUMN made", "SELECT 1")',
)


def drill(quick: bool, seed: int) -> list[Figure]:
    """Migrate behind transactions that are open for seconds, under load."""
    number = FEW if quick else INITIATIVES
    with (
        tempfile.TemporaryDirectory(prefix="catalogue-migrations-") as folder,
        served(fill=lambda: fill(number)) as site,
        editors.working(site.url) as editor,
    ):
        site.execute(SEQUENCES)
        with ExitStack() as stack:
            reads = stack.enter_context(readers(site.address, _page, seed))
            saves = stack.enter_context(editor.saving())
            time.sleep(1)
            others = Thread(target=_open_transactions, args=(site, QUICK_OPEN if quick else OPEN))
            others.start()
            time.sleep(0.5)
            lines = _migrate(site, make(Path(folder), *STEPS))
            others.join()
            saves.wait_for_another()
        lost = saves.lost(site.url)
    return _figures(lines, reads, saves, lost, number)


def _figures(lines: list[str], reads: list[Read], saves: editors.Saves, lost: int, number: int) -> list[Figure]:
    retries = sum("a lock is taken" in line for line in lines)
    conditions = f"while {len(STEPS)} migrations of {number:,} rows were applied, with {retries} more attempts"
    return [
        failed(f"of {len(reads):,} reads {conditions}", reads),
        Figure(f"lost of {len(saves.done):,} writes that were acknowledged", lost, 0),
        Figure("refused writes", saves.refused, 0),
        Figure("of the migrations missing", len(STEPS) - sum("applied in" in line for line in lines), 0),
        Figure("blocked migrations that were not tried again", int(not retries), 0),
        slowest(reads),
    ]


def _page(random: Random) -> str:
    """Draw a page or an answer for programs; a whole file of 10,000 rows takes longer than any lock."""
    return random.choice(KEPT + PROGRAMS) if random.random() < 0.5 else new_path(random)


def _open_transactions(site: Site, durations: tuple[float, ...]) -> None:
    """Be somebody who writes in the table, and leaves the transaction open for a while."""
    for seconds in durations:
        with psycopg.connect(site.url) as connection:
            connection.execute(f"LOCK TABLE {TABLE} IN ROW EXCLUSIVE MODE")
            time.sleep(seconds)
        time.sleep(PAUSE)


def _migrate(site: Site, environment: dict[str, str]) -> list[str]:
    """Run the command, and return the lines that it writes; prints them too."""
    command = [sys.executable, "manage.py", "migrate_safely"]
    variables = os.environ | environment | {"DATABASE_URL": site.url}
    done = subprocess.run(command, cwd=ROOT, env=variables, text=True, stdout=subprocess.PIPE, check=False)
    for line in done.stdout.splitlines():
        print(f"  {line}", flush=True)
    return done.stdout.splitlines()
