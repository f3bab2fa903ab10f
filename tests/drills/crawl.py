"""Crawlers on combinations of filters that nobody asked for before, beside people who read, through nginx."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import quantiles
from time import sleep
from urllib.parse import urlencode
from urllib.request import urlopen

from tests.drills.figures import Figure
from tests.drills.load import Read, failed, read, running
from tests.drills.paths import KEPT, WORDS
from tests.drills.proxy import nginx
from tests.drills.site import shared

CRAWLERS, READERS = 50, 5
TIMES = 2.0  # as long as on a quiet site may a page take beside crawlers
THINKING = 0.05  # seconds between two pages of a reader
LIMITED = 429  # the status of a crawler that has to slow down


def drill(quick: bool, seed: int) -> list[Figure]:
    """Measure readers alone, and beside crawlers, each with an address of its own."""
    seconds = 3 if quick else 60
    site = shared()
    with behind_nginx(site.address, site.url) as address:
        values = _values(address)
        alone = _read(address, seconds, seed, values)
        crawled: list[Read] = []
        with running([_crawler(address, number, seed, values, crawled) for number in range(CRAWLERS)]):
            sleep(1)
            beside = _read(address, seconds, seed, values)
    statuses = Counter(one.status for one in crawled)
    print(f"  crawlers: {dict(statuses)}; each waited {_p95(crawled):.1f} s at most in 95 %", flush=True)
    refused = [one for one in crawled if one.status == LIMITED]
    before, after = _p95(alone), _p95(beside)
    return [
        Figure(f"times the p95 of readers alone ({before * 1_000:.0f} ms)", after / before, TIMES),
        failed(f"of {len(beside):,} reads beside {CRAWLERS} crawlers", beside),
        failed(f"of {len(crawled):,} requests of crawlers", crawled),
        Figure("refusals without Retry-After", sum("retry-after" not in one.headers for one in refused), 0),
    ]


@contextmanager
def behind_nginx(web_server: str, database_url: str) -> Iterator[str]:
    """Run nginx in front of a web server while the context lasts; yields its address."""
    with (
        tempfile.TemporaryDirectory(prefix="catalogue-nginx-") as folder,
        nginx(Path(folder), web_server, database_url) as address,
    ):
        yield address


def _values(address: str) -> dict[str, list[str]]:
    """The values of some facets, as the site itself lists them."""
    facets = json.load(urlopen(f"{address}/api/v1/facetten"))
    return {facet["sleutel"]: [value["waarde"] for value in facet["waarden"]] for facet in facets["facetten"]}


def _combination(random: Random, values: dict[str, list[str]]) -> str:
    """The path of a combination of two to five filters."""
    keys = random.sample(sorted(values), random.randint(2, 5))
    return f"/initiatieven/?{urlencode([(key, random.choice(values[key])) for key in keys])}"


def _page(random: Random, values: dict[str, list[str]]) -> str:
    """What people read: pages, lists by one value, and words."""
    key = random.choice(("doelgroep", "categorie", "aanpak"))
    one_value = f"/initiatieven/?{key}={random.choice(values[key])}"
    return random.choice((*KEPT, *KEPT, one_value, f"/initiatieven/?q={random.choice(WORDS)}"))


def _crawler(
    address: str, number: int, seed: int, values: dict[str, list[str]], crawled: list[Read]
) -> Callable[[], None]:
    random = Random(f"{seed} {number}")
    source = f"127.0.1.{number + 1}"
    return lambda: crawled.append(read(address, _combination(random, values), source=source))


def _read(address: str, seconds: float, seed: int, values: dict[str, list[str]]) -> list[Read]:
    """Read pages with some readers, after a moment that is not counted."""
    reads: list[Read] = []

    def reader(number: int) -> Callable[[], None]:
        random = Random(f"reader {seed} {number}")

        def one() -> None:
            reads.append(read(address, _page(random, values), source=f"127.0.2.{number + 1}"))
            sleep(THINKING)

        return one

    with running([reader(number) for number in range(READERS)]):
        sleep(seconds)
    return reads


def _p95(reads: list[Read]) -> float:
    return quantiles([one.seconds for one in reads], n=20)[-1]
