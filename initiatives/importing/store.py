"""The database as a load sees it: rows by their fixture keys, and records as they were last loaded."""

from collections.abc import Callable, Iterable

from django.db.models import ForeignKey, ManyToManyField, QuerySet

from initiatives.importing.fixture_reader import Record
from initiatives.importing.values import Values, fields_of, row_values
from initiatives.models import LoadedRecord
from initiatives.models.base import CatalogueModel

Key = tuple[str, ...]


class Store:
    """Cache of all rows. A row is known by its fixture key, also when an editor gave it another slug.

    Args:
        rows_of: returns the rows of a model that a load may need.
        history: the records as they were last loaded; without them rows are known by their natural keys.
    """

    def __init__(self, rows_of: Callable[[type[CatalogueModel]], QuerySet], history: Iterable[LoadedRecord]) -> None:
        self._read = rows_of
        self._loaded = {(loaded.model, tuple(loaded.key)): loaded for loaded in history}
        self._names = {(loaded.model, loaded.object_id): tuple(loaded.key) for loaded in self._loaded.values()}
        self._new: list[LoadedRecord] = []
        self._rows: dict[type[CatalogueModel], dict[int, CatalogueModel]] = {}
        self._keys: dict[type[CatalogueModel], dict[Key, CatalogueModel]] = {}

    def find(self, model: type[CatalogueModel], key: Iterable[str]) -> CatalogueModel | None:
        """Return the row that a fixture key refers to."""
        key = tuple(key)
        rows, loaded = self._rows_of(model), self.loaded(model, key)
        if loaded is not None:
            return rows.get(loaded.object_id)
        row = self._keys[model].get(key)
        return row if row is None or self._key_of(row) == key else None

    def was_deleted(self, model: type[CatalogueModel], key: Iterable[str]) -> bool:
        """Whether an editor deleted the row of this fixture key after it was loaded."""
        return self.loaded(model, tuple(key)) is not None and self.find(model, key) is None

    def values(self, row: CatalogueModel, names: set[str]) -> Values:
        """Return the values of a row in these fields, related rows by their fixture keys."""
        return row_values(row, names, self._key_of)

    def add(self, key: Key, row: CatalogueModel) -> None:
        """Add a row that was just saved."""
        self._rows_of(type(row))[row.pk] = self._keys[type(row)][key] = row

    def loaded(self, model: type[CatalogueModel], key: Key) -> LoadedRecord | None:
        """Return the record with this key as it was last loaded."""
        return self._loaded.get((str(model._meta.model_name), key))

    def record_loaded(self, record: Record, row: CatalogueModel, values: Values) -> None:
        """Store what a record says now; records that are new are saved by `save_new`."""
        loaded = self.loaded(record.model, record.key)
        if loaded is None:
            name, key = str(record.model._meta.model_name), list(record.key)
            self._new.append(LoadedRecord(model=name, key=key, object_id=row.pk, fields=values))
        elif loaded.fields != values:
            loaded.fields = values
            loaded.save()

    def save_new(self) -> None:
        LoadedRecord.objects.bulk_create(self._new, batch_size=500)

    def absent(self, model: type[CatalogueModel], present: set[Key]) -> list[LoadedRecord]:
        """Return the loaded records of a model whose keys are not present any more."""
        name = model._meta.model_name
        return [loaded for (kind, key), loaded in self._loaded.items() if kind == name and key not in present]

    def _key_of(self, row: CatalogueModel) -> Key:
        return self._names.get((str(row._meta.model_name), row.pk)) or row.natural_key()

    def _rows_of(self, model: type[CatalogueModel]) -> dict[int, CatalogueModel]:
        if model not in self._rows:
            fields = fields_of(model).values()
            related = [field.name for field in fields if isinstance(field, ManyToManyField | ForeignKey)]
            self._rows[model] = {row.pk: row for row in self._read(model).prefetch_related(*related)}
            self._keys[model] = {row.natural_key(): row for row in self._rows[model].values()}
        return self._rows[model]
