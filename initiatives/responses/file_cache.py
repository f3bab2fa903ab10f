"""Files on disk that processes share, within a number of bytes; the least recently used are removed first."""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

BLOCK = 1 << 16  # bytes that are read at once
PARTIAL = ".partial-"  # before the names of files that are not complete
MIN_SIZE = 50_000  # bytes that a file counts for at least: the folder never holds more files than can be listed quickly
CHECKS = 16  # how often the folder is tidied while a file of `max_bytes` is written

logger = logging.getLogger(__name__)


class FileCache:
    """A folder of files that never change once they have their name.

    A folder that is full or cannot be written never raises: files are not kept then, and a line in the log says why.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        self.folder, self.max_bytes = folder, max_bytes

    def open(self, name: str) -> BinaryIO | None:
        """Open a file and mark it as used; None when it is not there."""
        path = self.folder / name
        with suppress(OSError):
            os.utime(path)
        try:
            return path.open("rb")
        except OSError:
            return None

    @contextmanager
    def draft(self) -> Iterator["Draft"]:
        """Begin a file; nothing of it stays unless `Draft.keep` is called."""
        draft = Draft(self)
        try:
            yield draft
        finally:
            draft.discard()

    def make_room(self) -> None:
        """Remove the least recently used files until the rest fits, also what a crash left half written."""
        files = sorted(self._files(), reverse=True)
        total = sum(size for _, size, _ in files)
        while files and total > self.max_bytes:
            _, size, path = files.pop()
            path.unlink(missing_ok=True)
            total -= size

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """When each file was last used, the bytes that it counts for, and its path."""
        with os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):
                    status = entry.stat()
                    yield status.st_mtime, max(status.st_size, MIN_SIZE), Path(entry.path)


class Draft:
    """A file that is being written. It is lost when the disk is full; it then takes what is written and keeps nothing.

    Attributes:
        size: bytes that were written.
        is_lost: whether nothing can be kept of it.
    """

    def __init__(self, cache: FileCache) -> None:
        self._cache = cache
        self._path: Path | None = None
        self.size, self.is_lost, self._checked = 0, False, 0
        with self._lost_on_error():
            cache.folder.mkdir(parents=True, exist_ok=True)
            descriptor, path = tempfile.mkstemp(dir=cache.folder, prefix=PARTIAL)
            self._path, self._file = Path(path), os.fdopen(descriptor, "w+b")

    def write(self, piece: bytes) -> None:
        self.size += len(piece)
        if self.is_lost:
            return
        with self._lost_on_error():
            self._file.write(piece)
            self._file.flush()
            if self.size - self._checked > self._cache.max_bytes // CHECKS:
                self._check_size()

    def keep(self, name: str) -> None:
        """Give a complete file its name, from which moment other processes can open it."""
        if self.is_lost or self._path is None:
            return
        with self._lost_on_error():
            os.replace(self._path, self._cache.folder / name)
            self._path = None
            self._cache.make_room()

    def read_from(self, place: int) -> Iterator[bytes]:
        """Yield what was written, from this byte on."""
        self._file.seek(place)
        yield from iter(lambda: self._file.read(BLOCK), b"")

    def discard(self) -> None:
        """Close the file, and remove it unless it was kept."""
        with suppress(OSError):
            if self._path:
                self._path.unlink(missing_ok=True)
        with suppress(OSError, AttributeError):
            self._file.close()

    def _check_size(self) -> None:
        self._checked = self.size
        if self.size > self._cache.max_bytes:
            raise OSError(f"larger than the {self._cache.max_bytes} bytes for all files")
        self._cache.make_room()

    @contextmanager
    def _lost_on_error(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            logger.warning("A file is sent without being kept: %s", error)
            self.is_lost = True
