"""A full disk: PostgreSQL's data on a file system in memory that is filled up. Only root can make one."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.drills import editors
from tests.drills.figures import Figure
from tests.drills.load import failed, readers
from tests.drills.paths import any_path
from tests.drills.site import served

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


def fill(folder: Path) -> Path:
    """Fill a file system to the last byte; return the file to delete."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65_536))
        except OSError:
            return ballast


def full_disk(quick: bool, seed: int) -> list[Figure]:
    """Fill the disk of PostgreSQL for a while, under a load of readers and an editor."""
    if os.geteuid() != 0:
        print("  left out: only root can make a small disk", flush=True)
        return []
    with small_disk() as disk, served(disk / "postgres") as site:
        with editors.saving() as saves, readers(site.address, any_path, seed) as reads:
            wait_for_save(saves)
            ballast = fill(disk)
            print("  full", flush=True)
            time.sleep(3 if quick else 30)
            ballast.unlink()
            seconds = wait_for_save(saves)
        return [
            failed(f"of {len(reads):,} reads around a full disk", reads),
            Figure("until an editor can save after there is room", seconds, 2, " s"),
            Figure(f"lost of {len(saves.done):,} acknowledged writes ({saves.refused} refused)", saves.lost(), 0),
        ]


def wait_for_save(saves: editors.Saves) -> float:
    """Wait until one more initiative is stored, at most half a minute; return the seconds that it took."""
    began, before = time.monotonic(), len(saves.done)
    while len(saves.done) == before and time.monotonic() < began + 30:
        time.sleep(0.05)
    return time.monotonic() - began
