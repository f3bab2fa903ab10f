"""The cluster that all its drills use: started by the first of them, stopped by the last."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.cluster.processes import left
from tests.cluster.site import Site, served, temporary_folder
from tests.drills import editors
from tests.drills.cluster.writers import People
from tests.drills.disk import small_disk
from tests.drills.figures import Figure
from tests.drills.site import until_the_end

START_SECONDS, STOP_SECONDS = 90.0, 60.0
_running = ExitStack()


@dataclass(frozen=True)
class Shared:
    """Attributes:
    disk: with the data of the first machine only, which is small; None where it cannot be made.
    seconds: that the start took.
    """

    site: Site
    people: People
    disk: Path | None
    seconds: float


@cache
def shared() -> Shared:
    """Return the site on its cluster; the first drill in a run starts it."""
    began = time.monotonic()
    until_the_end.enter_context(_running)
    disk = _running.enter_context(small_disk())
    data = {1: disk / "data"} if disk else None
    folder = _running.enter_context(temporary_folder())
    site = _running.enter_context(served(folder, data, tell=lambda line: print(f"  {line}", flush=True)))
    seconds = time.monotonic() - began
    editor = _running.enter_context(editors.working(site.databases.url()))
    return Shared(site, People(site, editor.cookie), disk, seconds)


def start_and_stop(quick: bool, seed: int) -> list[Figure]:
    """Stop the cluster, as the last of its drills; count the processes that are left."""
    seconds, folder, began = shared().seconds, shared().site.folder, time.monotonic()
    _running.close()
    return [
        Figure("until the site on three machines answered", seconds, START_SECONDS, " s"),
        Figure("until all of it was stopped", time.monotonic() - began, STOP_SECONDS, " s"),
        Figure("processes left", len(left(folder)), 0),
    ]
