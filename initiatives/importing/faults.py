"""The faults of a load, each reported once and worded by its merge policy."""

from collections.abc import Collection
from contextlib import suppress

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import ForeignKey

from initiatives.importing.fixture_reader import Record, RecordFault
from initiatives.importing.merge_policy import MergePolicy
from initiatives.models.base import CatalogueModel


class Faults:
    """Reports faults into a list.

    Args:
        reported: the faults that were found while reading; others are added to it.
    """

    def __init__(self, reported: list[RecordFault], policy: MergePolicy) -> None:
        self.reported, self.policy = reported, policy
        self._known = set(reported)
        self._lines = {(fault.file, fault.line) for fault in reported}

    def __len__(self) -> int:
        return len(self.reported)

    def has(self, record: Record) -> bool:
        """Return whether a fault of a record, or one beside it in the file, was reported."""
        return (record.file, record.line) in self._lines

    def add(self, record: Record, reason: str, field: str = "") -> None:
        """Report what is wrong with a record, or with one field of it."""
        fault = self.policy.fault(record, reason, field)
        if fault and fault not in self._known:
            self._known.add(fault)
            self._lines.add((fault.file, fault.line))
            self.reported.append(fault)

    def add_error(self, record: Record, error: ValidationError) -> None:
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in by_field.items():
            self.add(record, " ".join(messages), "" if name == NON_FIELD_ERRORS else name)

    def check(self, record: Record, row: CatalogueModel, faulty: Collection[str]) -> None:
        """Validate a row; while it has no fault, constraints are left to the database, since each costs a query.

        Args:
            faulty: the fields that were reported already.
        """
        if not faulty:
            known = {field.name for field in row._meta.fields if isinstance(field, ForeignKey)}  # found in the store
            with suppress(ValidationError):
                row.full_clean(exclude=known, validate_unique=False, validate_constraints=False)
                return
        self._check_completely(record, row, faulty)

    def explain(self, record: Record, row: CatalogueModel, error: Exception) -> None:
        """Report in Dutch which constraint a row violates, or else the message of the database."""
        number = len(self)
        self._check_completely(record, row, set())
        if len(self) == number:
            self.add(record, str(error).partition("\n")[0])

    def _check_completely(self, record: Record, row: CatalogueModel, faulty: Collection[str]) -> None:
        try:
            row.full_clean(exclude=faulty)
        except ValidationError as error:
            self.add_error(record, error)
