"""Counts of attempts to sign in."""

from django.db import models


class SignInCounter(models.Model):
    """How often an attempt was counted in a window of time; initiatives.signin.throttle reads and writes it."""

    key = models.CharField("sleutel", max_length=64, primary_key=True)
    attempts = models.PositiveIntegerField("pogingen")
    ends_at = models.DateTimeField("tot", db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name = "teller van aanmeldpogingen"
        verbose_name_plural = "tellers van aanmeldpogingen"

    def __str__(self) -> str:
        return f"{self.attempts} tot {self.ends_at:%H:%M}"
