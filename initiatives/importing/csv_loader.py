"""Loads a table that an editor took along, changed and brought back."""

from django.utils import timezone

from initiatives.importing.csv_reader import CHANGED, KEY, Table, column_of, header_of
from initiatives.importing.fixture_reader import Record
from initiatives.importing.loader import Load, Summary, load
from initiatives.importing.store import Store
from initiatives.importing.values import Values
from initiatives.models import Initiative, SlugHistory
from initiatives.models.base import CatalogueModel

ONLY_NEW = {"status", "published_at"}  # of an initiative that is there, the admin decides these


def load_table(table: Table, *, dry_run: bool = False) -> Summary:
    """Make the database say what a table says, all of it or nothing.

    The table is right where it differs, since an editor brings it on purpose; but an initiative that was changed here
    after the table was made is a fault, so that nobody's work is lost. Initiatives that the table does not have stay.
    What fixtures said is left as it was: to them this is an editor's change.

    Args:
        table: as it was read; with any fault nothing is written.
        dry_run: find out what would happen, write nothing.
    """
    return load(table.records, table.faults, dry_run=dry_run, run_of=lambda summary: _SheetLoad(summary, table))


class _Rows(Store):
    """The database as it is, whatever fixtures said before."""

    def __init__(self) -> None:
        super().__init__([])

    def remember(self, record: Record, row: CatalogueModel, values: Values) -> None:
        """Nothing: what an editor says is not what a fixture said."""


class _SheetLoad(Load):
    """One run, in which the table goes before what stands in the database."""

    def __init__(self, summary: Summary, table: Table) -> None:
        super().__init__(summary, _Rows())
        self.table = table
        self.rows = {record.key[0]: record for record in table.records if record.model is Initiative}
        self.before = dict(Initiative.objects.filter(slug__in=self.rows).values_list("slug", "modified"))
        self.renamed = SlugHistory.objects.renamed()
        self.changing: set[str] = set()  # slugs of initiatives that the table changes, also where it is at fault

    def _changes(self, record: Record, row: CatalogueModel, values: Values) -> tuple[Values, set[str]]:
        if record.model is Initiative:
            values = {name: value for name, value in values.items() if name not in ONLY_NEW}
        current = self.store.values(row, set(values))
        return {name: value for name, value in values.items() if current[name] != value}, set()

    def _save(self, record: Record, row: CatalogueModel, changes: Values) -> None:
        slug = record.key[0]
        self.changing.add(slug)
        if record.model is Initiative and row.pk is None:
            row.modified = self.table.changed.get(slug, row.modified)
            if now := self.renamed.get((Initiative, slug)):  # it would be made twice
                self._fault(record, f"dit initiatief heet nu “{now}”. Download het opnieuw.", KEY)
                return
        super()._save(record, row, changes)

    def _remove_forgotten(self, records: list[Record]) -> None:
        """Remove the mentions and links that the table no longer has, and end the run."""
        present = {(record.model, record.key) for record in records}
        for model in self.table.parts:
            for row in model.objects.filter(initiative__slug__in=self.before).select_related():
                if (model, row.natural_key()) not in present:
                    self.changing.add(row.initiative.slug)
                    self._remove(row)
        self._check_ages()

    def _check_ages(self) -> None:
        """What was changed here after the table was made is not to be overwritten unseen."""
        for slug in sorted(self.changing & self.before.keys()):
            known = self.table.changed.get(slug)
            if known is None:
                self._fault(self.rows[slug], f"“{slug}” staat al in de catalogus. Vul dan ook “gewijzigd” in.", CHANGED)
            elif known != self.before[slug]:
                when = timezone.localtime(self.before[slug])
                reason = f"“{slug}” is hier gewijzigd op {when:%d-%m-%Y} om {when:%H:%M}. Download het opnieuw."
                self._fault(self.rows[slug], reason, CHANGED)

    def _fault(self, record: Record, reason: str, field: str = "") -> None:
        """In the words of the table; that a row could not be written is told once, not for its mentions again."""
        column = column_of(record.model) if record.model is not Initiative else field and header_of(field)
        if field != "initiative":
            super()._fault(record, f"kolom {column}: {reason}" if column else reason)
