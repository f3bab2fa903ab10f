"""Reads a CSV download of the site, perhaps changed in a spreadsheet, into records and faults."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from initiatives.choices import Status
from initiatives.exports.columns import COLUMNS, Column
from initiatives.exports.formula_guard import original
from initiatives.importing import csv_cells
from initiatives.importing.fixture_reader import Record, RecordFault
from initiatives.importing.name_lookup import NameLookup
from initiatives.models import Initiative, Link, Mention
from initiatives.models.base import CatalogueModel
from initiatives.search.language.analysis import fold

KNOWN = {fold(column.name): column for column in COLUMNS}
PARTS = {"mentions": (Mention, csv_cells.mentions), "links": (Link, lambda text, names: csv_cells.links(text))}
KEY, CHANGED, PUBLISHED = "slug", "modified", "published_at"  # fields with a meaning for the load itself
SEPARATORS = ",;"
HELP = "Kijk op /over/open-data/ hoe de kolommen heten."
Row = dict[str, str]  # cells by field


@dataclass
class Table:
    """A parsed file.

    `changed` has the last change of each initiative at the time of the download, by slug; `parts` has the models for
    which the file has a column, so that it is complete for its initiatives.
    """

    records: list[Record] = field(default_factory=list)
    faults: list[RecordFault] = field(default_factory=list)
    changed: dict[str, datetime] = field(default_factory=dict)
    parts: set[type[CatalogueModel]] = field(default_factory=set)


def read(content: bytes, name: str) -> Table:
    """Parse a file in UTF-8, with columns in any order, separated by commas or semicolons.

    Fields without a column keep their values. Columns that are derived from others are ignored, and so is “zie ook”.
    """
    return _Reader(name).read(content)


class _Reader:
    def __init__(self, name: str) -> None:
        self.name, self.names, self.table = name, NameLookup(), Table()
        self.lines: dict[str, int] = {}  # by slug

    def read(self, content: bytes) -> Table:
        try:
            text = content.decode("utf-8-sig")
            header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)) if text else [[]]
        except UnicodeDecodeError:
            self._fault(1, "Dit is geen UTF-8. Bewaar het bestand in Excel als “CSV UTF-8”.")
        except csv.Error as error:
            self._fault(1, f"Dit is geen CSV-bestand dat wij kunnen lezen ({error}).")
        else:
            columns = self._columns(header)
            self.table.parts = {PARTS[column.field][0] for column in columns if column and column.field in PARTS}
            for line, row in enumerate(rows, 2) if not self.table.faults else ():
                self._read_row(line, row, columns)
        return self.table

    def _columns(self, header: list[str]) -> list[Column | None]:
        """Return the columns of the header; None for an unknown one."""
        columns = [KNOWN.get(fold(name.strip())) for name in header]
        for name, column in zip(header, columns, strict=True):
            if column is None:
                self._fault(1, f"de kolom “{name[:40]}” kennen wij niet. Haal hem weg. {HELP}")
        for column in dict.fromkeys(filter(None, columns)):
            if columns.count(column) > 1:
                self._fault(1, f"de kolom “{column.name}” staat er {columns.count(column)} keer.")
        if KNOWN[KEY] not in columns:
            self._fault(1, f"de kolom “{KEY}” ontbreekt. Daaraan herkennen wij een initiatief. {HELP}")
        return columns

    def _read_row(self, line: int, row: list[str], columns: list[Column | None]) -> None:
        if not any(row):
            return
        if len(row) != len(columns):
            self._fault(line, f"heeft {len(row)} cellen. De rij met namen van kolommen heeft er {len(columns)}.")
            return
        pairs = zip(columns, row, strict=True)
        cells = {column.field: original(cell) for column, cell in pairs if column and column.field}
        slug = cells[KEY].strip()
        first = self.lines.setdefault(slug, line)
        if not slug:
            self._fault(line, f"kolom {KEY}: leeg. Bedenk een webadres, zoals “de-bakfiets-alkmaar”.")
        elif first != line:
            self._fault(line, f"kolom {KEY}: “{slug}” staat ook in rij {first}.")
        else:
            self._add(line, slug, cells)

    def _add(self, line: int, slug: str, row: Row) -> None:
        """Add the records of one row: the initiative, its mentions and links."""
        values: dict[str, Any] = {KEY: slug}
        values |= dict(self._values(line, {name: text for name, text in row.items() if name != KEY}))
        parts = {name: values.pop(name) for name in PARTS if name in values}
        if CHANGED in values and (changed := values.pop(CHANGED)):
            self.table.changed[slug] = datetime.fromisoformat(changed)
        if PUBLISHED in values:
            values["status"] = (Status.PUBLISHED if values[PUBLISHED] else Status.DRAFT).value
        faulty = frozenset(row) - values.keys() - parts.keys() - {CHANGED}
        self.table.records.append(Record(self.name, line, Initiative, values, faulty))
        for name, rows in parts.items():
            self._add_parts(line, PARTS[name][0], [{"initiative": [slug], **fields} for fields in rows])

    def _add_parts(self, line: int, model: type[CatalogueModel], rows: Iterable[dict[str, Any]]) -> None:
        records = [Record(self.name, line, model, fields) for fields in rows]
        keys = [record.key for record in records]
        for key in {key for key in keys if keys.count(key) > 1}:
            self._fault(line, f"kolom {column_of(model)}: “{' | '.join(key[1:])[:80]}” staat er twee keer.")
        self.table.records += records

    def _values(self, line: int, row: Row) -> Iterator[tuple[str, Any]]:
        """Yield the values of the valid cells, by field."""
        for name, text in row.items():
            try:
                yield name, PARTS[name][1](text, self.names) if name in PARTS else self._own(name, text)
            except ValueError as error:
                self._fault(line, f"kolom {header_of(name)}: {error}")

    def _own(self, name: str, text: str) -> Any:
        return csv_cells.read(Initiative._meta.get_field(name), text, self.names)

    def _fault(self, line: int, reason: str) -> None:
        self.table.faults.append(RecordFault(self.name, line, "", reason))


def header_of(name: str) -> str:
    """Return the header of the column for a field."""
    return next((column.name for column in COLUMNS if column.field == name), name)


def column_of(model: type[CatalogueModel]) -> str:
    """Return the header of the column with the mentions or links."""
    return next(header_of(name) for name, (part, _) in PARTS.items() if part is model)


def _separator(text: str) -> str:
    """Return the separator that is more frequent in the header, since no column name has either."""
    first = text.partition("\n")[0]
    return max(SEPARATORS, key=first.count)
