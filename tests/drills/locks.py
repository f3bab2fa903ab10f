"""The index lock: how long an editor waits while somebody else saves what thousands of initiatives depend on."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, sleep
from typing import Any

import django
import psycopg

from tests.drills.figures import Figure
from tests.drills.site import settings_for

INITIATIVES, FEW = 10_000, 1_000
SAVES = 5  # the median of those alone is compared with the longest of the others
MAX_HEAD_START = 0.6  # seconds, in which the other editor has taken the lock
PAUSE = 0.3  # seconds between the saves while the worker reindexes
MOST_WAITING = 1.0  # seconds more than alone
CATEGORY = """
    SELECT category_id FROM initiatives_initiative_categories GROUP BY category_id ORDER BY count(*) DESC LIMIT 1
"""
LOCAL = "SELECT array_agg(id ORDER BY id) FROM initiatives_initiative WHERE scope = 'lokaal'"
WAITING = "SELECT count(*) FROM initiatives_outdatedrow"
ERRORS = r'<ul class="errorlist[^>]*>\s*<li>(.*?)</li>'
MAKE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from tests.benchmarks.store import fill
fill({number})
from initiatives.models import Approach, Initiative
# Otherwise the rules of publication refuse them.
Initiative.objects.update(results="", lessons="")
approach, relation = Approach.objects.filter(target_groups=None).first(), Initiative.approaches.through
keys = Initiative.objects.values_list("pk", flat=True)
relation.objects.bulk_create([relation(initiative_id=key, approach=approach) for key in keys], batch_size=1_000)
from tests.admin.browsers import sign_in
print(*sign_in(dict.fromkeys(("een", "twee"), "eindredacteur")).values())
"""


def drill(quick: bool, seed: int) -> list[Figure]:
    """Save a category that hundreds of initiatives have, while another editor saves an initiative."""
    number, draw = FEW if quick else INITIATIVES, Random(seed)
    with _catalogue(number) as (address, url, sessions):
        from tests.admin.browsers import Browser

        one, two = (Browser(address, session) for session in sessions)
        key, local = _first(url, CATEGORY), _first(url, LOCAL)
        category, initiative = (f"/beheer/initiatives/{path}/change/" for path in (f"category/{key}", "initiative/{}"))
        texts = count()

        def save_initiative() -> float:
            return _saved(two, initiative.format(draw.choice(local)), f"Tekst {next(texts)}")

        def save_category() -> float:
            return _saved(one, category, f"Tekst {next(texts)}")

        save_initiative(), save_category()
        _reindexed(url)
        alone = median(save_initiative() for _ in range(SAVES))
        starts = [draw.uniform(0, MAX_HEAD_START) for _ in range(SAVES)]
        beside = max(_beside(save_category, save_initiative, start) for start in starts)
        behind = _while_waiting(url, save_initiative)
    conditions = f"{number:,} initiatives, {alone:.2f} s alone"
    return [
        Figure(f"longer for a save beside that of a category ({conditions})", beside - alone, MOST_WAITING, " s"),
        Figure(f"longer for a save while the worker reindexes ({conditions})", behind - alone, MOST_WAITING, " s"),
    ]


def _beside(save_category: Callable[[], float], save_initiative: Callable[[], float], head_start: float) -> float:
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(save_category)
        sleep(head_start)
        duration = save_initiative()
        other.result()
    return duration


def _while_waiting(url: str, save_initiative: Callable[[], float]) -> float:
    """The longest save until the worker has reindexed everything that waits."""
    longest = 0.0
    while _first(url, WAITING):
        longest = max(longest, save_initiative())
        sleep(PAUSE)
    return longest


def _reindexed(url: str) -> None:
    while _first(url, WAITING):
        sleep(PAUSE)


def _saved(browser, path: str, text: str) -> float:
    """Save a record with another text, through its form.

    Returns:
        The seconds that the request took.
    """
    pairs = [(name, text if name == "description" else value) for name, value in browser.form(path)]
    began = perf_counter()
    status, page = browser.ask(path, pairs)
    assert status == 302, f"{path}: {status} {re.findall(ERRORS, page)}"
    return perf_counter() - began


def _first(url: str, query: str) -> Any:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()[0]


@contextmanager
def _catalogue(number: int) -> Iterator[tuple[str, str, list[str]]]:
    """A web server and a background worker on a database of its own with so many initiatives.

    Yields:
        The address, that of the database, and the sessions of two editors.
    """
    from catalogue.trial import postgres

    with (
        tempfile.TemporaryDirectory(prefix="drill-locks-") as folder,
        settings_for(Path(folder)),
        postgres.server(Path(folder) / "postgres") as url,
    ):
        os.environ["DATABASE_URL"] = url
        django.setup()
        make = [sys.executable, "manage.py", "shell", "-v0", "-c", MAKE.format(number=number)]
        sessions = subprocess.run(make, check=True, capture_output=True, text=True).stdout.split()
        from tests.browser.running import start_gunicorn

        server, address = start_gunicorn(url)
        worker = subprocess.Popen([sys.executable, "manage.py", "db_worker", "--interval", "0.2"])
        try:
            yield address, url, sessions
        finally:
            for process in (server, worker):
                process.terminate()
                process.wait(timeout=60)
