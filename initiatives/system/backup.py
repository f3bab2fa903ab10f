"""When the last backup was made."""

from datetime import datetime


def last_backup() -> datetime | None:
    """Return when the last backup was made; None when that is not known here."""
    return None
