"""What an editor said of two initiatives that look alike."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from initiatives.models.initiative import Initiative


class NotDouble(models.Model):
    """Two initiatives that look alike and are different ones; `first` has the lower primary key."""

    first = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+", verbose_name="eerste")
    second = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="+", verbose_name="tweede")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="wie"
    )
    said_at = models.DateTimeField("wanneer", auto_now_add=True)

    class Meta:
        verbose_name = "niet dubbel"
        verbose_name_plural = "niet dubbel"
        ordering = ["-said_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_double_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_double_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first}, {self.second}"
