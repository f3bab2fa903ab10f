"""A table from a file as rows of text, and the limits of what is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

MAX_SIZE = 20 * 2**20  # bytes of a file; 10,000 initiatives take half of that as CSV
MAX_ROWS = 10_000  # with something in them
MAX_EMPTY_ROWS = 20_000  # one after another, before the last row with something in it
MAX_COLUMNS = 200


class FileError(ValidationError):
    """A file that cannot be read; the message is Dutch, and says what to do."""


class Formula(str):
    """The text of a cell that has a formula, of which only a spreadsheet program knows the value."""


@dataclass
class Sheet:
    """The rows of a table that are not empty, by their number in the file, from 1.

    `is_csv` tells that texts which look like formulas have an apostrophe in front (`exports.formula_guard`), and that
    rows have all their cells, the empty ones at the end too; `notes` says in Dutch what was assumed.
    """

    rows: dict[int, list[str]] = field(default_factory=dict)
    is_csv: bool = False
    notes: list[str] = field(default_factory=list)


def collect(rows: Iterable[tuple[int, list[str]]], **options: Any) -> Sheet:
    """Return the rows with something in them; stops reading where there are too many.

    Args:
        rows: pairs of a row's number, from 1 and rising, and its cells.

    Raises:
        FileError: there are more rows or columns than a table may have.
    """
    return Sheet(dict(_filled(rows)), **options)


def _filled(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    number, last = 0, 0
    for line, cells in rows:
        is_empty = not any(cell.strip() for cell in cells)
        if is_empty and line - last > MAX_EMPTY_ROWS:
            raise FileError(
                f"Onder rij {last} staan meer dan {MAX_EMPTY_ROWS} lege rijen. Kopieer alleen de gevulde rijen naar een"
                " nieuw bestand."
            )
        if is_empty:
            continue
        number, last = number + 1, line
        if number > MAX_ROWS + 1:  # the first has the names of the columns
            raise FileError(f"Dit bestand heeft meer dan {MAX_ROWS} rijen. Verdeel het over meer bestanden.")
        if len(cells) > MAX_COLUMNS:
            raise FileError(f"Rij {line} heeft meer dan {MAX_COLUMNS} kolommen. Haal weg wat er niet bij hoort.")
        yield line, cells


def without_end(cells: list[str]) -> list[str]:
    """Return the cells up to the last one with something in it."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def as_text(value: Any) -> str:
    """The value of a cell of a spreadsheet as the text that a CSV file would have."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    return str(value)
