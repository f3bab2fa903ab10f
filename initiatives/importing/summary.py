"""What a load did, for the reports of the commands."""

from collections import Counter
from dataclasses import dataclass, field

from reversion.models import Revision

from initiatives.importing.fixture_reader import Record, RecordFault
from initiatives.models.base import CatalogueModel

CREATED, UPDATED, UNCHANGED, REMOVED = "created", "updated", "unchanged", "removed"
KEPT = "kept-because-edited"


@dataclass
class Summary:
    """Numbers of records by model and outcome, a line about each editor's change that was kept, and every fault.

    `revision` has the versions of what was written, if anything was.
    """

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    faults: list[RecordFault] = field(default_factory=list)
    revision: Revision | None = None

    def count(self, model: type[CatalogueModel], outcome: str) -> None:
        self.outcomes[str(model._meta.model_name), outcome] += 1

    def keep(self, record: Record, reason: str) -> None:
        """Add a line about what an editor's change keeps from a record."""
        self.kept.append(f"{record.name}: {reason}")

    def total(self, outcome: str) -> int:
        return sum(number for (_, recorded), number in self.outcomes.items() if recorded == outcome)
