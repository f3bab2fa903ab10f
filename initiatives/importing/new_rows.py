"""New rows and their relations, inserted many at a time: one by one, a query takes longer than the row."""

from collections import defaultdict
from collections.abc import Callable

from django.db import DataError, IntegrityError, transaction
from django.db.models import ManyToManyField

from initiatives.importing.fixture_reader import Record
from initiatives.models import Initiative, Link, Mention
from initiatives.models.base import CatalogueModel
from initiatives.models.fields import through_model

MODELS = (Initiative, Mention, Link)  # of which a file has thousands
BATCH = 500  # rows in a query
NewRow = tuple[Record, CatalogueModel]


class NewRows:
    """Rows of `MODELS` that wait to be inserted, and many-to-many relations that wait for their rows."""

    def __init__(self) -> None:
        self._rows: list[NewRow] = []
        self._relations: dict[ManyToManyField, list[tuple[CatalogueModel, CatalogueModel]]] = defaultdict(list)

    def add(self, record: Record, row: CatalogueModel) -> None:
        self._rows.append((record, row))

    def relate(self, field: ManyToManyField, row: CatalogueModel, related: list[CatalogueModel]) -> None:
        """Add relations of a row that has none yet."""
        self._relations[field] += [(row, other) for other in related]

    def insert(self, insert_one: Callable[[Record, CatalogueModel], bool]) -> list[NewRow]:
        """Insert the rows that wait, all of one model; return those that the database accepts.

        Args:
            insert_one: inserts a row by itself and returns whether that succeeded; called for each row of a batch in
                which the database refuses any.
        """
        rows, self._rows = self._rows, []
        batches = (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
        return [pair for batch in batches for pair in self._insert(batch, insert_one)]

    def _insert(self, batch: list[NewRow], insert_one: Callable[[Record, CatalogueModel], bool]) -> list[NewRow]:
        model = type(batch[0][1])
        try:
            with transaction.atomic():
                model._default_manager.bulk_create([row for _, row in batch])
        except (IntegrityError, DataError):
            return [(record, row) for record, row in batch if insert_one(record, row)]
        return batch

    def insert_relations(self) -> None:
        """Insert the relations that wait."""
        for field, pairs in self._relations.items():
            names, through = (field.m2m_field_name(), field.m2m_reverse_field_name()), through_model(field)
            rows = [through(**dict(zip(names, pair, strict=True))) for pair in pairs]
            through._default_manager.bulk_create(rows, batch_size=BATCH)
        self._relations.clear()
