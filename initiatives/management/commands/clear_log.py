"""Deletes old lines of the log of editors."""

from django.core.management.base import BaseCommand

from initiatives.actions import log


class Command(BaseCommand):
    help = f"Deletes the lines of the log of editors that are older than {log.KEPT_DAYS} days."

    def handle(self, *, verbosity: int, **options: object) -> None:
        number = log.clear()
        if verbosity:
            self.stdout.write(f"Deleted: {number}.")
