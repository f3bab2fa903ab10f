"""Faults of the database: restarts, crashes, absence, locks, a server that only reads, a full disk."""

import time
from random import Random

import psycopg

from tests.drills import editors
from tests.drills.disk import fill, small_disk
from tests.drills.editors import Editor
from tests.drills.figures import Figure
from tests.drills.load import failed, not_503, read, readers, running, slowest
from tests.drills.paths import FILES, KEPT, PROGRAMS, any_path, new_path
from tests.drills.site import Site, served
from tests.views.pages import EVERY_PAGE

LOCKED = "initiatives_mention"
ROUND = 20  # times that each page is read before, so that each worker keeps it


def drill(quick: bool, seed: int) -> list[Figure]:
    """Run all drills of the database."""
    figures = []
    with small_disk() as disk, served(disk and disk / "postgres") as site, editors.working(site.url) as editor:
        _warm(site)
        for part in (restart, locked, stopped, read_only, *([full_disk] if disk else [])):
            print(f"database: {part.__name__} ...", flush=True)
            figures += part(site, editor, quick, seed)
    if disk is None:
        print("  full_disk is left out: only root can make a small file system", flush=True)
    return figures


def restart(site: Site, editor: Editor, quick: bool, seed: int) -> list[Figure]:
    """Restart, cut all connections and crash, under a load of readers and an editor."""
    amounts, pause = ((1, 1, 1), 1.0) if quick else ((3, 3, 2), 6.5)
    deeds = [deed for deed, times in zip(site.faults, amounts, strict=True) for _ in range(times)]
    Random(seed).shuffle(deeds)
    with editor.saving() as saves, readers(site.address, any_path, seed) as reads:
        saves.wait_for_another()
        for deed in deeds:
            time.sleep(pause)
            print(f"  {deed.__name__}: {deed():.2f} s", flush=True)
        time.sleep(pause)
    return [
        failed(f"of {len(reads):,} reads in restarts, cuts and crashes", reads),
        slowest([one for one in reads if one.path.startswith("/initiatieven/?")]),
        Figure(f"lost of {len(saves.done):,} acknowledged writes ({saves.refused} refused)", saves.lost(site.url), 0),
    ]


def stopped(site: Site, editor: Editor, quick: bool, seed: int) -> list[Figure]:
    """Stop the database for a while."""
    _warm(site)
    kept, others, random = [], [], Random(seed)
    site.server.stop()
    end = time.monotonic() + (2 if quick else 60)
    while time.monotonic() < end:
        kept += [read(site.address, path) for path in KEPT]
        others += [
            read(site.address, path, Cookie=editor.cookie) for path in (new_path(random), PROGRAMS[0], "/beheer/")
        ]
    site.server.start()
    return [
        failed(f"of {len(kept):,} reads of kept pages while it was stopped", kept),
        not_503(f"of {len(others):,} other responses", others),
        slowest(others),
        Figure("until it reads again", _seconds_until_read(site, random), 5, " s"),
    ]


def locked(site: Site, editor: Editor, quick: bool, seed: int) -> list[Figure]:
    """Lock a table that the pages of initiatives read, while other pages are read too."""
    others, affected, random = [], [], Random(seed)
    jobs = [lambda: others.append(read(site.address, f"/gemeenten/?x={random.random()}"))]
    jobs += [
        lambda: affected.append(read(site.address, f"/initiatieven/coronamaatjes-almere/?x={random.random()}"))
    ] * 2
    with psycopg.connect(site.url) as connection:
        connection.execute(f"LOCK TABLE {LOCKED}")
        with running(jobs):
            time.sleep(2 if quick else 12)
        connection.rollback()
    return [
        failed(f"of {len(others):,} reads of other pages while a table was locked", others),
        slowest(others, 1),
        not_503(f"of {len(affected):,} pages that read it", affected[:-2]),  # the last ones came after it
        slowest(affected),
    ]


def read_only(site: Site, editor: Editor, quick: bool, seed: int) -> list[Figure]:
    """Let the database take no writes; read every kind of page, as a visitor and as an editor, and sign in."""
    site.execute("ALTER SYSTEM SET default_transaction_read_only = on")
    site.execute("SELECT pg_reload_conf()")
    pages = list(EVERY_PAGE.values())
    paths = [*(Random(seed).sample(pages, 15) if quick else pages), *FILES, *PROGRAMS]
    paths += ["/readyz", f"/initiatieven/?q=zzz{seed}"]
    reads = [read(site.address, path) for path in paths]
    reads += [read(site.address, path, Cookie=editor.cookie) for path in editors.PAGES]
    reads += [read(site.address, "/beheer/account/login/")]
    posts = [read(site.address, "/beheer/account/login/", "POST", editors.SIGNING_IN, Cookie=editors.CSRF_COOKIE)]
    posts += [read(site.address, "/beheer/initiatives/synonym/add/", "POST", editors.SYNONYM, Cookie=editor.cookie)]
    site.execute("ALTER SYSTEM RESET default_transaction_read_only")
    site.execute("SELECT pg_reload_conf()")
    return [
        failed(f"of {len(reads)} kinds of pages while nothing can be written", reads),
        not_503(f"of {len(posts)} forms", posts),
    ]


def full_disk(site: Site, editor: Editor, quick: bool, seed: int) -> list[Figure]:
    """Fill the disk of PostgreSQL for a while, under a load of readers and an editor."""
    with editor.saving() as saves, readers(site.address, any_path, seed) as reads:
        saves.wait_for_another()
        ballast = fill(site.server.folder.parent, site.execute)
        time.sleep(2 if quick else 30)
        ballast.unlink()
        seconds = saves.wait_for_another()
    return [
        failed(f"of {len(reads):,} reads around a full disk", reads),
        Figure("until an editor can save after there is room", seconds, 2, " s"),
        Figure(f"lost of {len(saves.done):,} acknowledged writes ({saves.refused} refused)", saves.lost(site.url), 0),
    ]


def _warm(site: Site) -> None:
    """Read the pages that can be kept so often that each worker keeps them.

    One after another: of many at once the first worker would take most.
    """
    for path in KEPT * ROUND:
        read(site.address, path)


def _seconds_until_read(site: Site, random: Random) -> float:
    began = time.monotonic()
    while read(site.address, new_path(random)).is_failed and time.monotonic() < began + 30:
        time.sleep(0.05)
    return time.monotonic() - began
