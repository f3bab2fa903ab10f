"""The whole site as files: complete, without broken links, in time; and its search beside that of the site."""

import json
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import monotonic
from urllib.parse import quote, unquote, urlsplit
from urllib.request import urlopen

import psycopg
from lxml import html
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from tests.browser import chromium
from tests.databases import manage
from tests.drills.figures import Figure
from tests.drills.site import leave_few, served

BASE = "http://127.0.0.1"
FIRST_SECONDS, SECOND_SECONDS = 60.0, 10.0
QUESTIONS, SHOWN = 50, 5
MOST_MISSED = 25.0  # per cent
INITIATIVES = "SELECT slug FROM initiatives_initiative WHERE status = 'published'"
# By the folder of its pages, the key of its facet and its table; municipalities are those of today.
VOCABULARY = (
    ("gemeenten", "gemeente", "municipality WHERE coalesce(valid_until > current_date, true)"),
    ("doelgroepen", "doelgroep", "targetgroup"),
    ("categorieen", "categorie", "category"),
    ("aanpakken", "aanpak", "approach"),
    ("bronnen", "bron", "source"),
)


def drill(quick: bool, seed: int) -> list[Figure]:
    """Freeze the shipped catalogue twice, look at every file, and ask both the same questions."""
    with (
        served(fill=leave_few if quick else None) as site,
        tempfile.TemporaryDirectory(prefix="catalogue-drill-") as temporary,
    ):
        folder = Path(temporary) / "copy"
        first, second = _freeze(site.url, folder), _freeze(site.url, folder)
        files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
        kilobytes = (folder / "zoekindex.js").stat().st_size / 1_000
        print(f"  {len(files):,} files, {sum(file['bytes'] for file in files) / 1e6:.0f} MB, index {kilobytes:.0f} kB")
        with psycopg.connect(site.url) as connection:
            initiatives, values = _missing(connection, folder)
            questions = _questions(connection, Random(seed))
        return [
            Figure("initiatives missing", initiatives, 0),
            Figure("values of vocabularies missing", values, 0),
            Figure(f"broken links in {len(files):,} files", sum(1 for _ in _broken(folder)), 0),
            Figure("faults of the WARC file", _faults(folder, files), 0),
            Figure("to freeze the site", first, FIRST_SECONDS, " s"),
            Figure("to freeze it again", second, SECOND_SECONDS, " s"),
            Figure(
                f"of the first {SHOWN} of the site missing in the first {SHOWN} of the copy, {QUESTIONS} questions",
                _missed(site.address, folder, questions),
                MOST_MISSED,
                " %",
            ),
        ]


def _freeze(database_url: str, folder: Path) -> float:
    began = monotonic()
    manage(database_url, "freeze", folder, "--base", BASE)
    return monotonic() - began


def _missing(connection: psycopg.Connection, folder: Path) -> tuple[int, int]:
    """How many initiatives and values have no page, or no list."""
    slugs = [slug for (slug,) in connection.execute(INITIATIVES)]
    initiatives = [slug for slug in slugs if not (folder / "initiatieven" / slug / "index.html").exists()]
    wanted = []
    for pages, key, table in VOCABULARY:
        for (slug,) in connection.execute(f"SELECT slug FROM initiatives_{table}"):
            wanted += [f"{pages}/{slug}/index.html", f"initiatieven/index@{key}={slug}.html"]
    values = [path for path in wanted if not (folder / path).exists()]
    return len(initiatives), len(values)


def _broken(folder: Path) -> Iterator[str]:
    """The links of pages to files that are not there."""
    for path in folder.rglob("*.html"):
        for element, _, link, _ in html.fromstring(path.read_bytes()).iterlinks():
            parts = urlsplit(link)
            if element.tag == "meta" or parts.scheme or parts.netloc or not parts.path:
                continue
            target = folder / parts.path[1:] if link.startswith("/") else path.parent / unquote(parts.path)
            if not target.is_file():
                print(f"  {path.relative_to(folder)}: {link}", flush=True)
                yield link


def _faults(folder: Path, files: list[dict]) -> int:
    """What warcio finds wrong, and the addresses of the manifest that cannot be read back."""
    archive = folder / "catalogue.warc.gz"
    wrong = Checker(Namespace(inputs=[str(archive)], verbose=False)).process_all()
    with archive.open("rb") as stream:
        found = {
            record.rec_headers.get_header("WARC-Target-URI"): len(record.content_stream().read())
            for record in ArchiveIterator(stream, arc2warc=False)
            if record.rec_type == "response"
        }
    return wrong + sum(f"{BASE}{file['address']}" not in found for file in files if file["address"])


def _questions(connection: psycopg.Connection, random: Random) -> list[str]:
    """Words of titles, whole titles, and names of the vocabularies, alone and together."""
    titles = [title for (title,) in connection.execute("SELECT title FROM initiatives_initiative ORDER BY slug")]
    names = [
        [name for (name,) in connection.execute(f"SELECT name FROM initiatives_{table} ORDER BY slug")]
        for table in ("targetgroup", "category", "approach")
    ]
    words = [" ".join(random.sample(title.split(), min(2, len(title.split())))) for title in random.sample(titles, 20)]
    single = [random.choice(random.choice(names)) for _ in range(10)]
    pairs = [" ".join(random.choice(kind) for kind in random.sample(names, 2)) for _ in range(10)]
    return [*words, *random.sample(titles, 10), *single, *pairs]


def _missed(address: str, folder: Path, questions: list[str]) -> float:
    """The share of what the site finds first that the copy does not find first, in per cent."""
    wanted = missed = 0
    with chromium.browser() as browser:
        page = browser.new_page()
        page.goto((folder / "zoeken.html").as_uri())
        for question in questions:
            with urlopen(f"{address}/api/v1/initiatieven?aantal={SHOWN}&q={quote(question)}") as response:
                expected = {result["slug"] for result in json.load(response)["resultaten"]}
            found = page.evaluate("(words) => frozenSearch(`?q=${encodeURIComponent(words)}`)", question)
            numbers = [*found["full"], *found["partial"]][:SHOWN]
            paths = page.evaluate("(numbers) => numbers.map((number) => FROZEN_INDEX.items[number][0])", numbers)
            lost = expected - {path.split("/")[1] for path in paths}
            wanted, missed = wanted + len(expected), missed + len(lost)
            if lost:
                print(f"  {question}: {len(lost)} of {len(expected)} missed", flush=True)
    return 100 * missed / wanted
