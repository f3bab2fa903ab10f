"""Saves fingerprints of the source documents, by which copied sentences are found without the documents."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from initiatives.checking.language import RUN, write_source_prints


class Command(BaseCommand):
    help = "Reads the source documents and keeps what check_catalogue needs to find copied runs of words."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="where the documents are, as .txt in UTF-8")

    def handle(self, *, folder: Path, **options: object) -> None:
        paths = sorted(folder.glob("*.txt"))
        if not paths:
            raise CommandError(f"There is no .txt file in {folder}.")
        try:
            number = write_source_prints([path.read_text(encoding="utf-8") for path in paths])
        except (OSError, ValueError) as error:  # a wrong encoding is a ValueError as well
            raise CommandError(f"Nothing was kept: {error}") from None
        self.stdout.write(f"Kept {number} runs of {RUN} words from {len(paths)} documents.")
