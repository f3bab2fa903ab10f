"""PostgreSQL and all web servers stopped: what nginx answers from its cache and the copy of the site."""

import subprocess
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from tests.browser.running import start_gunicorn
from tests.databases import manage
from tests.drills.addresses import public_addresses
from tests.drills.figures import Figure
from tests.drills.load import Read, read
from tests.drills.paths import new_path
from tests.drills.proxy import nginx
from tests.drills.site import Site, leave_few, served

KEPT = 100  # addresses that somebody read before, which are in the cache
BACK_WITHIN = 5  # seconds
QUICK = 80  # addresses in a quick run


def drill(quick: bool, seed: int) -> list[Figure]:
    """Freeze the site, read some of it, stop all, ask for every public address, and start again."""
    random = Random(seed)
    with (
        served(fill=leave_few if quick else None) as site,
        tempfile.TemporaryDirectory(prefix="catalogue-nginx-") as folder,
    ):
        frozen = Path(folder) / "frozen"
        print("  freezing the site ...", flush=True)
        manage(site.url, "freeze", frozen, "--base", "http://127.0.0.1")
        paths = public_addresses(site.address)
        with nginx(Path(folder) / "nginx", site.address, site.url, frozen) as address:
            for path in random.sample(paths, KEPT):
                read(address, path)
            _stop(site)
            reads = [_follow(address, path) for path in (random.sample(paths, QUICK) if quick else paths)]
            combinations = [read(address, new_path(random)) for _ in range(10)]
            seconds = _start(site, address, random)
    print(f"  answers: {dict(Counter(one.status for one in reads))}", flush=True)
    wrong = [one for one in reads if one.status != 200]
    for one in wrong[:10]:
        print(f"  {one.status}: {one.path}", flush=True)
    return [
        Figure(f"of {len(reads):,} public addresses not answered while all is stopped", len(wrong), 0),
        Figure(f"of {len(combinations)} searches not led to a page of the copy", _not_led(combinations), 0),
        Figure("until it answers anew after the start of the web server", seconds, BACK_WITHIN, " s"),
    ]


def _stop(site: Site) -> None:
    site.web.terminate()
    site.web.wait(30)
    site.server.stop()


def _follow(address: str, path: str) -> Read:
    """Ask for an address, and for where it leads: a form that needs the server leads to a page that says so."""
    first = read(address, path)
    return read(address, urlsplit(first.headers["location"]).path) if first.status == 302 else first


def _start(site: Site, address: str, random: Random) -> float:
    """Start PostgreSQL and the web server; return how long after that it takes until nginx gives a new page of it."""
    site.server.start()
    began = time.monotonic()
    process: subprocess.Popen = start_gunicorn(site.url, port=urlsplit(site.address).port or 0)[0]
    try:
        while read(address, new_path(random)).status != 200 and time.monotonic() - began < 60:
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        process.terminate()
        process.wait(30)


def _not_led(combinations: list[Read]) -> int:
    pages = ("/zoeken.html", "/bevroren.html")
    return sum(one.status != 302 or urlsplit(one.headers.get("location", "")).path not in pages for one in combinations)
