"""Merge policy of the fixtures: an editor's change is never overwritten."""

from collections.abc import Iterator

from initiatives.importing.fixture_reader import Record
from initiatives.importing.store import Store
from initiatives.importing.values import Values, default_value, fields_of
from initiatives.models import Illustration, Initiative, Link, LoadedRecord, Mention
from initiatives.models.base import CatalogueModel

# Fields that must be consistent: an editor's value in one keeps the editor's values in all.
PLACE = {"scope", "region", "municipalities"}
# Parts of an initiative: they are removed when the fixtures no longer have them.
PARTS = (Mention, Link, Illustration)


class FixturePolicy:
    """Three-way merge of a fixture, the row, and what the fixture said when it was last loaded."""

    has_history = True

    def merge(
        self, record: Record, different: Values, current: Values, loaded: LoadedRecord | None
    ) -> tuple[Values, set[str]]:
        """Keep the fields in which the row differs from the fixture as last loaded.

        A row that was not made from a fixture is an editor's in all fields.
        """
        fields = fields_of(record.model)
        before = {name: loaded.fields.get(name, default_value(fields[name])) for name in different} if loaded else {}
        edited = {name for name in different if name not in before or current[name] != before[name]}
        if edited & PLACE:
            edited |= different.keys() & PLACE
        return {name: value for name, value in different.items() if name not in edited}, edited

    def prepare(self, record: Record, row: CatalogueModel) -> None:
        pass

    def removals(self, records: list[Record], store: Store) -> tuple[list[CatalogueModel], list[str]]:
        """Remove mentions, links and illustrations that left the fixtures, unless an editor changed them.

        Those of an initiative that left the fixtures itself stay, as it does.
        """
        initiatives = {record.key[0] for record in records if record.model is Initiative}
        rows, kept = [], []
        for model in PARTS:
            present = {record.key for record in records if record.model is model}
            for loaded in store.absent(model, present):
                if loaded.key[0] not in initiatives:
                    continue
                row = store.find(model, loaded.key)
                if row is not None and store.values(row, set(loaded.fields)) != loaded.fields:
                    kept.append(f"{model._meta.model_name} {' / '.join(loaded.key)}: no longer in the fixtures")
                    continue
                rows += [row] if row is not None else []
                loaded.delete()
        return rows, kept

    def conflicts(self) -> Iterator[tuple[Record, str, str]]:
        yield from ()

    def word_fault(self, record: Record, reason: str, field: str) -> str:
        return f"{field}: {reason}" if field else reason
