"""The folder of a copy: new files are made beside the old ones, and take their places when all of them are there."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Self

MANIFEST, NEW, LOCK = "manifest.json", ".new", ".lock"
FORMAT = "corona-initiatieven/freeze/1"
BLOCK = 1 << 20


class FolderError(Exception):
    """The folder cannot be used for a copy."""


@dataclass(frozen=True)
class Entry:
    """A file in the manifest.

    Attributes:
        address: of the site; empty for what was made for the copy.
        status: with which the site answers that address.
    """

    path: str
    sha256: str
    bytes: int
    media_type: str
    address: str
    status: int


@dataclass(frozen=True)
class Source:
    """What a copy is made of: when these are equal, so is every page."""

    base: str
    catalogue_version: int
    release: str
    day: str


class Folder:
    """A folder with a copy, or an empty one.

    Attributes:
        source: what the copy in it was made of; None when there is none, or a run was stopped while it took its place.
    """

    def __init__(self, path: Path, source: Source | None, former: dict[str, Entry]) -> None:
        self.path, self.source, self.former = path, source, former
        self.entries: dict[str, Entry] = {}

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator[Self]:
        """Open a folder for one run at a time, and remove what is half made at the end.

        Raises:
            FolderError: it holds other things than a copy, or another run is busy in it.
        """
        path.mkdir(parents=True, exist_ok=True)
        manifest = _read_manifest(path)
        with open(path / LOCK, "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise FolderError(f"Another run is making a copy in {path}.") from None
            source = Source(**manifest["source"]) if manifest.get("source") else None
            former = {file["path"]: Entry(**file) for file in manifest.get("files", ())}
            shutil.rmtree(path / NEW, ignore_errors=True)
            try:
                yield cls(path, source, former)
            finally:
                shutil.rmtree(path / NEW, ignore_errors=True)

    def is_whole(self) -> bool:
        """Return whether every file is there as the manifest says."""
        return bool(self.former) and all(self._digest(entry.path) == entry.sha256 for entry in self.former.values())

    def start(self) -> None:
        """Begin a new copy, also when one was begun before."""
        self.entries = {}
        shutil.rmtree(self.path / NEW, ignore_errors=True)
        (self.path / NEW).mkdir()

    def add(self, path: str, content: bytes, media_type: str, address: str = "", status: int = 200) -> None:
        """Add a file to the new copy; it is written when it differs from what is there."""
        digest = sha256(content).hexdigest()
        self.entries[path] = Entry(path, digest, len(content), media_type, address, status)
        if self._digest(path) != digest:
            (self.path / NEW / path).parent.mkdir(parents=True, exist_ok=True)
            (self.path / NEW / path).write_bytes(content)

    @contextmanager
    def writing(self, path: str, media_type: str) -> Iterator[BinaryIO]:
        """Open a file of the new copy to be written in pieces."""
        new = self.path / NEW / path
        with open(new, "wb") as file:
            yield file
        with open(new, "rb") as file:
            self._enter(path, file, media_type)

    def _enter(self, path: str, file: BinaryIO, media_type: str) -> None:
        digest, size = sha256(), 0
        while block := file.read(BLOCK):
            digest.update(block)
            size += len(block)
        self.entries[path] = Entry(path, digest.hexdigest(), size, media_type, "", 200)

    def read(self, path: str) -> bytes:
        """Return the content of a file of the new copy."""
        new = self.path / NEW / path
        return (new if new.exists() else self.path / path).read_bytes()

    def place(self, source: Source, **about: Any) -> int:
        """Let the new copy take the place of the old one; returns the number of files that changed.

        Each file is replaced at once. Stopped halfway, the folder has files of both copies and the manifest no source,
        so that the next run makes everything good.
        """
        new = self.path / NEW
        changed = [path for path in self.entries if (new / path).exists()]
        self._write_manifest({**self.former, **self.entries}, None, about)
        for path in changed:
            (self.path / path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(new / path, self.path / path)
        for path in self.former.keys() - self.entries.keys():
            self._remove(self.path / path)
        self._write_manifest(self.entries, source, about)
        return len(changed)

    def _remove(self, path: Path) -> None:
        """Delete a file, and the folders that it leaves empty."""
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self.path or any(folder.iterdir()):
                return
            folder.rmdir()

    def _write_manifest(self, entries: dict[str, Entry], source: Source | None, about: dict[str, Any]) -> None:
        files = [asdict(entries[path]) for path in sorted(entries)]
        content = {"format": FORMAT, "source": source and asdict(source), **about, "files": files}
        draft = self.path / NEW / MANIFEST
        draft.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(draft, self.path / MANIFEST)

    def _digest(self, path: str) -> str:
        """The checksum of a file that is there; empty without one."""
        try:
            return sha256((self.path / path).read_bytes()).hexdigest()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return ""


def _read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of the copy in a folder; empty when the folder is. Raises FolderError for any other folder."""
    if not {entry.name for entry in path.iterdir()} - {NEW, LOCK}:
        return {}
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] == FORMAT:
            return manifest
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        pass
    raise FolderError(f"{path} has other files than those of a copy: choose an empty folder.")
