"""Writes initiatives as an OpenDocument spreadsheet (OpenDocument 1.3), a row at a time.

Not with odfdo, which writes the documents of selections: it keeps every cell in memory as an element, and takes 39
seconds for 3,000 rows.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import BinaryIO
from zipfile import ZIP_STORED, ZipFile

from lxml import etree

from initiatives.exports import ods_parts, sheets
from initiatives.exports.columns import Column, Kind, Value
from initiatives.exports.dated_zip import dated_part
from initiatives.exports.ods_parts import NAMESPACES, q
from initiatives.exports.sheets import About, Cell, typed

SPACES = re.compile("(^ +| +$| {2,})")
ROW, CELL, PARAGRAPH = q("table:table-row"), q("table:table-cell"), q("text:p")
STYLE, VALUE_TYPE = q("table:style-name"), q("office:value-type")
STYLES = {Kind.DATE: "dag", Kind.MOMENT: "tijdstip", Kind.NUMBER: "getal"}


def write(file: BinaryIO, rows: Iterable[Iterable[Value]], about: About) -> None:
    """Write rows of values in the order of the columns; what XML cannot hold is left out of their texts."""
    with ZipFile(file, "w") as package:
        # First and uncompressed, so that the file type can be detected (part 2, 3.3).
        package.writestr(dated_part("mimetype", about.made_on, ZIP_STORED), ods_parts.MEDIA_TYPE)
        for name, part in ods_parts.parts(about.title):
            package.writestr(dated_part(name, about.made_on), part)
        with (
            package.open(dated_part("content.xml", about.made_on), "w", force_zip64=True) as content,
            etree.xmlfile(content, encoding="utf-8") as out,
        ):
            out.write_declaration()
            _write_content(out, rows, about)


def _write_content(out: etree.xmlfile, rows: Iterable[Iterable[Value]], about: About) -> None:
    with out.element(q("office:document-content"), {q("office:version"): "1.3"}, nsmap=NAMESPACES):
        out.write(ods_parts.automatic_styles([column.width for column in about.columns]))
        with out.element(q("office:body")), out.element(q("office:spreadsheet")):
            number = _write_rows(out, rows, about.columns)
            _write_explanation(out, about)
            out.write(ods_parts.filter_of(sheets.ROWS, len(about.columns), number))


def _write_rows(out: etree.xmlfile, rows: Iterable[Iterable[Value]], columns: Sequence[Column]) -> int:
    """Write the initiatives below a header; returns the number of rows."""
    styles = [STYLES.get(column.kind, "tekst") for column in columns]
    number = 1
    with _table(out, sheets.ROWS, [column.width for column in columns]):
        with out.element(q("table:table-header-rows")):
            _write_row(out, "kop", [(column.name, "vet") for column in columns])
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
            with out.element(q("table:table-column"), {STYLE: ods_parts.column_style(width)}):
                pass
        yield


def _write_row(out: etree.xmlfile, style: str, cells: Iterable[tuple[Cell, str]]) -> None:
    with out.element(ROW, {STYLE: style}):
        for value, name in cells:
            attributes, text = _content(value)
            with out.element(CELL, {STYLE: name} | attributes):
                for line in text.split("\n") if text else ():
                    with out.element(PARAGRAPH):
                        _write_line(out, line)


def _content(value: Cell) -> tuple[dict[str, str], str]:
    """The attributes of a cell of the value's type, never a formula, and its text when it is one."""
    if isinstance(value, datetime | date):
        return {VALUE_TYPE: "date", q("office:date-value"): value.isoformat()}, ""
    if isinstance(value, int):
        return {VALUE_TYPE: "float", q("office:value"): str(value)}, ""
    return ({VALUE_TYPE: "string"}, value) if value else ({}, "")


def _write_line(out: etree.xmlfile, line: str) -> None:
    """Write a line; spaces that a reader would collapse become an element with their number (part 3, 6.1.3).

    A tab stays a character, which LibreOffice Calc keeps; it loses the element for it.
    """
    for number, part in enumerate(SPACES.split(line)):
        if number % 2:
            with out.element(q("text:s"), {q("text:c"): str(len(part))}):
                pass
        elif part:
            out.write(part)
