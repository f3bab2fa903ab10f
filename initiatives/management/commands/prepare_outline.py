"""Prepares the outline of the provinces for the map, once, from the package that has it."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from initiatives.maps.geometry import FILE
from initiatives.maps.prepare import write_outline


class Command(BaseCommand):
    help = "Simplifies the provinces of the npm package @svg-maps/netherlands and fits the municipalities on them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("package", type=Path, help="the folder `package` that `npm pack` and `tar` give")
        parser.add_argument("--target", type=Path, default=FILE, help="the file to write (default: the map's own)")

    def handle(self, *, package: Path, target: Path, **options: object) -> None:
        try:
            size = write_outline(package, target)
        except (OSError, ValueError) as error:
            raise CommandError(f"Nothing was prepared: {error}") from None
        self.stdout.write(f"Wrote {target}: {size} bytes of paths.")
