"""The database as the fixtures know it: rows by their fixture keys, and what each record said when last loaded."""

from collections.abc import Iterable

from django.db.models import ForeignKey, ManyToManyField

from initiatives.importing.fixture_reader import Record
from initiatives.importing.values import Values, fields_of, row_values
from initiatives.models import LoadedRecord
from initiatives.models.base import CatalogueModel

Key = tuple[str, ...]


class Store:
    """Reads each model once. A row is known by its fixture key, also when an editor gave it another address.

    Args:
        memories: what fixtures said before.
    """

    def __init__(self, memories: Iterable[LoadedRecord]) -> None:
        self._memory = {(memory.model, tuple(memory.key)): memory for memory in memories}
        self._names = {(memory.model, memory.object_id): tuple(memory.key) for memory in self._memory.values()}
        self._new: list[LoadedRecord] = []
        self._rows: dict[type[CatalogueModel], dict[int, CatalogueModel]] = {}
        self._keys: dict[type[CatalogueModel], dict[Key, CatalogueModel]] = {}

    def find(self, model: type[CatalogueModel], key: Iterable[str]) -> CatalogueModel | None:
        """The row that a fixture means by a key."""
        key = tuple(key)
        rows, memory = self._rows_of(model), self.memory(model, key)
        if memory is not None:
            return rows.get(memory.object_id)
        row = self._keys[model].get(key)
        return row if row is None or self._key_of(row) == key else None

    def was_deleted(self, model: type[CatalogueModel], key: Iterable[str]) -> bool:
        """Whether a row came from this fixture record, and an editor has deleted it since."""
        return self.memory(model, tuple(key)) is not None and self.find(model, key) is None

    def values(self, row: CatalogueModel, names: set[str]) -> Values:
        """What a row says in these fields, related rows by their fixture keys."""
        return row_values(row, names, self._key_of)

    def add(self, key: Key, row: CatalogueModel) -> None:
        """Know a row that was just saved."""
        self._rows_of(type(row))[row.pk] = self._keys[type(row)][key] = row

    def memory(self, model: type[CatalogueModel], key: Key) -> LoadedRecord | None:
        """What the record with this key said when it was last loaded."""
        return self._memory.get((model._meta.model_name, key))

    def remember(self, record: Record, row: CatalogueModel, values: Values) -> None:
        """Keep what a record says now; what was not known before is written by `write_new`."""
        memory = self.memory(record.model, record.key)
        if memory is None:
            name, key = record.model._meta.model_name, list(record.key)
            self._new.append(LoadedRecord(model=name, key=key, object_id=row.pk, fields=values))
        elif memory.fields != values:
            memory.fields = values
            memory.save()

    def write_new(self) -> None:
        """Write what is remembered of records that were loaded for the first time."""
        LoadedRecord.objects.bulk_create(self._new, batch_size=500)

    def forgotten(self, model: type[CatalogueModel], present: set[Key]) -> list[LoadedRecord]:
        """What is remembered of a model and no longer among the fixtures' keys."""
        name = model._meta.model_name
        return [each for (kind, key), each in self._memory.items() if kind == name and key not in present]

    def row(self, model: type[CatalogueModel], memory: LoadedRecord) -> CatalogueModel | None:
        """The row that a remembered record became."""
        return self._rows_of(model).get(memory.object_id)

    def _key_of(self, row: CatalogueModel) -> Key:
        return self._names.get((row._meta.model_name, row.pk)) or row.natural_key()

    def _rows_of(self, model: type[CatalogueModel]) -> dict[int, CatalogueModel]:
        if model not in self._rows:
            names = [name for name, each in fields_of(model).items() if isinstance(each, ManyToManyField | ForeignKey)]
            self._rows[model] = {row.pk: row for row in model.objects.prefetch_related(*names)}
            self._keys[model] = {row.natural_key(): row for row in self._rows[model].values()}
        return self._rows[model]
