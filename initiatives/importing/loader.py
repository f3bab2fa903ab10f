"""Writes fixture records to the database: all or nothing, and never over an editor's change."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import ForeignKey, ManyToManyField
from django.utils import timezone

from initiatives.importing.fixture_reader import Record, RecordFault
from initiatives.importing.store import Store
from initiatives.importing.values import Values, default_value, fields_of, fixture_value
from initiatives.models import Illustration, Initiative, Link, LoadedRecord, Mention, check_place
from initiatives.models.base import CatalogueModel
from initiatives.search.index import writer

CREATED, UPDATED, UNCHANGED, REMOVED = "created", "updated", "unchanged", "removed"
KEPT = "kept-because-edited"
# Fields that must fit each other: with an editor's value in one, the editor's stay in all.
PLACE = {"scope", "region", "municipalities"}
# Records that only say something about an initiative: they go when the fixtures no longer have them.
DEPENDENT = (Mention, Link, Illustration)


@dataclass
class Summary:
    """What a load did: numbers by model and outcome, what was kept for an editor, and every fault."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)
    faults: list[RecordFault] = field(default_factory=list)

    def total(self, outcome: str) -> int:
        """How many records had this outcome."""
        return sum(number for (_, each), number in self.outcomes.items() if each == outcome)


def load(
    records: Iterable[Record],
    faults: Iterable[RecordFault] = (),
    *,
    dry_run: bool = False,
    run_of: Callable[[Summary], "Load"] | None = None,
) -> Summary:
    """Make the database say what the records say, but for what an editor changed.

    Each record is compared with what it said when it was last loaded: a field in which the row differs from that was
    changed by an editor, and keeps the editor's value. A row that an editor deleted stays deleted.

    Args:
        records: in an order in which each comes after those it refers to by a foreign key.
        faults: what was wrong before; with any fault nothing is written.
        dry_run: find out what would happen, write nothing.
        run_of: gives another kind of run.

    Returns:
        What was done, or with `dry_run` or faults, would have been.
    """
    summary = Summary(faults=list(faults))
    with transaction.atomic():
        _load_lock()
        writer.index_lock()
        (run_of or Load)(summary).run(list(records))
        if dry_run or summary.faults:
            transaction.set_rollback(True)
    return summary


