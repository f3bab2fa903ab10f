"""The findings of the check as it was last done, for pages that cannot wait for it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from catalogue.database import best_effort
from initiatives.checking.content import from_database
from initiatives.checking.rules import Check, Finding
from initiatives.search.index.version import current_version

KEY, BUSY = "checking.findings", "checking.busy"
KEPT = 30 * 24 * 3600  # seconds
BUSY_FOR = 600  # seconds after which a check that did not end is begun again


@dataclass(frozen=True)
class Stored:
    """The findings at a moment, and the version of the catalogue that they are of."""

    findings: list[Finding]
    version: int
    at: datetime

    @property
    def is_current(self) -> bool:
        return self.version == current_version()


def latest() -> Stored | None:
    """Return what the last check found; None when there was none."""
    kept = cache.get(KEY)
    return Stored([Finding(**finding) for finding in kept["findings"]], kept["version"], kept["at"]) if kept else None


def renew() -> Stored:
    """Check the catalogue as it is published now, as `check_catalogue --database` does, and store what is found."""
    version = current_version()
    stored = Stored(Check(from_database()).findings, version, timezone.now())
    kept = {"findings": [asdict(finding) for finding in stored.findings], "version": version, "at": stored.at}

    def store() -> None:
        cache.set(KEY, kept, KEPT)
        cache.delete(BUSY)

    best_effort("the findings of a check", store)
    return stored


def claim() -> bool:
    """Return whether the caller is to have the check done again: nobody else is at it."""
    return cache.add(BUSY, True, BUSY_FOR)
