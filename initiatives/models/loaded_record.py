"""What the fixtures last said, so that an editor's change can be told from an old fixture."""

from django.db import models


class LoadedRecord(models.Model):
    """One fixture record as it was last loaded; the row it became may have been changed or deleted since."""

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
