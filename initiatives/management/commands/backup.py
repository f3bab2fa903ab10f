"""Makes a backup of the database."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from initiatives.backups.dumping import make_backup
from initiatives.backups.manifest import BackupError

KEEP = 14


class Command(BaseCommand):
    help = "Makes a backup of the whole database, with a manifest by which restore_drill proves it."

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BACKUPS, help="default: BACKUPS")
        parser.add_argument("--keep", type=_number, default=KEEP, help="how many backups remain in the folder")

    def handle(self, *, folder: Path, keep: int, verbosity: int, **options: object) -> None:
        try:
            backup = make_backup(folder, keep)
        except BackupError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            size = f"{backup.size / 1_000_000:.1f} MB"
            self.stdout.write(f"{backup.path}: {backup.rows:,} rows, {size}, {backup.seconds:.1f} s.")


def _number(text: str) -> int:
    """A number of backups, at least one."""
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:6]) <= 100_000:
        raise ArgumentTypeError("give a number from 1 on")
    return int(text[:6])
