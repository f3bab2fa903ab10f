"""Mergers of records, with what is needed to undo them."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

UNDO_DAYS = 90


class MergerQuerySet(models.QuerySet["Merger"]):
    def recent(self) -> Self:
        """Those of the days in which a merger can be undone, latest first."""
        since = timezone.now() - timedelta(days=UNDO_DAYS)
        return self.filter(at__gte=since).select_related("user", "undone_by").defer("state", "changes")

    def undoable(self) -> Self:
        return self.recent().filter(undone_at=None)


class Merger(models.Model):
    """A record that was merged into another of its kind.

    The states and changes are those of `initiatives.revisions.state`: values by field, parts under their accessor and
    primary key.
    """

    model = models.CharField("soort", max_length=50)
    object_id = models.BigIntegerField("nummer")
    title = models.CharField("wat opging", max_length=300)
    into_id = models.BigIntegerField("in nummer")
    into_title = models.CharField("waarin", max_length=300)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="mergers", verbose_name="wie"
    )
    at = models.DateTimeField("wanneer", auto_now_add=True, db_index=True)
    state = models.JSONField(help_text="The state of the record that was deleted.")
    computed = models.JSONField(help_text="Its fields that the software fills in, as text.")
    slugs = models.JSONField(help_text="Its former slugs, which lead to the other record since.")
    changes = models.JSONField(help_text="What else changed: a list of model, key, title, and old and new values.")
    undone_at = models.DateTimeField("ongedaan gemaakt op", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="door"
    )

    objects = MergerQuerySet.as_manager()

    class Meta:
        verbose_name = "samenvoeging"
        verbose_name_plural = "samenvoegingen"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["model", "object_id"], name="merger_object"),
            models.Index(fields=["model", "into_id"], name="merger_into"),
        ]

    def __str__(self) -> str:
        return f"“{self.title}” in “{self.into_title}”"

    @property
    def undoable_until(self) -> datetime:
        """When it can no longer be undone."""
        return timezone.localtime(self.at) + timedelta(days=UNDO_DAYS)
