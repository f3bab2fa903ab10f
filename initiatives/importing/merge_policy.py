"""What a loader asks when the records that it loads differ from the database."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from django.db.models import QuerySet

from initiatives.importing.fixture_reader import Record, RecordFault
from initiatives.importing.store import Store
from initiatives.importing.values import Values
from initiatives.models import LoadedRecord
from initiatives.models.base import CatalogueModel


class MergePolicy(Protocol):
    """Decides which differences are written, what is removed, and how faults are worded; made for one load.

    `has_history` tells whether what the records say is kept (`LoadedRecord`), to compare with at the next load.
    """

    has_history: bool

    def rows(self, model: type[CatalogueModel]) -> QuerySet:
        """Return the rows that records may be compared with, or refer to."""

    def merge(
        self, record: Record, different: Values, current: Values, loaded: LoadedRecord | None
    ) -> tuple[Values, set[str]]:
        """Choose between the values of a record and those of its row.

        Args:
            different: the record's values in the fields where they differ.
            current: the row's values.
            loaded: what the record said when last loaded.

        Returns:
            The values to write, and the names of the fields that keep an editor's value.
        """

    def prepare(self, record: Record, row: CatalogueModel) -> None:
        """Prepare a row that is created or updated; raises ValidationError, by field, to refuse that."""

    def removals(self, records: list[Record], store: Store) -> tuple[Sequence[CatalogueModel], list[str]]:
        """Return the rows to delete because no record has them, and a line about each that an editor's change keeps."""

    def conflicts(self) -> Iterator[tuple[Record, str, str]]:
        """Yield each record that may not be as it is now, with the reason and a field; asked when all are written."""

    def fault(self, record: Record, reason: str, field: str) -> RecordFault | None:
        """Return a fault of a record or of one field (empty for none), or None when it is not to be reported."""
