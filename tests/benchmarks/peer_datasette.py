"""Datasette as a peer: the table page of the same initiatives in SQLite, set up as its documentation advises."""

import json
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from tests.benchmarks import FACETS, TEXTS, Made
from tests.benchmarks.generator import facet_values

SINGLE = ("fase", "bereik", "bron")  # facets with one value, kept as text; the others are JSON arrays
COLUMNS = ("id", "slug", *TEXTS, *FACETS, "published")
SORTED = {"titel": ("_sort", "title"), "nieuwste": ("_sort_desc", "published"), "gemeente": ("_sort", "gemeente")}
SETTINGS = {
    "default_page_size": "20",
    "default_facet_size": "1000",  # every value, as our page
    "suggest_facets": "off",  # a costly extra that our page has not
    "facet_time_limit_ms": "600000",
    "sql_time_limit_ms": "600000",
    "default_cache_ttl": "0",
}
START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Datasette:
    """A server that runs, by the address of its table page."""

    table: str

    def url(self, query_string: str) -> str:
        """The page that comes nearest to our page to browse for a query string, with every facet counted.

        Of several values in one facet it has the first: Datasette can only ask for all values at once. It counts a
        chosen facet within the choice, finds words in no other inflection than English ones, orders what it finds
        by number instead of score, and has no numbered pages, so that `pagina` is left out.
        """
        asked = parse_qs(query_string)
        pairs = [("_facet" if facet in SINGLE else "_facet_array", facet) for facet in FACETS]
        pairs += [("_nocol", column) for column in TEXTS[2:]]
        for facet in FACETS:
            if facet in asked:
                pairs.append((f"{facet}__{'exact' if facet in SINGLE else 'arraycontains'}", asked[facet][0]))
        pairs += [("_search", words) for words in asked.get("q", ())]
        pairs += [SORTED[order] for order in asked.get("sorteer", () if "q" in asked else ("titel",))]
        return f"{self.table}?{urlencode(pairs)}"


def build(path: Path, made: Iterable[Made]) -> None:
    """Writes the SQLite file: one table with indexes on its text facets, and full text search of all texts."""
    texts = ", ".join(TEXTS)
    columns = ", ".join(f"{column} {'integer primary key' if column == 'id' else 'text'}" for column in COLUMNS)
    with closing(sqlite3.connect(path)) as database:
        database.execute(f"create table initiatives ({columns})")
        database.executemany(f"insert into initiatives values ({', '.join('?' * len(COLUMNS))})", map(_row, made))
        for column in (*SINGLE, "title", "published", "gemeente"):
            database.execute(f"create index initiatives_{column} on initiatives ({column})")
        tokens = "tokenize='porter unicode61', content=[initiatives], content_rowid=[id]"
        database.execute(f"create virtual table initiatives_fts using fts5({texts}, {tokens})")
        for command in ("rebuild", "optimize"):
            database.execute("insert into initiatives_fts (initiatives_fts) values (?)", [command])
        database.commit()
        database.executescript("analyze; vacuum")


def _row(made: Made) -> tuple[str | int, ...]:
    """An initiative as COLUMNS."""
    values = facet_values(made)
    facets = (values[facet][0] if facet in SINGLE else json.dumps(values[facet]) for facet in FACETS)
    texts = (getattr(made, text) for text in TEXTS)
    return made.number, made.slug, *texts, *facets, made.published.isoformat()


@contextmanager
def serving(path: Path, port: int) -> Iterator[Datasette]:
    """Datasette on 127.0.0.1 and a free port, while the context lasts; the file is immutable, its counts known."""
    counts = path.with_suffix(".json")
    command = [sys.executable, "-m", "datasette"]
    subprocess.run([*command, "inspect", str(path), "--inspect-file", str(counts)], check=True)
    settings = [word for setting in SETTINGS.items() for word in ("--setting", *setting)]
    options = ["--immutable", str(path), "--inspect-file", str(counts), "--port", str(port), *settings]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([*command, "serve", *options], **quiet) as server:
        try:
            _wait(server, port)
            yield Datasette(f"http://127.0.0.1:{port}/{path.stem}/initiatives")
        finally:
            server.terminate()


def _wait(server: subprocess.Popen, port: int) -> None:
    """Returns once the server accepts connections; raises `RuntimeError` when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with closing(socket.socket()) as connection:
            if connection.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"Datasette does not answer on port {port}.")
