"""Merge policy of a table that an editor made, or downloaded, changed and brings back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Field, QuerySet
from django.utils import timezone

from initiatives import rules
from initiatives.choices import Status
from initiatives.importing.fixture_reader import Record, RecordFault
from initiatives.importing.labels import part_label, value_label
from initiatives.importing.store import Store
from initiatives.importing.table_columns import header_of
from initiatives.importing.table_reader import CHANGED, KEY, PUBLISHED, STATUS, Table, field_of
from initiatives.importing.values import Values, fields_of
from initiatives.models import Initiative, Link, LoadedRecord, Mention, Organisation, SlugHistory
from initiatives.models.base import CatalogueModel
from initiatives.models.publication import Facts, missing_for_publication
from initiatives.rules import Verb

NOT_YOURS = "mag u hier niet wijzigen. Wat openbaar is, wijzigt een eindredacteur; doe een voorstel in het formulier."


class Change(NamedTuple):
    """What a table changes in a column of an initiative, in words; `old` is empty for what is added."""

    column: str
    old: str
    new: str


class TablePolicy:
    """The table overwrites the database, except where an initiative was changed after the table was downloaded.

    The history of the fixtures is left as it is: to them this is an editor's change. What the table does is kept by
    the number of the row: `changes`, and `created` for those that become new initiatives.

    Args:
        by: the editor whose rights limit what the table may do; None for a command, which may do everything.
        is_final: keep others from changing the initiatives of the table until the end of the transaction.
    """

    has_history = False

    def __init__(self, table: Table, by: User | None = None, *, is_final: bool = False) -> None:
        self.table, self.by = table, by
        self.records = {record.key[0]: record for record in table.records if record.model is Initiative}
        hidden = rules.hidden_initiatives(by) if by else Initiative.objects.none()
        # Of what the editor may not read, all that the table tells is that the address is taken.
        self.hidden = set(hidden.filter(slug__in=self.records).values_list("slug", flat=True))
        self.readable = Initiative.objects.filter(slug__in=self.records.keys() - self.hidden)
        rows = self.readable.order_by("pk")
        self.modified = dict((rows.select_for_update() if is_final else rows).values_list("slug", "modified"))
        self.renamed = SlugHistory.objects.exclude(initiative__in=hidden).renamed()
        self.changes: dict[int, list[Change]] = defaultdict(list)
        self.created: set[int] = set()
        self.changing: set[str] = set()  # slugs of initiatives that the table changes, also where it is at fault
        self.out_of_reach: set[str] = set()  # those among them that the editor may not change

    def rows(self, model: type[CatalogueModel]) -> QuerySet:
        """The initiatives of the table with their parts; all rows of other models."""
        path = {Initiative: "pk__in", Mention: "initiative__in", Link: "initiative__in"}.get(model)
        return model.objects.filter(**{path: self.readable.values("pk")}) if path else model.objects.all()

    def merge(
        self, record: Record, different: Values, current: Values, loaded: LoadedRecord | None
    ) -> tuple[Values, set[str]]:
        values = dict(different)
        if record.model is Initiative:
            values = self._without_computed(record, values, current)
        fields = fields_of(record.model)
        shown = values.keys() - {PUBLISHED}
        self.changes[record.line] += [
            self._change(record, fields[name], current[name], values[name]) for name in fields if name in shown
        ]
        return values, set()

    def _without_computed(self, record: Record, values: Values, current: Values) -> Values:
        """Without the date of publication, and without a status that the table has no column for.

        An initiative that becomes public gets a date, unless it was public before.
        """
        if not self.table.cells[record.line].get(STATUS):
            values.pop(STATUS, None)
        is_first = values.get(STATUS) == Status.PUBLISHED and not current.get(PUBLISHED)
        if not is_first:
            values.pop(PUBLISHED, None)
        return values

    def _change(self, record: Record, field: Field, old: Any, new: Any) -> Change:
        texts = [value_label(field, value, self.table.names) for value in (old, new)]
        if record.model is Initiative:
            return Change(header_of(field.name), *texts)
        return Change(
            self._column(record, ""), *(f"{part_label(record)}, {field.verbose_name}: {text}" for text in texts)
        )

    def prepare(self, record: Record, row: CatalogueModel) -> None:
        """Refuse what the editor may not do, and a new initiative under a former slug of another."""
        if isinstance(row, Organisation):
            return
        slug = record.key[0]
        self._add_changing(slug)
        if isinstance(row, Initiative):
            self._prepare_initiative(record, row)
        elif row.pk is None and slug in self.modified:
            self.changes[record.line].append(Change(self._column(record, ""), "", part_label(record)))

    def _prepare_initiative(self, record: Record, row: Initiative) -> None:
        if row.pk is None:
            self.created.add(record.line)
            row.modified = self.table.changed.get(record.key[0], row.modified)
            if current := self.renamed.get((Initiative, record.key[0])):
                raise ValidationError({KEY: f"dit initiatief heet nu “{current}”. Download het opnieuw."})
        status = record.fields.get(STATUS)
        if self.by and status and status != row.status and status not in rules.statuses(self.by, row):
            raise ValidationError({STATUS: f"U mag een initiatief niet op “{Status(status).label}” zetten."})

    def _add_changing(self, slug: str) -> None:
        """Note that an initiative changes, and whether the editor may change it: it is still as it was."""
        if slug in self.hidden:
            return
        if self.by and slug not in self.changing and slug in self.modified:
            row = Initiative.objects.get(slug=slug)
            if not (rules.may(self.by, Verb.CHANGE, row) and rules.may_change_at_once(self.by, row)):
                self.out_of_reach.add(slug)
        self.changing.add(slug)

    def removals(self, records: list[Record], store: Store) -> tuple[Sequence[CatalogueModel], list[str]]:
        """Remove the mentions and links of the table's initiatives that the table no longer has."""
        present = {(record.model, record.key) for record in records}
        rows = [
            row
            for model in self.table.parts
            for row in model.objects.filter(initiative__slug__in=self.modified).select_related()
            if (model, row.natural_key()) not in present
        ]
        for row in rows:
            slug = row.initiative.slug
            self._add_changing(slug)
            column = header_of(field_of(type(row)))
            self.changes[self.records[slug].line].append(Change(column, " | ".join(row.natural_key()[1:]), ""))
        return rows, []

    def conflicts(self) -> Iterator[tuple[Record, str, str]]:
        """The table must be newer than what it changes, so that nobody's work is lost; and the editor may change it."""
        for slug in sorted(self.changing & self.modified.keys()):
            downloaded, modified = self.table.changed.get(slug), timezone.localtime(self.modified[slug])
            if downloaded is None:
                yield self.records[slug], f"“{slug}” staat al in de catalogus. Vul dan ook “gewijzigd” in.", CHANGED
            elif downloaded not in (modified, modified.replace(microsecond=0)):  # as spreadsheets have it
                when = f"{modified:%d-%m-%Y} om {modified:%H:%M}"
                yield self.records[slug], f"“{slug}” is hier gewijzigd op {when}. Download het opnieuw.", CHANGED
        for slug in sorted(self.out_of_reach):
            yield self.records[slug], f"“{slug}” {NOT_YOURS}", KEY
        yield from self._incomplete()
        if self.by and rules.is_municipal(self.by):
            yield from self._elsewhere(self.by)

    def _incomplete(self) -> Iterator[tuple[Record, str, str]]:
        """What the rules of publication miss in what is, or becomes, public."""
        related = ("municipalities", "categories", "mentions", "target_groups__parent", "approaches__target_groups")
        rows = Initiative.objects.published().filter(slug__in=self.changing).order_by("slug")
        for row in rows.prefetch_related(*related):
            for lack in missing_for_publication(Facts.of(row)):
                yield self.records[row.slug], lack.message, lack.field

    def _elsewhere(self, editor: User) -> Iterator[tuple[Record, str, str]]:
        """What would be in none of the municipalities of a municipal editor."""
        for row in Initiative.objects.filter(slug__in=self.changing).prefetch_related("municipalities"):
            if not rules.may_have(editor, row, {"municipalities": [place.pk for place in row.municipalities.all()]}):
                yield self.records[row.slug], "Kies minstens één van uw eigen gemeenten.", "municipalities"

    def fault(self, record: Record, reason: str, field: str) -> RecordFault | None:
        """Name the column. That an initiative could not be written is not repeated for its mentions and links."""
        if field == "initiative":
            return None
        value = self.table.cells.get(record.line, {}).get(field, "")
        return RecordFault(record.file, record.line, "", reason, self._column(record, field), value)

    def _column(self, record: Record, field: str) -> str:
        if record.model is Organisation:
            return header_of("organisations")
        if record.model is not Initiative:
            return header_of(field_of(record.model))
        return header_of(field) if field else ""
