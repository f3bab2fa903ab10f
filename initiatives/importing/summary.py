"""What a load did, for the reports of the commands."""

from collections import Counter
from dataclasses import dataclass, field

from initiatives.importing.fixture_reader import RecordFault

CREATED, UPDATED, UNCHANGED, REMOVED = "created", "updated", "unchanged", "removed"
KEPT = "kept-because-edited"


@dataclass
class Summary:
    """Numbers of records by model and outcome, a line about each editor's change that was kept, and every fault."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    faults: list[RecordFault] = field(default_factory=list)

    def total(self, outcome: str) -> int:
        """The number of records with this outcome."""
        return sum(number for (_, recorded), number in self.outcomes.items() if recorded == outcome)
