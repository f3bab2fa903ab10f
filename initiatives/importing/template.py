"""An empty table for new initiatives, with what its columns mean and which names there are."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from django.utils import timezone

from initiatives.exports import xlsx
from initiatives.exports.columns import EDITORS_COLUMNS
from initiatives.exports.sheets import EXPLANATION, ROWS, Table
from initiatives.importing.table_columns import LOCATOR, SOURCE
from initiatives.models import Approach, Category, Source, TargetGroup

NAMES = "Namen"
# In the order in which one thinks of them; those behind the first may stay empty.
FIELDS = (
    *("title", "summary", "description", "scope", "region", "municipalities", "target_groups", "categories"),
    *("approaches", "organisations", "channels", "phase", "started", "ended"),
)
LAST = ("links", "status")
NEEDED = {"title", "summary", "municipalities", "target_groups", "categories", "approaches", "source", "locator"}
EXAMPLES = {
    "title": "Belmaatjes Oost",
    "summary": "Vrijwilligers bellen elke week met ouderen die alleen wonen.",
    "scope": "Lokaal",
    "municipalities": "Almere; Den Haag",
    "target_groups": "Ouderen; Jongeren",
    "approaches": "Maatje of buddy",
    "channels": "Telefonisch",
    "started": "16-03-2020",
    "locator": "blz. 12",
    "links": "https://www.voorbeeld.nl | Website | website",
    "status": "Concept",
}
WIDTHS = (22, 70, 16, 46)  # in characters


def write_template() -> BinaryIO:
    """Write the table as an Excel workbook: an empty sheet, one that explains its columns, and one with names."""
    columns = _columns()
    header = [column.name for column in columns]
    tables = [
        Table(ROWS, tuple(column.width for column in columns), [header]),
        Table(EXPLANATION, WIDTHS, list(_explanation())),
        Table(NAMES, (34, 34, 34, 70), list(_names())),
    ]
    file = TemporaryFile()  # noqa: SIM115 (the caller closes it)
    xlsx.write_tables(file, "Initiatieven om in te lezen", timezone.localdate(), tables)
    file.seek(0)
    return file


def _columns() -> list:
    by_field = {column.field: column for column in EDITORS_COLUMNS}
    return [*(by_field[name] for name in FIELDS), SOURCE, LOCATOR, *(by_field[name] for name in LAST)]


def _explanation() -> Iterator[tuple[str, ...]]:
    yield "Kolom", "Wat vult u in?", "Nodig?", "Voorbeeld"
    for column in _columns():
        need = "om te publiceren" if column.field in NEEDED else ""
        yield column.name, column.meaning, "altijd" if column.field == "title" else need, EXAMPLES.get(column.field, "")


def _names() -> Iterator[tuple[str, ...]]:
    """The names of each vocabulary in a column, below each other."""
    models = (TargetGroup, Category, Approach, Source)
    yield tuple(str(model._meta.verbose_name_plural) for model in models)
    lists = [[str(row) for row in model.objects.all()] for model in models]
    for number in range(max(map(len, lists))):
        yield tuple(names[number] if number < len(names) else "" for names in lists)
