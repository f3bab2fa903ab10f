"""Proves a backup by restoring it."""

import os
import secrets
import signal
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from initiatives.backups.manifest import Backup, BackupError, backup_of, last_backup
from initiatives.backups.restoring import Outcome, prove

ADDRESSES = 50


class Command(BaseCommand):
    help = "Restores the newest backup into a new database, compares it, and drops it. Exit code 1: something differs."

    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="a dump; default: the newest in BACKUPS")
        parser.add_argument("--url", help="a database on the server to restore on; default: that of DATABASE_URL")
        parser.add_argument("--addresses", type=int, default=ADDRESSES, help="how many addresses to ask")
        parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32), help="for drawing them")

    def handle(
        self, *, file: Path | None, url: str | None, addresses: int, seed: int, verbosity: int, **options: object
    ) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the database is dropped then too
        live = os.environ["DATABASE_URL"]
        try:
            backup = backup_of(file) if file else self.newest()
            outcome = prove(backup, live, url or live, addresses, seed, self.say if verbosity else lambda _: None)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.report(backup, outcome, seed)
        if not outcome.is_right:
            raise CommandError("The restored backup is not what was backed up.")

    def newest(self) -> Backup:
        if backup := last_backup():
            return backup
        raise BackupError(f"There is no backup in {settings.BACKUPS}: make one with manage.py backup.")

    def report(self, backup: Backup, outcome: Outcome, seed: int) -> None:
        """Write the figures."""
        self.say(
            f"{backup.path.name}: {len(backup.tables)} tables, {backup.rows:,} rows, of {backup.made:%Y-%m-%d %H:%M}Z."
        )
        self.say(f"Differing rows: {sum(outcome.rows.values())}.")
        for table, number in outcome.rows.items():
            self.say(f"  {table}: {number} or more")
        if not outcome.is_compared:
            self.say("The live catalogue has changed since: pages are only asked for, not compared.")
        self.say(f"Differing addresses of {len(outcome.asked)}: {len(outcome.addresses)} (--seed {seed}).")
        for path in outcome.addresses:
            self.say(f"  {path}")

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
