"""Writes records to the database, as a merge policy decides, and tells what came of each."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Count, ForeignKey, ManyToManyField
from django.utils import timezone
from reversion.models import Revision

from initiatives.actions.log import log
from initiatives.choices import EventKind, Status
from initiatives.importing import new_rows
from initiatives.importing.faults import Faults
from initiatives.importing.fixture_reader import Record
from initiatives.importing.merge_policy import MergePolicy
from initiatives.importing.new_rows import NewRows
from initiatives.importing.store import Store
from initiatives.importing.summary import CREATED, KEPT, REMOVED, UNCHANGED, UPDATED, Summary
from initiatives.importing.values import Values, default_value, fields_of, fixture_value
from initiatives.models import Initiative, Link, LoadedRecord, Mention, SlugHistory
from initiatives.models.base import CatalogueModel
from initiatives.models.fields import related_model
from initiatives.models.history import TARGETS
from initiatives.models.publication import place_fault
from initiatives.revisions.recording import save_versions
from initiatives.search.index.lock import lock_and_number
from initiatives.search.index.writer import IndexUpdate


class Written(NamedTuple):
    """A record with its row, its values, and those among them that change."""

    record: Record
    row: CatalogueModel
    values: Values
    changes: Values


class RecordWriter:
    """Writes the records of one load, in a transaction; what keeps one from being written is a fault of `summary`."""

    def __init__(self, summary: Summary, policy: MergePolicy, on_progress: Callable[[int, int], None]) -> None:
        self.summary, self.policy, self.on_progress = summary, policy, on_progress
        self.faults, self.new = Faults(summary.faults, policy), NewRows()
        self.store = Store(policy.rows, LoadedRecord.objects.all() if policy.has_history else ())
        self.saved: dict[type[CatalogueModel], set[int]] = defaultdict(set)  # primary keys
        self.created: dict[type[CatalogueModel], set[int]] = defaultdict(set)  # those that are new among them
        self.touched: set[int] = set()  # primary keys of initiatives of which mentions or links changed
        self.records: list[Record] = []
        self.done = self.total = 0  # records

    def write(self, records: list[Record]) -> None:
        """Write rows, then their many-to-many relations, then remove what the policy no longer finds in the records."""
        self.records, self.total = records, len(records)
        written = [entry for group in _by_model(records) for entry in self._write_group(group)]
        for entry in written:
            self._write_relations(entry)
        self.new.insert_relations()
        self._check_places(written)
        rows, kept = self.policy.removals(records, self.store)
        self.summary.kept += kept
        for row in rows:
            self._touch_initiative(row)
            self.summary.count(type(row), REMOVED)
            row.delete()
        for record, reason, field in self.policy.conflicts():
            self.faults.add(record, reason, field)

    def _write_group(self, records: list[Record]) -> list[Written]:
        """Write the records of one model; new rows of the models that have thousands are inserted together."""
        written = [entry for record in records if (entry := self._write(record))]
        for record, row in self.new.insert(lambda record, row: self._store(record, row, record.fields)):
            self._note_stored(record, row, is_new=True)
        if self.policy.has_history and not self.summary.faults:
            for entry in written:
                self.store.record_loaded(entry.record, entry.row, entry.values)
        return written

    def finish(self, update: IndexUpdate, by: User | None, how: str) -> Revision | None:
        """Complete a load without faults: save its history, index what it changed, and save versions of that."""
        self.store.save_new()
        Initiative.objects.filter(pk__in=self.touched - self.saved[Initiative]).touch()
        self.saved[Initiative] |= self.touched
        rows = [model.objects.filter(pk__in=keys) for model, keys in self.saved.items()]
        for changed in rows:
            update.add(changed)
        revision = save_versions(rows, by=by, how=how)
        if revision:
            log(EventKind.LOADED, by=by, detail=how)
        return revision

    def lock(self) -> None:
        """Take the index lock, and report new initiatives of which the address became a former one meanwhile."""
        lock_and_number(sorted(self.saved[Initiative] - self.created[Initiative]))
        records = {record.key[0]: record for record in self.records if record.model is Initiative}
        new = Initiative.objects.filter(pk__in=self.created[Initiative])
        taken = SlugHistory.objects.filter(kind=TARGETS[Initiative], slug__in=new.values("slug"))
        for slug in taken.values_list("slug", flat=True):
            self.faults.add(records[slug], f"Het webadres “{slug}” is intussen van iets anders geweest.", "slug")

    def _write(self, record: Record) -> Written | None:
        """Write all fields but many-to-many relations; return None where the row was deleted."""
        self.done += 1
        self.on_progress(self.done, self.total)
        values = self._fixture_values(record)
        if self._is_deleted(record, values):
            self.summary.keep(record, "deleted by an editor")
            self.summary.count(record.model, KEPT)
            return None
        row = self.store.find(record.model, record.key)
        if row is None:
            row, changes = record.model(), values
            edited: set[str] = set()
        else:
            changes, edited = self._merge(record, row, values)
        if edited:
            self.summary.keep(record, ", ".join(sorted(edited)))
        if changes or row.pk is None:
            self._save(record, row, changes)
        else:
            self.summary.count(record.model, KEPT if edited else UNCHANGED)
        return Written(record, row, values, changes)

    def _merge(self, record: Record, row: CatalogueModel, values: Values) -> tuple[Values, set[str]]:
        current = self.store.values(row, set(values))
        different = {name: value for name, value in values.items() if current[name] != value}
        return self.policy.merge(record, different, current, self.store.loaded(record.model, record.key))

    def _fixture_values(self, record: Record) -> Values:
        fields = fields_of(record.model)
        values: Values = {}
        for name, value in record.fields.items():
            if name not in fields:
                self.faults.add(record, f"{name} is no field of {record.model._meta.model_name}")
                continue
            try:
                values[name] = fixture_value(fields[name], value)
            except ValidationError as error:
                self.faults.add(record, " ".join(error.messages), name)
        # A field that the fixture had when last loaded, and no longer has, becomes empty again.
        loaded = self.store.loaded(record.model, record.key)
        left_out = (loaded.fields.keys() & fields.keys()) - record.fields.keys() if loaded else set()
        return values | {name: default_value(fields[name]) for name in left_out}

    def _is_deleted(self, record: Record, values: Values) -> bool:
        """Whether an editor deleted the row, or a row that it refers to by a foreign key."""
        needed = [
            (related_model(field), values[name])
            for name, field in fields_of(record.model).items()
            if isinstance(field, ForeignKey) and values.get(name)
        ]
        return any(self.store.was_deleted(model, key) for model, key in [(record.model, record.key), *needed])

    def _save(self, record: Record, row: CatalogueModel, changes: Values) -> None:
        is_new, faults = row.pk is None, len(self.faults)
        try:
            self.policy.prepare(record, row)
        except ValidationError as error:
            self.faults.add_error(record, error)
            return
        faulty = record.faulty | self._assign(record, row, changes)
        faulty |= set(record.fields) - set(changes) if is_new else set()
        self.faults.check(record, row, faulty)
        if faulty or len(self.faults) > faults:
            return
        if is_new and record.model in new_rows.MODELS:
            self.new.add(record, row)
        elif self._store(record, row, changes):
            self._note_stored(record, row, is_new=is_new)

    def _note_stored(self, record: Record, row: CatalogueModel, *, is_new: bool) -> None:
        self.store.add(record.key, row)
        self.saved[record.model].add(row.pk)
        self.created[record.model] |= {row.pk} if is_new else set()
        self._touch_initiative(row)
        self.summary.count(record.model, CREATED if is_new else UPDATED)

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
            self.faults.explain(record, row, error)
            return False
        return True

    def _touch_initiative(self, row: CatalogueModel) -> None:
        """A change of a mention or link is one of its initiative, which is shown and downloaded with them."""
        if isinstance(row, Mention | Link):
            self.touched.add(row.initiative_id)

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

    def _write_relations(self, entry: Written) -> None:
        """Write the relations of a row; a new one has none yet, so that its are added together with those of others."""
        record, row, _, changes = entry
        fields = fields_of(record.model)
        for name, keys in changes.items():
            field = fields[name]
            if not isinstance(field, ManyToManyField):
                continue
            related = self._related(record, field, keys)
            if row.pk in self.created[record.model]:
                self.new.relate(field, row, related)
            elif row.pk:
                getattr(row, name).set(related)

    def _check_places(self, written: list[Written]) -> None:
        """Report places that do not fit the scope of what is published, before the database does at the commit."""
        affected = {
            entry.row.pk: entry
            for entry in written
            if entry.row.pk
            and isinstance(entry.row, Initiative)
            and entry.row.status == Status.PUBLISHED
            and entry.changes.keys() & {"scope", "municipalities", "status"}
            and not self.faults.has(entry.record)
        }
        counted = Initiative.objects.filter(pk__in=affected).annotate(number=Count("municipalities")).order_by("pk")
        for key, scope, number in counted.values_list("pk", "scope", "number"):
            if fault := place_fault(scope, number):
                self.faults.add(affected[key].record, fault, "municipalities")

    def _related(self, record: Record, relation: Any, keys: list[list[str]]) -> list[CatalogueModel]:
        """Return the rows of these keys, without those that an editor deleted; report each that never existed."""
        rows, model = [], relation.related_model
        for key in keys:
            row = self.store.find(model, key)
            if row is not None:
                rows.append(row)
            elif not self.store.was_deleted(model, key):
                self.faults.add(record, f"{model._meta.verbose_name} {' / '.join(key)} bestaat niet.", relation.name)
        return rows


def _by_model(records: Iterable[Record]) -> list[list[Record]]:
    """The records of each model together, in the order in which models come first."""
    groups: dict[type[CatalogueModel], list[Record]] = defaultdict(list)
    for record in records:
        groups[record.model].append(record)
    return list(groups.values())
