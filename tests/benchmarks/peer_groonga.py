"""Groonga, the search engine in C of Debian, as a peer: full text and drilldowns in one process of its own."""

import json
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs

from tests import debian
from tests.benchmarks import FACETS, TEXTS, Made
from tests.benchmarks.generator import facet_values
from tests.benchmarks.peer_tantivy import PAGE, Answer

PACKAGES = ("groonga-bin", "groonga-token-filter-stem")
MATCH = "title * 4 || summary * 2 || description || results || lessons"
SORTED = {"nieuwste": "-published", "gemeente": "place", "titel": "order"}
BATCH = 1_000  # initiatives in one command
SCHEMA = """
    plugin_register token_filters/stem
    table_create Words TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto
        --token_filters 'TokenFilterStem("algorithm", "dutch")'
    table_create Initiatives TABLE_NO_KEY
    column_create Initiatives number COLUMN_SCALAR UInt32
    column_create Initiatives published COLUMN_SCALAR UInt32
    column_create Initiatives order COLUMN_SCALAR ShortText
    column_create Initiatives place COLUMN_SCALAR ShortText
"""


class GroongaError(Exception):
    """Groonga refused a command."""


class Groonga:
    """A database of Groonga with a process that answers commands on its standard input."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._process = process

    @classmethod
    @contextmanager
    def of(cls, made: Iterable[Made]) -> Iterator["Groonga"]:
        """Fill a database of its own with these initiatives."""
        debian.install(*PACKAGES)
        with TemporaryDirectory(prefix="catalogue-groonga-") as folder:
            command = ["groonga", "-n", str(Path(folder) / "db")]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            try:
                peer = cls(process)
                peer._load(made)
                yield peer
            finally:
                process.stdin.close()
                process.wait()

    def answer(self, query_string: str) -> Answer:
        """What the page to browse would tell for its query string; words (`q`) must all be found."""
        asked = parse_qs(query_string)
        words = asked.get("q", [""])[0]
        chosen = {facet: _any(facet, asked[facet]) for facet in FACETS if facet in asked}
        order = SORTED.get(asked.get("sorteer", [""])[0], "-_score" if words else "order")
        page = {"limit": PAGE, "offset": PAGE * (int(asked.get("pagina", "1")[0]) - 1), "sort_keys": order}
        snippets = "" if not words else ",snippet_html(description),snippet_html(summary)"
        table, counts = self._select(words, chosen, FACETS, **page, output_columns=f"number{snippets}")
        for facet in chosen:
            others = {other: condition for other, condition in chosen.items() if other != facet}
            counts |= self._select(words, others, (facet,), limit=0, output_columns="number")[1]
        (total,), _, *rows = table
        return Answer([row[0] for row in rows], total, counts, [str(row[1:]) for row in rows] if words else [])

    def _select(
        self, words: str, chosen: dict[str, str], facets: Iterable[str], **arguments: object
    ) -> tuple[list, dict[str, dict[str, int]]]:
        """The rows that match, and for some facets how many of all that match have each value."""
        command = {"table": "Initiatives", **arguments}
        if words:
            command |= {"match_columns": MATCH, "query": words, "query_flags": "NONE"}
        if chosen:
            command["filter"] = " && ".join(chosen.values())
        for facet in facets:
            key = f"drilldowns[{facet}]"
            command |= {f"{key}.keys": facet, f"{key}.limit": -1, f"{key}.output_columns": "_key,_nsubrecs"}
        table, drilldowns = self._command("select", command)
        return table, {facet: dict(rows[2:]) for facet, rows in drilldowns.items()}

    def _command(self, name: str, arguments: dict[str, object]) -> list:
        quoted = (f"--{key} {json.dumps(str(value), ensure_ascii=False)}" for key, value in arguments.items())
        return self._send(" ".join([name, *quoted]))

    def _send(self, *lines: str) -> list:
        """Send a command and read its answer.

        Raises:
            GroongaError: it was refused.
        """
        self._process.stdin.write("\n".join([*lines, ""]))
        self._process.stdin.flush()
        (status, *about), *body = json.loads(self._process.stdout.readline())
        if status:
            raise GroongaError(f"{lines[0]}: {about}")
        return body[0]

    def _load(self, made: Iterable[Made]) -> None:
        """Make the tables, fill them, and then the indexes, which is quicker than the other way round."""
        for command in SCHEMA.replace("\n        --", " --").split("\n"):
            if command.strip():
                self._send(command.strip())
        for text in TEXTS:
            self._send(f"column_create Initiatives {text} COLUMN_SCALAR Text")
        for facet in FACETS:
            self._send(f"table_create Values_{facet} TABLE_PAT_KEY ShortText")
            self._send(f"column_create Initiatives {facet} COLUMN_VECTOR Values_{facet}")
        rows = [_row(initiative) for initiative in made]
        for start in range(0, len(rows), BATCH):
            self._send("load --table Initiatives", json.dumps(rows[start : start + BATCH], ensure_ascii=False))
        sources = ",".join(TEXTS)
        self._send(f"column_create Words texts COLUMN_INDEX|WITH_POSITION|WITH_SECTION Initiatives {sources}")
        for facet in FACETS:
            self._send(f"column_create Values_{facet} initiatives COLUMN_INDEX Initiatives {facet}")


def _any(facet: str, slugs: list[str]) -> str:
    values = ", ".join(json.dumps(slug) for slug in slugs)
    return f"in_values({facet}, {values})"


def _row(made: Made) -> dict[str, object]:
    values = {facet: list(slugs) for facet, slugs in facet_values(made).items()}
    return {
        **{text: getattr(made, text) for text in TEXTS},
        **values,
        "number": made.number,
        "published": made.published.toordinal(),
        "order": made.title.casefold(),
        "place": (values["gemeente"][:1] or [""])[0],
    }
