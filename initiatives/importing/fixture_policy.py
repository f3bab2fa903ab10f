"""Merge policy of the fixtures: an editor's change is never overwritten."""

from collections.abc import Iterator

from django.db.models import QuerySet

from initiatives.actions.merging.merge import replace
from initiatives.importing.fixture_reader import Record, RecordFault
from initiatives.importing.store import Store
from initiatives.importing.values import Values, default_value, fields_of
from initiatives.models import (
    AdviceExample,
    Approach,
    Finding,
    Illustration,
    Initiative,
    Link,
    LoadedRecord,
    Mention,
    Publication,
    SeeAlso,
    SlugHistory,
    Source,
)
from initiatives.models.base import CatalogueModel
from initiatives.models.history import TARGETS

# Fields that must be consistent: an editor's value in one keeps the editor's values in all.
PLACE = {"scope", "region", "municipalities"}
# Parts of a row of another model: they are removed when the fixtures no longer have them.
PARTS: dict[type[CatalogueModel], type[CatalogueModel]] = {
    Mention: Initiative,
    Link: Initiative,
    Illustration: Initiative,
    AdviceExample: Initiative,
    SeeAlso: Initiative,
    Finding: Approach,
    Publication: Source,
}
MODELS_BY_KIND = {kind: model for model, kind in TARGETS.items()}


class FixturePolicy:
    """Three-way merge of a fixture, the row, and what the fixture said when it was last loaded."""

    has_history = True

    def rows(self, model: type[CatalogueModel]) -> QuerySet:
        return model.objects.all()

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
        """Merge the value that still has a slug which the fixtures call a former one; that record makes it anew."""
        if record.model is not SlugHistory or row.pk:
            return
        kind, slug = record.key
        model, successor = MODELS_BY_KIND[kind], record.fields[kind]
        if value := model.objects.filter(slug=slug).first():
            replace(record=value, into=model.objects.get_by_natural_key(*successor))
            SlugHistory.objects.filter(kind=kind, slug=slug).delete()

    def removals(self, records: list[Record], store: Store) -> tuple[list[CatalogueModel], list[str]]:
        """Remove mentions and other parts that left the fixtures, unless an editor changed them.

        Those of a row that left the fixtures itself stay, as it does.
        """
        rows, kept = [], []
        for model, owner in PARTS.items():
            owners = {record.key[0] for record in records if record.model is owner}
            present = {record.key for record in records if record.model is model}
            for loaded in store.absent(model, present):
                if loaded.key[0] not in owners:
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

    def fault(self, record: Record, reason: str, field: str) -> RecordFault:
        return record.fault(f"{field}: {reason}" if field else reason)
