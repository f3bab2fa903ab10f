"""A small file system in memory for PostgreSQL's data, and filling it up. Only root can make one."""

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

SIZE = "768m"  # the catalogue, and a write-ahead log that grows under load


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A file system of `SIZE`; yields its folder, or None where it cannot be made."""
    with tempfile.TemporaryDirectory(prefix="catalogue-disk-") as folder:
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", folder]
        is_made = subprocess.run(command, capture_output=True).returncode == 0
        try:
            yield Path(folder) if is_made else None
        finally:
            if is_made:
                subprocess.run(["umount", folder], check=True)


def fill(folder: Path, execute: Callable[[str], None]) -> Path:
    """Fill a file system until PostgreSQL cannot make a table; return the file to delete.

    Args:
        execute: executes a statement in the database on it.
    """
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        while _has_room(execute):
            for size in (1_048_576, 4_096):
                with suppress(OSError):
                    while file.write(bytes(size)) == size:
                        pass
    return ballast


def _has_room(execute: Callable[[str], None]) -> bool:
    try:
        execute("CREATE TABLE room AS SELECT repeat(number::text, 100) FROM generate_series(1, 1000) AS number")
    except psycopg.errors.DiskFull:
        return False
    execute("DROP TABLE room")
    return True
