"""Loads a table that an editor made, or downloaded and changed."""

from argparse import ArgumentParser
from functools import partial
from operator import attrgetter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from initiatives.importing import files
from initiatives.importing.files.table import FileError
from initiatives.importing.loader import load
from initiatives.importing.summary import CREATED, REMOVED, UNCHANGED, UPDATED, Summary
from initiatives.importing.table_policy import TablePolicy
from initiatives.importing.table_reader import read
from initiatives.search.index.writer import reindexed_here

OUTCOMES = {CREATED: "nieuw", UPDATED: "gewijzigd", UNCHANGED: "gelijk gebleven", REMOVED: "weggehaald"}
MODELS = {"initiative": "initiatieven", "mention": "vermeldingen", "link": "links", "organisation": "organisaties"}


class Command(BaseCommand):
    help = "Leest een tabel zoals de site die geeft, met wat een redacteur erin wijzigde: alles of niets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="BESTAND", help="CSV, XLSX of ODS")
        parser.add_argument("--dry-run", action="store_true", help="zeg wat er zou gebeuren, schrijf niets")

    def handle(self, *, file: Path, dry_run: bool, verbosity: int, **options: object) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Wij kunnen {file} niet lezen: {error.strerror}.") from None
        try:
            table = read(files.read(content), file.name)
        except FileError as error:
            raise CommandError(error.message) from None
        how = f"Ingelezen uit {file.name}"
        policy = partial(TablePolicy, table, is_final=not dry_run)
        with reindexed_here():
            summary = load(table.records, table.faults, policy=policy, how=how, dry_run=dry_run, is_unlocked=True)
        if summary.faults:
            for fault in sorted(summary.faults, key=attrgetter("line")):
                column = f"kolom {fault.column}: " if fault.column else ""
                self.stderr.write(f"Rij {fault.line}: {column}{fault.reason}")
            raise CommandError(f"Er is niets gewijzigd. Hierboven staat wat er niet klopt: {len(summary.faults)} keer.")
        if verbosity:
            self.report(summary, dry_run=dry_run)

    def report(self, summary: Summary, *, dry_run: bool) -> None:
        """Write a line with the outcomes of each model."""
        self.stdout.write("Dit zou er gebeuren:" if dry_run else "Dit is gebeurd:")
        for model, name in MODELS.items():
            numbers = (f"{summary.outcomes[model, outcome]} {label}" for outcome, label in OUTCOMES.items())
            self.stdout.write(f"  {name}: {', '.join(numbers)}.")
