"""Deletes old lines of the log of editors, what is kept of old mergers, and old imported files."""

from django.core.management.base import BaseCommand

from initiatives.actions import log
from initiatives.actions.merging.undo import forget_old
from initiatives.models import TableImport
from initiatives.models.merger import UNDO_DAYS
from initiatives.models.table_import import KEPT_DAYS


class Command(BaseCommand):
    help = (
        f"Deletes the lines of the log of editors that are older than {log.KEPT_DAYS} days, and what is needed to undo "
        f"mergers that are older than {UNDO_DAYS} days, and imported files of {KEPT_DAYS} days ago."
    )

    def handle(self, *, verbosity: int, **options: object) -> None:
        number = log.clear() + forget_old() + TableImport.objects.old().delete()[0]
        if verbosity:
            self.stdout.write(f"Deleted: {number}.")
