"""Workers of the web server that end or are replaced under load, behind nginx."""

import os
import signal
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from random import Random

from tests.drills.figures import Figure
from tests.drills.load import failed, readers
from tests.drills.paths import any_path
from tests.drills.proxy import nginx
from tests.drills.site import Site, shared

PAUSE = 4.0  # seconds between two; a new worker takes about two to be warm


def drill(quick: bool, seed: int) -> list[Figure]:
    """Kill workers, end them, and let the server replace all of them, while readers go on."""
    deeds = [deed for deed in (_kill, _end, _reload) for _ in range(1 if quick else 4)]
    Random(seed).shuffle(deeds)
    site = shared()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="catalogue-nginx-"))
        proxied = stack.enter_context(nginx(Path(folder), site.address, site.url))
        reads = stack.enter_context(readers(proxied, any_path, seed))
        time.sleep(1)
        for deed in deeds:
            print(f"  {deed.__name__.strip('_')} ...", flush=True)
            deed(site)
            time.sleep(PAUSE)
    return [failed(f"of {len(reads):,} reads while workers were killed, ended and replaced", reads)]


def _kill(site: Site) -> None:
    os.kill(_a_worker(site), signal.SIGKILL)


def _end(site: Site) -> None:
    os.kill(_a_worker(site), signal.SIGTERM)


def _reload(site: Site) -> None:
    site.web.send_signal(signal.SIGHUP)


def _a_worker(site: Site) -> int:
    return min(site.web.children(), key=lambda process: process.create_time()).pid
