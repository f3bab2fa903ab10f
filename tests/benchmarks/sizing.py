"""What docs/scaling.md reckons with: the memory of a worker, the size of the database, and how long an edit takes."""

from random import Random

import psutil
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat, Left

from initiatives.models import Initiative
from initiatives.search.index.writer import index_update
from tests.benchmarks.figures import Report, percentile, times
from tests.benchmarks.generator import questions
from tests.benchmarks.web import gunicorn, request

ASKED = 2_000  # questions, after which the caches of a worker are full
EDITS = 40


def measure(size: int, report: Report) -> None:
    """All of them at one size."""
    report.show("the database", _database() / 1e6, "", " MB")
    report.show("the database, of an initiative", _database() / 1e3 / size, "", " kB")
    with gunicorn() as port:
        request(port, [f"/initiatieven/?{question}" for question in questions(ASKED, seed=5)])
        report.show(f"memory that a worker has for itself, after {ASKED:,} questions", _worker() / 1e6, "", " MB")
    chosen = Random(5).choices(Initiative.objects.values_list("pk", flat=True), k=EDITS)
    report.show("an edit with its search row, p50", 1_000 * percentile(times(_edit, chosen), 50), "", " ms")


def _database() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return cursor.fetchone()[0]


def _worker() -> int:
    """Bytes that the only worker of the only web server that this process started does not share with others."""
    (worker,) = (
        worker
        for server in psutil.Process().children()
        if "gunicorn" in " ".join(server.cmdline())
        for worker in server.children()
    )
    return worker.memory_full_info().uss


def _edit(pk: int) -> None:
    with index_update() as update:
        edited = Initiative.objects.filter(pk=pk)
        edited.update(summary=Concat(Left("summary", 250), Value(" Ook telefonisch.")))
        update.add(edited)
