"""Loads records into the database, all or nothing, as a merge policy decides."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import ForeignKey, ManyToManyField
from django.utils import timezone

from initiatives.actions.log import log
from initiatives.choices import EventKind, Status
from initiatives.importing.fixture_policy import FixturePolicy
from initiatives.importing.fixture_reader import Record, RecordFault
from initiatives.importing.merge_policy import MergePolicy
from initiatives.importing.store import Store
from initiatives.importing.summary import CREATED, KEPT, REMOVED, UNCHANGED, UPDATED, Summary
from initiatives.importing.values import Values, default_value, fields_of, fixture_value
from initiatives.models import Initiative, Link, LoadedRecord, Mention
from initiatives.models.base import CatalogueModel
from initiatives.models.publication import place_fault
from initiatives.revisions.recording import keep_versions, recorded
from initiatives.search.index.writer import IndexUpdate, outdated_initiatives


def load(
    records: Iterable[Record],
    faults: Iterable[RecordFault] = (),
    *,
    policy: Callable[[], MergePolicy] = FixturePolicy,
    by: AbstractBaseUser | None = None,
    how: str = "Ingelezen uit de bestanden van de catalogus",
    dry_run: bool = False,
    reindex_all: bool = False,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Summary:
    """Write records to the database and reindex what they change, all or nothing.

    Args:
        records: each after those it refers to by a foreign key.
        faults: what was wrong while reading; with any fault nothing is written.
        policy: makes the merge policy once the database is locked, so that it sees no older state.
        by: the editor; None for a command.
        how: what the history says of the change.
        dry_run: find out what would happen, write nothing.
        reindex_all: reindex every initiative, not only those that depend on a changed row or have an outdated one.
        on_progress: is told after each record how many of how many are written.

    Returns:
        What was done, or with `dry_run` or faults would have been.
    """
    summary = Summary(faults=list(faults))
    with transaction.atomic():
        _load_lock()
        with recorded(by=by, how=how, automatically=False) as update:
            run = Load(summary, policy(), on_progress)
            run.write(list(records))
            if dry_run or summary.faults:
                transaction.set_rollback(True)
            else:
                run.finish(update)
                if run.saved:
                    log(EventKind.LOADED, by=by, detail=how)
                update.add(Initiative.objects.all() if reindex_all else outdated_initiatives())
    return summary


def _load_lock() -> None:
    """Wait until no other load is running."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {LoadedRecord._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


