"""Writes fixture records to the database: all or nothing, and never over an editor's change."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ForeignKey, ManyToManyField, Model
from django.utils import timezone

from initiatives.importing.records import Fault, Record
from initiatives.importing.values import Values, default_value, fields_of, fixture_value, row_values
from initiatives.models import Initiative, Link, LoadedRecord, Mention, check_place
from initiatives.models.base import CatalogueModel
from initiatives.search import index

CREATED, UPDATED, UNCHANGED, REMOVED = "created", "updated", "unchanged", "removed"
KEPT = "kept-because-edited"
# Records that only say something about an initiative: they go when the fixtures no longer have them.
DEPENDENT = (Mention, Link)


@dataclass
class Summary:
    """What a load did: numbers by model and outcome, what was kept for an editor, and every fault."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def total(self, outcome: str) -> int:
        """How many records had this outcome."""
        return sum(number for (_, each), number in self.outcomes.items() if each == outcome)


def load(records: Iterable[Record], faults: Iterable[Fault] = (), *, dry_run: bool = False) -> Summary:
    """Make the database say what the records say, but for what an editor changed.

    Each record is compared with what it said when it was last loaded: a field in which the row differs from that was
    changed by an editor, and keeps the editor's value. A row that an editor deleted stays deleted.

    Args:
        records: in an order in which each comes after those it refers to by a foreign key.
        faults: what was wrong before; with any fault nothing is written.
        dry_run: find out what would happen, write nothing.

    Returns:
        What was done, or with `dry_run` or faults, would have been.
    """
    summary = Summary(faults=list(faults))
    with transaction.atomic():
        _Load(summary).run(list(records))
        if dry_run or summary.faults:
            transaction.set_rollback(True)
    return summary


