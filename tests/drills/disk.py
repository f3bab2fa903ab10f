"""A full disk: PostgreSQL's data on a file system in memory that is filled up. Only root can make one."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

from tests.drills import editors
from tests.drills.figures import Figure
from tests.drills.load import failed, readers
from tests.drills.paths import any_path
from tests.drills.site import Site, served

SIZE = "256m"


@contextmanager
def small_disk() -> Iterator[Path]:
    """A file system of `SIZE` in memory; yields its folder."""
    with tempfile.TemporaryDirectory(prefix="catalogue-disk-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", folder], check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def fill(folder: Path, site: Site) -> Path:
    """Fill a file system until PostgreSQL cannot make a table; return the file to delete."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        while _has_room(site):
            with suppress(OSError):
                while True:
                    file.write(bytes(4_096))
    return ballast


def _has_room(site: Site) -> bool:
    try:
        site.execute("CREATE TABLE room AS SELECT repeat(number::text, 100) FROM generate_series(1, 1000) AS number")
    except psycopg.errors.DiskFull:
        return False
    site.execute("DROP TABLE room")
    return True


def full_disk(quick: bool, seed: int) -> list[Figure]:
    """Fill the disk of PostgreSQL for a while, under a load of readers and an editor."""
    if os.geteuid() != 0:
        print("  left out: only root can make a small disk", flush=True)
        return []
    with small_disk() as disk, served(disk / "postgres") as site:
        with editors.saving() as saves, readers(site.address, any_path, seed) as reads:
            saves.wait_for_another()
            ballast = fill(disk, site)
            print("  full", flush=True)
            time.sleep(3 if quick else 30)
            ballast.unlink()
            seconds = saves.wait_for_another()
        return [
            failed(f"of {len(reads):,} reads around a full disk", reads),
            Figure("until an editor can save after there is room", seconds, 2, " s"),
            Figure(f"lost of {len(saves.done):,} acknowledged writes ({saves.refused} refused)", saves.lost(), 0),
        ]