def _load_lock() -> None:
    """Wait for another load to end."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {LoadedRecord._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


class Load:
    """One run of the loader.

    Args:
        summary: to write down what is done.
        store: the database; as the fixtures know it, when left out.
    """

    def __init__(self, summary: Summary, store: Store | None = None) -> None:
        self.summary = summary
        self.store = store or Store(LoadedRecord.objects.all())
        self.saved: set[int] = set()  # keys of initiatives that changed themselves
        self.touched: set[int] = set()  # and of those of which mentions or links did

    def run(self, records: list[Record]) -> None:
        """Write everything, in two rounds: rows, then what relates them."""
        written = [(record, *found) for record in records if (found := self._write(record))]
        for record, row, changes in written:
            self._write_relations(record, row, changes)
        self._remove_forgotten(records)
        if not self.summary.faults:
            self.store.write_new()
            Initiative.objects.filter(pk__in=self.touched - self.saved).touch()
            writer.reindex(Initiative.objects.all())

    def _write(self, record: Record) -> tuple[CatalogueModel, Values] | None:
        """Write all but the many-to-many relations.

        Returns:
            The row, unsaved when it has faults, and the values to write; nothing when an editor's deletion stands.
        """
        values = self._fixture_values(record)
        if self._is_deleted(record, values):
            self._keep(record, "deleted by an editor")
            self._count(record, KEPT)
            return None
        row = self.store.find(record.model, record.key)
        if row is None:
            row, changes, edited = record.model(), values, set()
        else:
            changes, edited = self._changes(record, row, values)
        if edited:
            self._keep(record, ", ".join(sorted(edited)))
        if changes or row.pk is None:
            self._save(record, row, changes)
        else:
            self._count(record, KEPT if edited else UNCHANGED)
        if not self.summary.faults:
            self.store.remember(record, row, values)
        return row, changes

    def _fixture_values(self, record: Record) -> Values:
        """The record's values, without those that are at fault."""
        fields = fields_of(record.model)
        values: Values = {}
        for name, value in record.fields.items():
            if name not in fields:
                self._fault(record, f"{name} is no field of {record.model._meta.model_name}")
                continue
            try:
                values[name] = fixture_value(fields[name], value)
            except ValidationError as error:
                self._fault(record, " ".join(error.messages), name)
        # A field that the fixture gave before and no longer gives is empty again.
        memory = self.store.memory(record.model, record.key)
        left_out = (memory.fields.keys() & fields.keys()) - record.fields.keys() if memory else set()
        return values | {name: default_value(fields[name]) for name in left_out}

    def _is_deleted(self, record: Record, values: Values) -> bool:
        """An editor deleted the row, or the row that it cannot be without."""
        needed = [
            (field.related_model, values[name])
            for name, field in fields_of(record.model).items()
            if isinstance(field, ForeignKey) and values.get(name)
        ]
        return any(self.store.was_deleted(model, key) for model, key in [(record.model, record.key), *needed])

    def _changes(self, record: Record, row: CatalogueModel, values: Values) -> tuple[Values, set[str]]:
        """The fixture's values that are to be written, and the fields in which an editor's value stays.

        A row without a memory was not made from a fixture, so everything in it is an editor's.
        """
        fields = fields_of(record.model)
        current = self.store.values(row, set(values))
        different = {name: value for name, value in values.items() if current[name] != value}
        memory = self.store.memory(record.model, record.key)
        before = {name: memory.fields.get(name, default_value(fields[name])) for name in different} if memory else {}
        edited = {name for name in different if name not in before or current[name] != before[name]}
        if edited & PLACE:
            edited |= different.keys() & PLACE
        return {name: value for name, value in different.items() if name not in edited}, edited

    def _save(self, record: Record, row: CatalogueModel, changes: Values) -> None:
        is_new, faults = row.pk is None, len(self.summary.faults)
        faulty = record.faulty | self._assign(record, row, changes)
        faulty |= set(record.fields) - set(changes) if is_new else set()
        self._check(record, row, faulty)
        if faulty or len(self.summary.faults) > faults:
            return
        if self._store(record, row, changes):
            self.store.add(record.key, row)
            self._count(record, CREATED if is_new else UPDATED)

    def _check(self, record: Record, row: CatalogueModel, faulty: set[str]) -> None:
        """Name what is wrong with a row; while it is sound, rules that cost a query are left to the database."""
        if not faulty:
            with suppress(ValidationError):
                row.full_clean(validate_unique=False, validate_constraints=False)
                return
        self._name_faults(record, row, faulty)

    def _name_faults(self, record: Record, row: CatalogueModel, faulty: set[str]) -> None:
        """Say in Dutch everything that is wrong with a row, but for the fields already known to be faulty."""
        try:
            row.full_clean(exclude=faulty)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self._fault(record, " ".join(messages), "" if name == NON_FIELD_ERRORS else name)

    def _store(self, record: Record, row: CatalogueModel, changes: Values) -> bool:
        """Save just what changes, so that an edit made meanwhile stays; whether the database took it."""
        names = {name for name in changes if not isinstance(fields_of(record.model)[name], ManyToManyField)}
        if isinstance(row, Initiative) and row.pk:
            row.modified, row.version = timezone.now(), row.version + 1
            names |= {"modified", "version"}
        try:
            with transaction.atomic():
                row.save(update_fields=names if row.pk else None)
        except (IntegrityError, DataError) as error:
            self._explain(record, row, error)
            return False
        self._note(row)
        return True

    def _note(self, row: CatalogueModel) -> None:
        """Remember which initiative changed, itself or in what is shown and downloaded with it."""
        if isinstance(row, Initiative):
            self.saved.add(row.pk)
        elif isinstance(row, Mention | Link):
            self.touched.add(row.initiative_id)

    def _explain(self, record: Record, row: CatalogueModel, error: Exception) -> None:
        """Say in Dutch which rule the database held against a row, or in its own words when no rule tells."""
        faults = len(self.summary.faults)
        self._name_faults(record, row, set())
        if len(self.summary.faults) == faults:
            self._fault(record, str(error).partition("\n")[0])

    def _assign(self, record: Record, row: CatalogueModel, changes: Values) -> set[str]:
        """Set the row's own fields; the names of those whose related row does not exist."""
        fields, faulty = fields_of(record.model), set()
        for name, value in changes.items():
            if isinstance(fields[name], ForeignKey):
                related = self._related(record, fields[name], [value] if value else [])
                setattr(row, name, related[0] if related else None)
                faulty |= {name} if value and not related else set()
            elif not isinstance(fields[name], ManyToManyField):
                setattr(row, name, fields[name].to_python(value))
        return faulty

    def _write_relations(self, record: Record, row: CatalogueModel, changes: Values) -> None:
        fields, faults = fields_of(record.model), len(self.summary.faults)
        for name, keys in changes.items():
            if isinstance(fields[name], ManyToManyField):
                related = self._related(record, fields[name], keys)
                if row.pk:
                    getattr(row, name).set(related)
        is_sound = row.pk and len(self.summary.faults) == faults
        if isinstance(row, Initiative) and is_sound and changes.keys() & {"scope", "municipalities"}:
            try:
                check_place(row.scope, row.municipalities.count())
            except ValidationError as error:
                self._fault(record, " ".join(error.messages))

    def _related(self, record: Record, relation: Any, keys: list[list[str]]) -> list[CatalogueModel]:
        """The rows that keys refer to, without those that an editor deleted; a fault for each that never was."""
        rows = []
        for key in keys:
            row = self.store.find(relation.related_model, key)
            if row is not None:
                rows.append(row)
            elif not self.store.was_deleted(relation.related_model, key):
                kind = relation.related_model._meta.verbose_name
                self._fault(record, f"{kind} {' / '.join(key)} bestaat niet.", relation.name)
        return rows

    def _remove_forgotten(self, records: list[Record]) -> None:
        """Remove mentions, links and illustrations that the fixtures no longer have, unless an editor changed them."""
        initiatives = {record.key[0] for record in records if record.model is Initiative}
        for model in DEPENDENT:
            present = {record.key for record in records if record.model is model}
            for memory in self.store.forgotten(model, present):
                if memory.key[0] not in initiatives:
                    continue  # the initiative itself left the fixtures and stays; so does what is known of it
                row = self.store.row(model, memory)
                if row is not None and self.store.values(row, set(memory.fields)) != memory.fields:
                    name = f"{model._meta.model_name} {' / '.join(memory.key)}"
                    self.summary.kept.append(f"{name}: no longer in the fixtures")
                    continue
                if row is not None:
                    self._remove(row)
                memory.delete()

    def _remove(self, row: CatalogueModel) -> None:
        self._note(row)
        self.summary.outcomes[row._meta.model_name, REMOVED] += 1
        row.delete()

    def _count(self, record: Record, outcome: str) -> None:
        self.summary.outcomes[record.model._meta.model_name, outcome] += 1

    def _keep(self, record: Record, what: str) -> None:
        self.summary.kept.append(f"{record.name}: {what}")

    def _fault(self, record: Record, reason: str, field: str = "") -> None:
        """Remember what is wrong with a record, or with one field of it."""
        self.summary.faults.append(record.fault(f"{field}: {reason}" if field else reason))
