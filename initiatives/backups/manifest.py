"""The manifest beside each backup: what is in it, for who restores it and for the page of the system."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from django.conf import settings

from initiatives.backups.tables import Table

FORMAT = 1  # of the manifest
DUMP, MANIFEST = ".dump", ".json"


class BackupError(Exception):
    """A backup cannot be made, read or restored; the message says why, and what to do."""


@dataclass(frozen=True)
class Backup:
    """A backup, as its manifest tells.

    Attributes:
        path: of the dump, which pg_restore reads.
        made: the moment of which it has the data.
        seconds: that making it took. `size`: of the dump, in bytes. `sha256`: of the dump.
        release: the version of the software, and the last migration.
        catalogue_version: the number of the last change that visitors could see.
        postgres: the version of the server, such as 180006 for 18.6.
        tables: by name with schema.
    """

    path: Path
    made: datetime
    seconds: float
    size: int
    sha256: str
    release: str
    catalogue_version: int
    postgres: int
    tables: dict[str, Table]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


def backups(folder: Path | None = None) -> list[Backup]:
    """Return the finished backups in a folder, `settings.BACKUPS` unless it is given, oldest first.

    A manifest that cannot be read is left out: it is no proof of a backup.
    """
    paths = (folder or settings.BACKUPS).glob(f"*{MANIFEST}")
    found = [backup for path in paths if (backup := _read(path)) and backup.path.exists()]
    return sorted(found, key=lambda backup: backup.made)


def last_backup(folder: Path | None = None) -> Backup | None:
    """Return the newest finished backup; None if there is none."""
    return max(backups(folder), key=lambda backup: backup.made, default=None)


def backup_of(path: Path) -> Backup:
    """Return the backup in a dump, from the manifest beside it; raises BackupError."""
    if not path.exists():
        raise BackupError(f"There is no file {path}.")
    backup = _read(path.with_suffix(MANIFEST))
    if backup is None:
        raise BackupError(f"There is no manifest that can be read at {path.with_suffix(MANIFEST)}.")
    return replace(backup, path=path)


def dump(backup: Backup) -> str:
    """Return the text of a manifest."""
    values = asdict(backup) | {"path": backup.path.name, "made": backup.made.isoformat(), "format": FORMAT}
    return json.dumps(values, indent=1, sort_keys=True) + "\n"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _read(path: Path) -> Backup | None:
    try:
        values = json.loads(path.read_text())
        if values.pop("format") != FORMAT:
            return None
        values["path"] = path.parent / Path(values["path"]).name
        values["made"] = datetime.fromisoformat(values["made"]).astimezone(UTC)
        values["tables"] = {name: Table(**table) for name, table in values["tables"].items()}
        return Backup(**values)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
