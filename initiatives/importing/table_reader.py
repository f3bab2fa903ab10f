"""Reads a table of initiatives, perhaps one that was downloaded from the site, into records and faults."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from initiatives.choices import Status
from initiatives.exports.columns import Column
from initiatives.exports.formula_guard import original
from initiatives.exports.multi_value import join_lines
from initiatives.exports.sheets import CUT
from initiatives.importing import cells
from initiatives.importing.files.table import Formula, Sheet
from initiatives.importing.fixture_reader import Record, RecordFault
from initiatives.importing.name_lookup import NameLookup
from initiatives.importing.slugs import NewSlugs
from initiatives.importing.table_columns import LOCATOR, SOURCE, column_named, header_of
from initiatives.models import Initiative, Link, Mention, Organisation
from initiatives.models.base import CatalogueModel
from initiatives.models.fields import own_field

PARTS: dict[str, Any] = {"mentions": (Mention, cells.mentions), "links": (Link, lambda text, names: cells.links(text))}
KEY, CHANGED, PUBLISHED, STATUS = "slug", "modified", "published_at", "status"  # with a meaning for the load itself
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
HELP = "Kijk op /over/open-data/ hoe de kolommen heten."
Row = dict[str, str]  # cells by field


@dataclass
class Table:
    """A parsed table.

    `changed` has the last change of each initiative at the time of the download, by slug; `parts` has the models for
    which the table has a column, so that it is complete for its initiatives. By the number of a row, `cells` has its
    texts by field, `slugs` its slug, and `guesses` the names in it that were recognised but not for certain.
    """

    records: list[Record] = field(default_factory=list)
    faults: list[RecordFault] = field(default_factory=list)
    changed: dict[str, datetime] = field(default_factory=dict)
    parts: set[type[Mention | Link]] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    cells: dict[int, Row] = field(default_factory=dict)
    slugs: dict[int, str] = field(default_factory=dict)
    guesses: dict[int, list[str]] = field(default_factory=dict)
    names: NameLookup = field(default_factory=NameLookup, compare=False)


def read(sheet: Sheet, name: str, *, may_add_organisations: bool = True) -> Table:
    """Parse a table with columns in any order.

    Fields without a column keep their values. Columns that are derived from others are ignored, and so is “zie ook”. A
    row without slug is a new initiative, which gets one.

    Args:
        name: of the file, for the faults.
        may_add_organisations: whether those that nobody knows are added; otherwise each is a fault.
    """
    return _Reader(name, NameLookup(may_add=may_add_organisations)).read(sheet)


class _Reader:
    def __init__(self, name: str, names: NameLookup) -> None:
        self.name, self.names, self.table = name, names, Table(names=names)
        self.lines: dict[str, int] = {}  # by slug

    def read(self, sheet: Sheet) -> Table:
        if not sheet.rows:
            self._fault(1, "dit blad is leeg.")
            return self.table
        (first, header), *rows = sheet.rows.items()
        self.is_csv = sheet.is_csv
        columns = self._columns(first, header)
        self.table.fields = {column.field for column in columns if column and column.field}
        self.table.parts = {PARTS[name][0] for name in self.table.fields & PARTS.keys()}
        readable = [] if self.table.faults else [(line, row) for line, row in rows if self._fits(line, row, columns)]
        pairs = [(line, self._cells(line, row, columns)) for line, row in readable]
        self.new_slugs = NewSlugs(row.get(KEY, "").strip() for _, row in pairs)
        for line, row in pairs:
            self._read_row(line, row)
        self.table.records[:0] = self._new_organisations(first)
        return self.table

    def _new_organisations(self, line: int) -> list[Record]:
        """Records of the organisations that nobody knows, which stand before those that refer to them."""
        names = self.names.new_organisations
        return [Record(self.name, line, Organisation, {"slug": slug, "name": name}) for slug, name in names.items()]

    def _columns(self, line: int, header: list[str]) -> list[Column | None]:
        """Return the columns of the header; None for an unknown one."""
        columns = [column_named(tidy(name)) for name in header]
        for name, column in zip(header, columns, strict=True):
            if column is None and name.strip():
                self._fault(line, f"de kolom “{name[:40]}” kennen wij niet. Haal hem weg. {HELP}")
        for column in dict.fromkeys(filter(None, columns)):
            if columns.count(column) > 1:
                self._fault(line, f"de kolom “{column.name}” staat er {columns.count(column)} keer.")
        if not {column.field for column in columns if column} & {KEY, "title"}:
            self._fault(line, f"de kolom “titel” ontbreekt. Op de eerste rij staan de namen van de kolommen. {HELP}")
        return columns

    def _fits(self, line: int, row: list[str], columns: list[Column | None]) -> bool:
        """Whether each cell stands below a name; of a CSV row with too few or too many, nobody can tell which."""
        if self.is_csv and len(row) != len(columns):
            self._fault(line, f"heeft {len(row)} cellen. De rij met namen van kolommen heeft er {len(columns)}.")
            return False
        filled = [place for place, cell in enumerate(row) if cell.strip()]
        outside = [place for place in filled if place >= len(columns) or columns[place] is None]
        if outside:
            self._fault(line, f"cel {outside[0] + 1} heeft geen naam van een kolom erboven.", value=row[outside[0]])
        return not outside

    def _cells(self, line: int, row: list[str], columns: list[Column | None]) -> Row:
        """The texts of a row by field; an empty text where the row is shorter than the header."""
        padded = [*row, *[""] * (len(columns) - len(row))]
        pairs = zip(columns, padded, strict=False)
        texts = {column.field: self._original(text) for column, text in pairs if column and column.field}
        if not texts.get(KEY, "").strip():  # with a slug it was downloaded, and is read without loss
            texts = {name: tidy(text) for name, text in texts.items()}
        source, locator = texts.pop(SOURCE.field, "").strip(), texts.pop(LOCATOR.field, "").strip()
        if source or locator:
            mention = join_lines([[source, locator]])
            texts["mentions"] = "\n".join(filter(None, [texts.get("mentions", ""), mention]))
        self.table.cells[line] = texts
        return texts

    def _original(self, text: str) -> str:
        return original(text) if self.is_csv else text

    def _read_row(self, line: int, row: Row) -> None:
        self.names.guesses = []
        if KEY in row and not row[KEY].strip() and "title" not in row:
            self._fault(line, "leeg. Vul een webadres in, of geef het bestand een kolom “titel”.", KEY)
            return
        slug = row.get(KEY, "").strip() or self.new_slugs.make(row["title"], row.get("municipalities", ""))
        first = self.lines.setdefault(slug, line)
        if first != line:
            self._fault(line, f"“{slug}” staat ook in rij {first}.", KEY)
            return
        self.table.slugs[line] = slug
        self._add(line, slug, row)
        self.table.guesses[line] = list(dict.fromkeys(self.names.guesses))

    def _add(self, line: int, slug: str, row: Row) -> None:
        """Add the records of one row: the initiative, its mentions and links."""
        values: dict[str, Any] = {KEY: slug}
        values |= dict(self._values(line, {name: text for name, text in row.items() if name != KEY}))
        if STATUS in values and not values[STATUS]:
            del values[STATUS]
        parts = {name: values.pop(name) for name in PARTS if name in values}
        if CHANGED in values and (changed := values.pop(CHANGED)):
            self.table.changed[slug] = datetime.fromisoformat(changed)
        if PUBLISHED in values and not values.get(STATUS):
            values[STATUS] = (Status.PUBLISHED if values[PUBLISHED] else Status.DRAFT).value
        if values.get(STATUS) == Status.PUBLISHED and not values.get(PUBLISHED):
            values[PUBLISHED] = timezone.now().isoformat()
        faulty = frozenset(row) - values.keys() - parts.keys() - {CHANGED}
        self.table.records.append(Record(self.name, line, Initiative, values, faulty))
        for name, rows in parts.items():
            self._add_parts(line, PARTS[name][0], [{"initiative": [slug], **fields} for fields in rows])

    def _add_parts(self, line: int, model: type[CatalogueModel], rows: Iterable[dict[str, Any]]) -> None:
        records = [Record(self.name, line, model, fields) for fields in rows]
        keys = [record.key for record in records]
        for key in {key for key in keys if keys.count(key) > 1}:
            self._fault(line, f"“{' | '.join(key[1:])[:80]}” staat er twee keer.", field_of(model))
        self.table.records += records

    def _values(self, line: int, row: Row) -> Iterator[tuple[str, Any]]:
        """Yield the values of the valid cells, by field."""
        for name, text in row.items():
            try:
                yield name, self._value(name, text)
            except ValueError as error:
                self._fault(line, str(error), name, text)

    def _value(self, name: str, text: str) -> Any:
        if isinstance(text, Formula):
            raise ValueError("hier staat een formule. Plak alleen de waarde (Plakken speciaal, Waarden).")
        if text.endswith(CUT):
            raise ValueError("deze tekst is ingekort, omdat hij niet in een cel past. Neem het CSV-bestand.")
        if name in PARTS:
            return PARTS[name][1](text, self.names)
        return cells.read(own_field(Initiative, name), text, self.names)

    def _fault(self, line: int, reason: str, name: str = "", value: str = "") -> None:
        self.table.faults.append(RecordFault(self.name, line, "", reason, header_of(name) if name else "", value))


def tidy(text: str) -> str:
    """Return a text that somebody typed or pasted without space around it and characters that nobody sees.

    Such as control characters, a soft hyphen, a space without width, a byte order mark or the direction of writing.
    """
    return text if isinstance(text, Formula) else UNSEEN.sub("", text).strip()


def field_of(model: type[CatalogueModel]) -> str:
    """Return the name under which an initiative has its mentions or links."""
    return next(name for name, (part, _) in PARTS.items() if part is model)
