"""A list of initiatives as an OpenDocument spreadsheet (OpenDocument 1.3), written a row at a time.

Not by odfdo, which writes the selection's documents: it keeps every cell in memory as an element of its own, and takes
39 seconds for 3,000 rows.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from lxml import etree

from initiatives.exports import ods_parts, sheets
from initiatives.exports.columns import COLUMNS, Kind, Value
from initiatives.exports.ods_parts import NAMESPACES, q
from initiatives.exports.sheets import About, Cell, typed

MEDIA_TYPE = ods_parts.MEDIA_TYPE
# White space that a reader would take together: a space before another, at the beginning or the end, and tabs.
SPACES = re.compile("(\t|^ +| +$| {2,})")
STYLES = {Kind.DATE: "dag", Kind.MOMENT: "tijdstip", Kind.NUMBER: "getal"}


def write(file: BinaryIO, rows: Iterable[Iterable[Value]], about: About) -> None:
    """Write the spreadsheet.

    Args:
        file: to write to.
        rows: values in the order of `COLUMNS`; what XML cannot hold is left out of their texts.
        about: where the list comes from.
    """
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        # First and as it is, so that the kind of file can be told from its beginning (part 2, 3.3).
        package.writestr("mimetype", MEDIA_TYPE, compress_type=ZIP_STORED)
        for name, content in ods_parts.parts(about.sentence):
            package.writestr(name, content)
        with (
            package.open("content.xml", "w", force_zip64=True) as content,
            etree.xmlfile(content, encoding="utf-8") as out,
        ):
            out.write_declaration()
            _write_content(out, rows, about)


def _write_content(out: etree.xmlfile, rows: Iterable[Iterable[Value]], about: About) -> None:
    with out.element(q("office:document-content"), {q("office:version"): "1.3"}, nsmap=NAMESPACES):
        out.write(ods_parts.automatic_styles([column.width for column in COLUMNS]))
        with out.element(q("office:body")), out.element(q("office:spreadsheet")):
            number = _write_rows(out, rows)
            _write_explanation(out, about)
            out.write(ods_parts.filter_of(sheets.ROWS, len(COLUMNS), number))


def _write_rows(out: etree.xmlfile, rows: Iterable[Iterable[Value]]) -> int:
    """The initiatives below a header; how many rows there are."""
    styles = [STYLES.get(column.kind, "tekst") for column in COLUMNS]
    number = 1
    with _table(out, sheets.ROWS, [column.width for column in COLUMNS]):
        with out.element(q("table:table-header-rows")):
            _write_row(out, "kop", [(column.name, "vet") for column in COLUMNS])
        for row in rows:
            _write_row(out, "rij", zip(map(typed, row), styles, strict=True))
            number += 1
    return number


def _write_explanation(out: etree.xmlfile, about: About) -> None:
    with _table(out, sheets.EXPLANATION, sheets.EXPLANATION_WIDTHS):
        for row in about.rows():
            _write_row(out, "vrij", [(text, "tekst" if place else "vet") for place, text in enumerate(row)])


@contextmanager
def _table(out: etree.xmlfile, name: str, widths: Iterable[int]) -> Iterator[None]:
    with out.element(q("table:table"), {q("table:name"): name}):
        for width in widths:
            out.write(etree.Element(q("table:table-column"), {q("table:style-name"): ods_parts.column_style(width)}))
        yield


def _write_row(out: etree.xmlfile, style: str, cells: Iterable[tuple[Cell, str]]) -> None:
    row = etree.Element(q("table:table-row"), {q("table:style-name"): style})
    for value, name in cells:
        _add_cell(row, value, name)
    out.write(row)


def _add_cell(row: etree._Element, value: Cell, style: str) -> None:
    """A cell of the value's own type; never one with a formula."""
    cell = etree.SubElement(row, q("table:table-cell"), {q("table:style-name"): style})
    if isinstance(value, datetime | date):
        cell.set(q("office:value-type"), "date")
        cell.set(q("office:date-value"), value.isoformat())
    elif isinstance(value, int):
        cell.set(q("office:value-type"), "float")
        cell.set(q("office:value"), str(value))
    elif value:
        cell.set(q("office:value-type"), "string")
        for line in value.split("\n"):
            _add_paragraph(cell, line)


def _add_paragraph(cell: etree._Element, line: str) -> None:
    """A line of a text; the white space in it that would be lost as elements (part 3, 6.1.2 to 6.1.4)."""
    paragraph = last = etree.SubElement(cell, q("text:p"))
    for number, part in enumerate(SPACES.split(line)):
        if number % 2:
            last = etree.SubElement(paragraph, q("text:tab" if part == "\t" else "text:s"))
            if part != "\t":
                last.set(q("text:c"), str(len(part)))
        elif last is paragraph:
            paragraph.text = part
        else:
            last.tail = part
