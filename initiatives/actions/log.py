"""Writes the log that beheerders read."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db.models import Model
from django.utils import timezone

from initiatives.choices import EventKind
from initiatives.models import Event

MAX_TITLE = Event._meta.get_field("title").max_length
KEPT_DAYS = 365


def log(kind: EventKind, *, by: User | None, about: Model | None = None, detail: str = "") -> None:
    """Add a line to the log.

    Args:
        by: who did it; None for a command or somebody unknown.
        about: the record or account that it is about.
        detail: what else must be known, in Dutch; never a password or a network address.
    """
    is_known = by is not None and by.pk is not None
    row = {"model": about._meta.model_name, "object_id": about.pk, "title": str(about)[:MAX_TITLE]} if about else {}
    Event.objects.create(kind=kind, user=by if is_known else None, detail=detail, **row)


def clear() -> int:
    """Delete the lines of the log that are older than `KEPT_DAYS`; returns how many."""
    return Event.objects.filter(at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()[0]