class _Load:
    """One run of the loader."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.memory = {(memory.model, tuple(memory.key)): memory for memory in LoadedRecord.objects.all()}
        self.rows: dict[type[CatalogueModel], dict[int, CatalogueModel]] = {}
        self.keys: dict[type[CatalogueModel], dict[tuple, CatalogueModel]] = {}

    def run(self, records: list[Record]) -> None:
        pending = []
        for record in records:
            row = self._write(record)
            if row is not None:
                pending.append((record, *row))
        for record, row, values in pending:
            self._write_relations(record, row, values)
        self._remove_forgotten(records)
        if not self.summary.faults:
            index.refresh(Initiative.objects.all())

    # Rows and keys, read once a model

    def _rows_of(self, model: type[CatalogueModel]) -> dict[int, CatalogueModel]:
        if model not in self.rows:
            names = [name for name, each in fields_of(model).items() if isinstance(each, ManyToManyField | ForeignKey)]
            self.rows[model] = {row.pk: row for row in model.objects.prefetch_related(*names)}
            self.keys[model] = {row.natural_key(): row for row in self.rows[model].values()}
        return self.rows[model]

    def _find(self, model: type[CatalogueModel], key: Iterable[str]) -> CatalogueModel | None:
        """The row that a fixture means: what its record became, also when an editor gave it another address."""
        rows = self._rows_of(model)
        memory = self.memory.get((model._meta.model_name, tuple(key)))
        return (memory and rows.get(memory.object_id)) or self.keys[model].get(tuple(key))

    # One record

    def _write(self, record: Record) -> tuple[CatalogueModel, Values] | None:
        """Write all but the many-to-many relations; the row, and what is still to be written of it."""
        values = self._fixture_values(record)
        if values is None:
            return None
        row = self._find(record.model, record.key)
        memory = self.memory.get((record.model._meta.model_name, record.key))
        if row is None and memory is not None:
            self._keep(record, "deleted by an editor")
            self._count(record, KEPT)
            return None
        if row is None:
            row, changes, edited = record.model(), values, set()
        else:
            changes, edited = self._changes(row, values, memory)
        if edited:
            self._keep(record, ", ".join(sorted(edited)))
        if changes or row.pk is None:
            self._save(record, row, changes)
        else:
            self._count(record, KEPT if edited else UNCHANGED)
        if not self.summary.faults:
            self._remember(record, row, values, memory)
        return row, changes

    def _fixture_values(self, record: Record) -> Values | None:
        fields = fields_of(record.model)
        before = len(self.summary.faults)
        values: Values = {}
        for name, value in record.fields.items():
            if name not in fields:
                self._fault(record, f"{name} is no field of {record.model._meta.model_name}")
                continue
            try:
                values[name] = fixture_value(fields[name], value)
            except ValidationError as error:
                self._fault(record, f"{name}: {' '.join(error.messages)}")
        return values if len(self.summary.faults) == before else None

    def _changes(self, row: CatalogueModel, values: Values, memory: LoadedRecord | None) -> tuple[Values, set[str]]:
        """The fixture's values that are to be written, and the fields in which an editor's value stays.

        A row without a memory was not made from a fixture, so everything in it is an editor's.
        """
        fields = fields_of(type(row))
        current = row_values(row, set(values))
        different = {name: value for name, value in values.items() if current[name] != value}
        before = {name: memory.fields.get(name, default_value(fields[name])) for name in different} if memory else {}
        edited = {name for name in different if name not in before or current[name] != before[name]}
        return {name: value for name, value in different.items() if name not in edited}, edited

    def _save(self, record: Record, row: CatalogueModel, changes: Values) -> None:
        is_new = row.pk is None
        fields = fields_of(record.model)
        try:
            for name, value in changes.items():
                if isinstance(fields[name], ForeignKey):
                    setattr(row, name, self._related(record, fields[name], value))
                elif not isinstance(fields[name], ManyToManyField):
                    setattr(row, name, fields[name].to_python(value))
            row.full_clean(validate_unique=is_new)
            if isinstance(row, Initiative) and not is_new:
                row.modified, row.version = timezone.now(), row.version + 1
            row.save()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self._fault(record, f"{'' if name == '__all__' else name + ': '}{' '.join(messages)}")
            return
        self.rows[record.model][row.pk] = self.keys[record.model][record.key] = row
        self._count(record, CREATED if is_new else UPDATED)

    def _write_relations(self, record: Record, row: CatalogueModel, changes: Values) -> None:
        fields = fields_of(record.model)
        for name, keys in changes.items():
            if row.pk is None or not isinstance(fields[name], ManyToManyField):
                continue
            try:
                getattr(row, name).set([self._related(record, fields[name], key) for key in keys])
            except ValidationError as error:
                self._fault(record, " ".join(error.messages))
        if isinstance(row, Initiative) and row.pk and changes.keys() & {"scope", "municipalities"}:
            try:
                check_place(row.scope, row.municipalities.count())
            except ValidationError as error:
                self._fault(record, " ".join(error.messages))

    def _related(self, record: Record, relation: Any, key: list[str] | None) -> Model | None:
        """The row that a key refers to; raises `ValidationError` when there is none."""
        if key is None:
            return None
        row = self._find(relation.related_model, key)
        if row is None:
            kind = relation.related_model._meta.verbose_name
            raise ValidationError({relation.name: f"{kind} {' / '.join(key)} bestaat niet."})
        return row

    # Afterwards

    def _remember(self, record: Record, row: CatalogueModel, values: Values, memory: LoadedRecord | None) -> None:
        if memory is None:
            memory = LoadedRecord(model=record.model._meta.model_name, key=list(record.key), object_id=row.pk)
        elif memory.fields == values:
            return
        memory.fields = values
        memory.save()

    def _remove_forgotten(self, records: list[Record]) -> None:
        """Remove mentions and links that the fixtures no longer have, unless an editor changed them."""
        present = {(record.model._meta.model_name, record.key) for record in records}
        for model in DEPENDENT:
            name = model._meta.model_name
            forgotten = [
                each for (kind, key), each in self.memory.items() if kind == name and (kind, key) not in present
            ]
            for memory in forgotten:
                row = self._rows_of(model).get(memory.object_id)
                if row is not None and row_values(row, set(memory.fields)) != memory.fields:
                    self.summary.kept.append(f"{name} {' / '.join(memory.key)}: no longer in the fixtures")
                    continue
                if row is not None:
                    row.delete()
                    self.summary.outcomes[name, REMOVED] += 1
                memory.delete()

    def _count(self, record: Record, outcome: str) -> None:
        self.summary.outcomes[record.model._meta.model_name, outcome] += 1

    def _keep(self, record: Record, what: str) -> None:
        self.summary.kept.append(f"{record.name}: {what}")

    def _fault(self, record: Record, reason: str) -> None:
        self.summary.faults.append(record.fault(reason))
