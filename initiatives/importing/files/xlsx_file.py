"""Reads the first visible sheet of an Excel workbook with openpyxl, a row at a time."""

import warnings
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from initiatives.exports.sheets import EXPLANATION
from initiatives.importing.files.package import BROKEN, Package
from initiatives.importing.files.table import MAX_COLUMNS, FileError, Formula, Sheet, as_text, collect, without_end

LARGE_PARTS = ("xl/worksheets/", "xl/sharedStrings.xml")
MACROS = "Dit bestand heeft macro’s. Bewaar het als gewone Excel-werkmap (.xlsx)."


def read(package: Package) -> Sheet:
    """Read the first visible sheet.

    Raises:
        FileError: in Dutch.
    """
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        raise FileError(MACROS)
    package.check_parts(LARGE_PARTS)
    try:
        with warnings.catch_warnings(action="ignore"):  # of parts that openpyxl leaves out, such as drawings
            return _read(package)
    except FileError:
        raise
    except Exception as error:  # openpyxl raises anything on a part that is not as it expects
        raise FileError(BROKEN) from error


def _read(package: Package) -> Sheet:
    book = load_workbook(package.file, read_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise FileError("Dit Excel-bestand heeft geen zichtbaar blad met cellen.")
    sheet = sheets[0]
    sheet.reset_dimensions()  # what the file says of its size can be anything
    others = [other.title for other in sheets[1:] if other.title != EXPLANATION]
    notes = [f"Alleen het eerste blad is gelezen: “{sheet.title}”."] if others else []
    return collect(_rows(sheet), notes=notes)


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), 1):
        yield number, without_end([_text(cell) for cell in row])


def _text(cell: Any) -> str:
    """The text of a cell; what a formula could not work out, such as #REF!, is no text either."""
    return Formula(cell.value) if cell.data_type in ("f", "e") else as_text(cell.value)
