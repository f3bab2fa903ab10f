"""Imports of tables: the file, what it would do row by row, and what became of it."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from initiatives.choices import ImportStatus, RowOutcome
from initiatives.models.base import choice_constraint

KEPT_DAYS = 90  # how long a file is kept, and its import can be undone


class TableImportQuerySet(models.QuerySet["TableImport"]):
    def old(self) -> Self:
        """Those whose file is no longer kept."""
        return self.filter(at__lt=timezone.now() - timedelta(days=KEPT_DAYS))


class TableImport(models.Model):
    """A table that an editor imports: first tried out, then written completely or not at all."""

    file_name = models.CharField("bestand", max_length=200)
    content = models.BinaryField("inhoud", editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="imports", verbose_name="wie"
    )
    at = models.DateTimeField("wanneer", auto_now_add=True, db_index=True)
    status = models.CharField("status", max_length=20, choices=ImportStatus, default=ImportStatus.CHECKING)
    is_started = models.BooleanField(
        default=False,
        help_text="Whether a process began; when none is busy with it any more, it was stopped.",
    )
    number = models.PositiveIntegerField("rijen", default=0)
    notes = models.JSONField("opmerkingen", default=list, help_text="What was assumed of the whole file, in Dutch.")
    revision = models.ForeignKey(
        "reversion.Revision", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="versie"
    )
    finished_at = models.DateTimeField("klaar op", null=True)

    objects = TableImportQuerySet.as_manager()

    class Meta:
        verbose_name = "ingelezen bestand"
        verbose_name_plural = "ingelezen bestanden"
        ordering = ["-at", "-id"]
        constraints = [choice_constraint("status", ImportStatus, "tableimport_status")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """What a row of the table would do, or did.

    Each is a list: `changes` of column, old and new text; `faults` of column, value and reason; `guesses` of texts on
    names that were not recognised for certain; `doubles` of what is probably the same (`importing.table_doubles`).
    """

    table_import = models.ForeignKey(TableImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField("rij")
    title = models.CharField("titel", max_length=200, blank=True, default="")
    slug = models.CharField("webadres", max_length=100, blank=True, default="")
    outcome = models.CharField("uitkomst", max_length=20, choices=RowOutcome)
    changes = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    guesses = models.JSONField(default=list)
    doubles = models.JSONField(default=list)

    class Meta:
        verbose_name = "rij"
        verbose_name_plural = "rijen"
        ordering = ["line", "id"]
        constraints = [
            choice_constraint("outcome", RowOutcome, "importrow_outcome"),
            models.UniqueConstraint(fields=["table_import", "line"], name="importrow_line"),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.title}"
