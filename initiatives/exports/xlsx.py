"""Writes initiatives as an Excel workbook, a row at a time."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from initiatives.exports import sheets
from initiatives.exports.columns import Column, Kind, Value
from initiatives.exports.dated_zip import dated
from initiatives.exports.sheets import About, Cell, Table, typed
from initiatives.metadata.citation import AUTHOR

# A text that would be read as an escaped character, such as _x0041_ for A (ECMA-376, part 1, 22.9.2.19).
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
TEXT = "@"  # a cell with this format stays a text when it is edited
FORMATS = {Kind.DATE: "DD-MM-YYYY", Kind.MOMENT: "DD-MM-YYYY HH:MM", Kind.NUMBER: "#,##0"}
WRAPPED = Alignment(wrap_text=True, vertical="top")
BOLD = Font(name="Calibri", size=11, bold=True)  # the font of the cells that have none


def write(file: BinaryIO, rows: Iterable[Iterable[Value]], about: About) -> None:
    """Write rows of values in the order of the columns; what XML cannot hold is left out of their texts."""
    book = Workbook(write_only=True)
    book.properties.creator = AUTHOR
    book.properties.title = about.title
    number = _add_rows(book.create_sheet(sheets.ROWS), rows, about.columns)
    book.worksheets[0].auto_filter.ref = f"A1:{get_column_letter(len(about.columns))}{number}"
    _add_explanation(book.create_sheet(sheets.EXPLANATION), about)
    _save(book, file, about.made_on)


def write_tables(file: BinaryIO, title: str, made_on: date, tables: Iterable[Table]) -> None:
    """Write tables, each on a sheet of its own; the first row of each is its header."""
    book = Workbook(write_only=True)
    book.properties.creator = AUTHOR
    book.properties.title = title
    for table in tables:
        sheet = book.create_sheet(table.name)
        _set_widths(sheet, table.widths)
        sheet.freeze_panes = "B2"
        if table.has_filters:
            sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.widths))}{len(table.rows)}"
        bold, plain, numeric = _cell(sheet, font=BOLD), _cell(sheet), _cell(sheet, FORMATS[Kind.NUMBER])
        for number, row in enumerate(table.rows):
            cells = [bold if not number else numeric if isinstance(value, int) else plain for value in row]
            sheet.append(_filled(cell, typed(value)) for cell, value in zip(cells, row, strict=True))
    _save(book, file, made_on)


def _save(book: Workbook, file: BinaryIO, made_on: date) -> None:
    """Write a workbook in which the day is the only time; its own `save` would add this moment."""
    book.properties.created = book.properties.modified = datetime.combine(made_on, time())
    archive = BytesIO()
    ExcelWriter(book, ZipFile(archive, "w", ZIP_DEFLATED)).save()
    file.write(dated(archive, made_on))


def _add_rows(sheet: WriteOnlyWorksheet, rows: Iterable[Iterable[Value]], columns: Sequence[Column]) -> int:
    """Add the initiatives below a frozen header; returns the number of rows."""
    _set_widths(sheet, [column.width for column in columns])
    sheet.freeze_panes = "B2"
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = sheets.ROW_HEIGHT, True
    sheet.row_dimensions[1].height = sheets.HEADER_HEIGHT
    sheet.append([_filled(_cell(sheet, font=BOLD), column.name) for column in columns])
    # One cell object per column for all rows: it is written as soon as its row is added.
    cells = [_cell(sheet, FORMATS.get(column.kind, TEXT)) for column in columns]
    number = 1
    for row in rows:
        sheet.append([_filled(cell, typed(value)) for cell, value in zip(cells, row, strict=True)])
        number += 1
    return number


def _add_explanation(sheet: WriteOnlyWorksheet, about: About) -> None:
    _set_widths(sheet, sheets.EXPLANATION_WIDTHS)
    bold, plain = _cell(sheet, font=BOLD), _cell(sheet)
    for row in about.rows():
        sheet.append(_filled(plain if place else bold, text) for place, text in enumerate(row))


def _set_widths(sheet: WriteOnlyWorksheet, widths: Iterable[int]) -> None:
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _cell(sheet: WriteOnlyWorksheet, number_format: str = TEXT, font: Font | None = None) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet)
    cell.alignment, cell.number_format = WRAPPED, number_format
    if font:
        cell.font = font
    return cell


def _filled(cell: WriteOnlyCell, value: Cell) -> WriteOnlyCell:
    """Set the value; a text stays a text, also when openpyxl takes it for a formula or an error."""
    number_format = cell.number_format
    cell.value = LOOKS_ESCAPED.sub("_x005F_", value) if isinstance(value, str) else value
    cell.number_format = number_format  # openpyxl gives dates a format of its own
    if isinstance(value, str):
        cell.data_type = "s"
    return cell
