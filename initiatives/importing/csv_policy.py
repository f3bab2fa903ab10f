"""Merge policy of a CSV file that an editor downloaded, changed and brings back."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils import timezone

from initiatives.importing.csv_reader import CHANGED, KEY, Table, column_of, header_of
from initiatives.importing.fixture_reader import Record
from initiatives.importing.store import Store
from initiatives.importing.values import Values
from initiatives.models import Initiative, LoadedRecord, SlugHistory
from initiatives.models.base import CatalogueModel

ONLY_NEW = {"status", "published_at"}  # of an existing initiative these are changed in the admin only


class CsvPolicy:
    """The table overwrites the database, except where an initiative was changed after the table was downloaded.

    The history of the fixtures is left as it is: to them this is an editor's change.
    """

    has_history = False

    def __init__(self, table: Table) -> None:
        self.table = table
        self.records = {record.key[0]: record for record in table.records if record.model is Initiative}
        self.modified = dict(Initiative.objects.filter(slug__in=self.records).values_list("slug", "modified"))
        self.renamed = SlugHistory.objects.renamed()
        self.changing: set[str] = set()  # slugs of initiatives that the table changes, also where it is at fault

    def merge(
        self, record: Record, different: Values, current: Values, loaded: LoadedRecord | None
    ) -> tuple[Values, set[str]]:
        ignored = ONLY_NEW if record.model is Initiative else set()
        return {name: value for name, value in different.items() if name not in ignored}, set()

    def prepare(self, record: Record, row: CatalogueModel) -> None:
        """Refuse to create an initiative under a former slug of another, which would duplicate that."""
        slug = record.key[0]
        self.changing.add(slug)
        if record.model is Initiative and row.pk is None:
            row.modified = self.table.changed.get(slug, row.modified)
            if current := self.renamed.get((Initiative, slug)):
                raise ValidationError({KEY: f"dit initiatief heet nu “{current}”. Download het opnieuw."})

    def removals(self, records: list[Record], store: Store) -> tuple[list[CatalogueModel], list[str]]:
        """Remove the mentions and links of the table's initiatives that the table no longer has."""
        present = {(record.model, record.key) for record in records}
        rows = [
            row
            for model in self.table.parts
            for row in model.objects.filter(initiative__slug__in=self.modified).select_related()
            if (model, row.natural_key()) not in present
        ]
        self.changing |= {row.initiative.slug for row in rows}
        return rows, []

    def conflicts(self) -> Iterator[tuple[Record, str, str]]:
        """The table must be newer than what it changes, so that nobody's work is lost."""
        for slug in sorted(self.changing & self.modified.keys()):
            downloaded, modified = self.table.changed.get(slug), timezone.localtime(self.modified[slug])
            if downloaded is None:
                yield self.records[slug], f"“{slug}” staat al in de catalogus. Vul dan ook “gewijzigd” in.", CHANGED
            elif downloaded != modified:
                when = f"{modified:%d-%m-%Y} om {modified:%H:%M}"
                yield self.records[slug], f"“{slug}” is hier gewijzigd op {when}. Download het opnieuw.", CHANGED

    def word_fault(self, record: Record, reason: str, field: str) -> str:
        """Name the column. That an initiative could not be written is not repeated for its mentions and links."""
        column = column_of(record.model) if record.model is not Initiative else field and header_of(field)
        if field == "initiative":
            return ""
        return f"kolom {column}: {reason}" if column else reason
