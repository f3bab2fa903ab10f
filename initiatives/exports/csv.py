"""A list of initiatives as CSV (RFC 4180), a row at a time."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import QueryDict

from initiatives.exports.columns import COLUMNS, Value, as_text
from initiatives.exports.formula_guard import neutral
from initiatives.search.query_string.parameters import Fault

SEPARATOR_KEY, BOM_KEY = "scheiding", "bom"
OPTIONS = {SEPARATOR_KEY: {"komma": ",", "puntkomma": ";"}, BOM_KEY: {"ja": "\ufeff", "nee": ""}}


@dataclass(frozen=True)
class Dialect:
    """How a file is written; as it stands here, it is what the standard says."""

    separator: str = ","
    beginning: str = ""


class _Lines:
    """What `csv.writer` writes to: `write` gives the line back."""

    def write(self, line: str) -> str:
        return line


def dialect_of(query: QueryDict) -> tuple[Dialect, list[Fault]]:
    """How somebody wants the file, from the keys in `OPTIONS`.

    Excel in Dutch reads a file with semicolons only, and takes it for UTF-8 only when it begins with a byte order mark:
    who asks for the one gets the other, unless told not to.

    Args:
        query: keys and values as they came; other keys are left alone.

    Returns:
        The dialect, and what of it makes no sense.
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


def lines(rows: Iterable[Iterable[Value]], dialect: Dialect) -> Iterator[str]:
    """The lines of the file, the names of the columns first.

    Args:
        rows: values in the order of `COLUMNS`; one is read for each line that is asked for.
        dialect: how to write them.
    """
    writer = csv.writer(_Lines(), delimiter=dialect.separator)
    yield dialect.beginning + writer.writerow([column.name for column in COLUMNS])
    for row in rows:
        yield writer.writerow([neutral(as_text(value)) for value in row])
