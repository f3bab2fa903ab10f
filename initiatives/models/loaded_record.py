"""Fixture records as last loaded, by which the loader tells an editor's change from an older fixture."""

from django.db import models


class LoadedRecord(models.Model):
    """A fixture record as it was last loaded; its row may have been changed or deleted since."""

    model = models.CharField(max_length=50)
    key = models.JSONField()
    object_id = models.BigIntegerField()
    fields = models.JSONField()

    class Meta:
        verbose_name = "geladen record"
        verbose_name_plural = "geladen records"
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="loaded_record_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