class Load:
    def __init__(self, summary: Summary, policy: MergePolicy, on_progress: Callable[[int, int], None]) -> None:
        self.summary, self.policy, self.on_progress = summary, policy, on_progress
        self.store = Store(LoadedRecord.objects.all() if policy.has_history else ())
        self.saved: dict[type[CatalogueModel], set[int]] = defaultdict(set)  # primary keys
        self.created: dict[type[CatalogueModel], set[int]] = defaultdict(set)  # those that are new among them
        self.touched: set[int] = set()  # primary keys of initiatives of which mentions or links changed

    def write(self, records: list[Record]) -> None:
        """Write rows, then their many-to-many relations, then remove what the policy no longer finds in the records."""
        written = []
        for number, record in enumerate(records, 1):
            if result := self._write(record):
                written.append((record, *result))
            self.on_progress(number, len(records))
        for record, row, changes in written:
            self._write_relations(record, row, changes)
        rows, kept = self.policy.removals(records, self.store)
        self.summary.kept += kept
        for row in rows:
            self._touch_initiative(row)
            self.summary.count(type(row), REMOVED)
            row.delete()
        for record, reason, field in self.policy.conflicts():
            self._fault(record, reason, field)

    def finish(self, update: IndexUpdate) -> None:
        """Complete a load without faults: save its history, index what it changed and keep versions of that."""
        self.store.save_new()
        touched = Initiative.objects.filter(pk__in=self.touched)
        touched.exclude(pk__in=self.saved[Initiative]).touch()
        for rows in (touched, *(model.objects.filter(pk__in=keys) for model, keys in self.saved.items())):
            update.add(rows)
            keep_versions(rows)

    def _write(self, record: Record) -> tuple[CatalogueModel, Values] | None:
        """Write all fields but many-to-many relations; return the row and what changes, None where it was deleted."""
        values = self._fixture_values(record)
        if self._is_deleted(record, values):
            self.summary.keep(record, "deleted by an editor")
            self.summary.count(record.model, KEPT)
            return None
        row = self.store.find(record.model, record.key)
        if row is None:
            row, changes, edited = record.model(), values, set()
        else:
            changes, edited = self._merge(record, row, values)
        if edited:
            self.summary.keep(record, ", ".join(sorted(edited)))
        if changes or row.pk is None:
            self._save(record, row, changes)
        else:
            self.summary.count(record.model, KEPT if edited else UNCHANGED)
        if self.policy.has_history and not self.summary.faults:
            self.store.record_loaded(record, row, values)
        return row, changes

    def _merge(self, record: Record, row: CatalogueModel, values: Values) -> tuple[Values, set[str]]:
        current = self.store.values(row, set(values))
        different = {name: value for name, value in values.items() if current[name] != value}
        return self.policy.merge(record, different, current, self.store.loaded(record.model, record.key))

    def _fixture_values(self, record: Record) -> Values:
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
        # A field that the fixture had when last loaded, and no longer has, becomes empty again.
        loaded = self.store.loaded(record.model, record.key)
        left_out = (loaded.fields.keys() & fields.keys()) - record.fields.keys() if loaded else set()
        return values | {name: default_value(fields[name]) for name in left_out}

    def _is_deleted(self, record: Record, values: Values) -> bool:
        """Whether an editor deleted the row, or a row that it refers to by a foreign key."""
        needed = [
            (field.related_model, values[name])
            for name, field in fields_of(record.model).items()
            if isinstance(field, ForeignKey) and values.get(name)
        ]
        return any(self.store.was_deleted(model, key) for model, key in [(record.model, record.key), *needed])

    def _save(self, record: Record, row: CatalogueModel, changes: Values) -> None:
        is_new, faults = row.pk is None, len(self.summary.faults)
        try:
            self.policy.prepare(record, row)
        except ValidationError as error:
            self._faults(record, error)
            return
        faulty = record.faulty | self._assign(record, row, changes)
        faulty |= set(record.fields) - set(changes) if is_new else set()
        self._check(record, row, faulty)
        if faulty or len(self.summary.faults) > faults:
            return
        if self._store(record, row, changes):
            self.store.add(record.key, row)
            self.created[record.model] |= {row.pk} if is_new else set()
            self.summary.count(record.model, CREATED if is_new else UPDATED)

    def _check(self, record: Record, row: CatalogueModel, faulty: set[str]) -> None:
        """Validate a row; while it has no fault, constraints are left to the database, since each costs a query."""
        if not faulty:
            known = {field.name for field in row._meta.fields if isinstance(field, ForeignKey)}  # found in the store
            with suppress(ValidationError):
                row.full_clean(exclude=known, validate_unique=False, validate_constraints=False)
                return
        self._name_faults(record, row, faulty)

    def _name_faults(self, record: Record, row: CatalogueModel, faulty: set[str]) -> None:
        """Report everything that is wrong with a row, but for the fields already known to be faulty."""
        try:
            row.full_clean(exclude=faulty)
        except ValidationError as error:
            self._faults(record, error)

    def _store(self, record: Record, row: CatalogueModel, changes: Values) -> bool:
        """Save only the fields that change; return whether the database accepts them."""
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
        self.saved[record.model].add(row.pk)
        self._touch_initiative(row)
        return True

    def _touch_initiative(self, row: CatalogueModel) -> None:
        """A change of a mention or link is one of its initiative, which is shown and downloaded with them."""
        if isinstance(row, Mention | Link):
            self.touched.add(row.initiative_id)

    def _explain(self, record: Record, row: CatalogueModel, error: Exception) -> None:
        """Report in Dutch which constraint a row violates, or else the message of the database."""
        faults = len(self.summary.faults)
        self._name_faults(record, row, set())
        if len(self.summary.faults) == faults:
            self._fault(record, str(error).partition("\n")[0])

    def _assign(self, record: Record, row: CatalogueModel, changes: Values) -> set[str]:
        """Set the row's own fields; return the names of foreign keys whose row does not exist."""
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
                    self._relate(row, name, related)
        if isinstance(row, Initiative) and row.pk and len(self.summary.faults) == faults:
            self._check_place(record, row, changes)

    def _check_place(self, record: Record, row: Initiative, changes: Values) -> None:
        """Report places that do not fit the scope of what is published, before the database does at the commit."""
        is_affected = row.status == Status.PUBLISHED and changes.keys() & {"scope", "municipalities", "status"}
        if is_affected and (fault := place_fault(row.scope, row.municipalities.count())):
            self._fault(record, fault, "municipalities")

    def _relate(self, row: CatalogueModel, name: str, related: list[CatalogueModel]) -> None:
        """Write a many-to-many relation; a new row has none yet, so there is nothing to compare with."""
        if row.pk not in self.created[type(row)]:
            getattr(row, name).set(related)
        elif related:
            getattr(row, name).add(*related)

    def _related(self, record: Record, relation: Any, keys: list[list[str]]) -> list[CatalogueModel]:
        """Return the rows of these keys, without those that an editor deleted; report each that never existed."""
        rows, model = [], relation.related_model
        for key in keys:
            row = self.store.find(model, key)
            if row is not None:
                rows.append(row)
            elif not self.store.was_deleted(model, key):
                self._fault(record, f"{model._meta.verbose_name} {' / '.join(key)} bestaat niet.", relation.name)
        return rows

    def _faults(self, record: Record, error: ValidationError) -> None:
        for name, messages in error.message_dict.items():
            self._fault(record, " ".join(messages), "" if name == NON_FIELD_ERRORS else name)

    def _fault(self, record: Record, reason: str, field: str = "") -> None:
        fault = self.policy.fault(record, reason, field)
        if fault and fault not in self.summary.faults:
            self.summary.faults.append(fault)
