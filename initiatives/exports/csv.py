"""Writes initiatives as CSV (RFC 4180), a row at a time."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict

from initiatives.exports.columns import COLUMNS, Column, Value, as_text
from initiatives.exports.formula_guard import neutral
from initiatives.search.query_string.parameters import Fault

SEPARATOR_KEY, BOM_KEY = "scheiding", "bom"
OPTIONS = {SEPARATOR_KEY: {"komma": ",", "puntkomma": ";"}, BOM_KEY: {"ja": "\ufeff", "nee": ""}}


@dataclass(frozen=True)
class Dialect:
    """How a file is written; the defaults are those of RFC 4180."""

    separator: str = ","
    beginning: str = ""


class _Lines:
    """A file for `csv.writer` whose `write` returns the line."""

    def write(self, line: str) -> str:
        return line


def dialect_of(query: QueryDict) -> tuple[Dialect, list[Fault]]:
    """Read the dialect from the keys of `OPTIONS`.

    The Dutch Excel reads only files with semicolons, and reads UTF-8 only after a byte order mark. So semicolons imply
    the mark, unless the query says otherwise. Returns the dialect, and a fault for each key that cannot be used.
    """
    chosen, faults = {}, []
    for key, known in OPTIONS.items():
        values = {value for value in query.getlist(key) if value.strip()}
        if len(values) > 1 or values - known.keys():
            faults.append(Fault(key, f"Bij “{key}” kan alleen {' of '.join(f'“{value}”' for value in known)}."))
        elif values:
            chosen[key] = known[values.pop()]
    separator = chosen.get(SEPARATOR_KEY, ",")
    return Dialect(separator, chosen.get(BOM_KEY, "\ufeff" if separator == ";" else "")), faults


def lines(rows: Iterable[Iterable[Value]], dialect: Dialect, columns: Iterable[Column] = COLUMNS) -> Iterator[str]:
    """Yield the lines of the file, the header first; one row is read for each line that is asked for."""
    return table([column.name for column in columns], rows, dialect)


def table(header: Iterable[str], rows: Iterable[Iterable[Value]], dialect: Dialect) -> Iterator[str]:
    """Yield the lines of a table with columns of its own."""
    writer = csv.writer(_Lines(), delimiter=dialect.separator)
    yield dialect.beginning + writer.writerow(header)
    for row in rows:
        yield writer.writerow([neutral(as_text(value)) for value in row])
