"""Loads a CSV file that an editor downloaded and changed."""

from argparse import ArgumentParser
from functools import partial
from operator import attrgetter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from initiatives.importing.csv_policy import CsvPolicy
from initiatives.importing.csv_reader import read
from initiatives.importing.loader import load
from initiatives.importing.summary import CREATED, REMOVED, UNCHANGED, UPDATED, Summary

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
        table = read(content, file.name)
        how = f"Ingelezen uit {file.name}"
        summary = load(table.records, table.faults, policy=partial(CsvPolicy, table), how=how, dry_run=dry_run)
        if summary.faults:
            for fault in sorted(summary.faults, key=attrgetter("line")):
                self.stderr.write(f"Rij {fault.line}: {fault.reason}")
            raise CommandError(f"Er is niets gewijzigd. Hierboven staat wat er niet klopt: {len(summary.faults)} keer.")
        if verbosity:
            self.report(summary, dry_run=dry_run)

    def report(self, summary: Summary, *, dry_run: bool) -> None:
        """Write a line with the outcomes of each model."""
        self.stdout.write("Dit zou er gebeuren:" if dry_run else "Dit is gebeurd:")
        for model, name in MODELS.items():
            numbers = (f"{summary.outcomes[model, outcome]} {label}" for outcome, label in OUTCOMES.items())
            self.stdout.write(f"  {name}: {', '.join(numbers)}.")
