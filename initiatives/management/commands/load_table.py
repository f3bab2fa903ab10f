"""Loads a table that an editor brings back."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from initiatives.importing.csv_loader import load_table
from initiatives.importing.csv_reader import read
from initiatives.importing.loader import CREATED, REMOVED, UNCHANGED, UPDATED, Summary

OUTCOMES = {CREATED: "nieuw", UPDATED: "gewijzigd", UNCHANGED: "gelijk gebleven", REMOVED: "weggehaald"}
MODELS = {"initiative": "initiatieven", "mention": "vermeldingen", "link": "links"}


class Command(BaseCommand):
    help = "Leest een CSV-bestand zoals de site het geeft, met wat een redacteur erin wijzigde: alles of niets."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="BESTAND", help="CSV in UTF-8, met komma’s of puntkomma’s")
        parser.add_argument("--dry-run", action="store_true", help="zeg wat er zou gebeuren, schrijf niets")

    def handle(self, *, file: Path, dry_run: bool, verbosity: int, **options: object) -> None:
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Wij kunnen {file} niet lezen: {error.strerror}.") from None
        summary = load_table(read(content, file.name), dry_run=dry_run)
        if summary.faults:
            for fault in sorted(summary.faults, key=lambda each: each.line):
                self.stderr.write(f"Rij {fault.line}: {fault.reason}")
            raise CommandError(f"Er is niets gewijzigd. Hierboven staat wat er niet klopt: {len(summary.faults)} keer.")
        if verbosity:
            self.report(summary, dry_run=dry_run)

    def report(self, summary: Summary, *, dry_run: bool) -> None:
        """Write what was done, a line for each kind of record."""
        self.stdout.write("Dit zou er gebeuren:" if dry_run else "Dit is gebeurd:")
        for model, name in MODELS.items():
            said = ", ".join(f"{summary.outcomes[model, each]} {word}" for each, word in OUTCOMES.items())
            self.stdout.write(f"  {name}: {said}.")
