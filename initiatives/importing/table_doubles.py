"""New rows of a table that are probably an initiative that exists, or another row."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from initiatives.doubles.catalogue import current_index, typed_entry
from initiatives.doubles.entries import Entry
from initiatives.doubles.index import Double, DoublesIndex
from initiatives.doubles.score import PROBABLE
from initiatives.importing.table_reader import Table
from initiatives.models import Initiative, Link, Mention, Municipality

MAX_DOUBLES = 3  # of a row
INITIATIVE, ROW = "initiatief", "rij"
Reference = tuple[str, int]  # INITIATIVE with a primary key, or ROW with its number


def doubles_in(table: Table, lines: Collection[int]) -> dict[int, list[Reference]]:
    """Return what rows are probably the same as, the likest first.

    Args:
        lines: the numbers of the rows that would become new initiatives.
    """
    others = DoublesIndex()
    doubles: dict[int, list[tuple[str, Any]]] = {}
    with current_index() as index:
        for line, entry in _entries(table, lines):
            known = [(INITIATIVE, double.entry.key) for double in _probable(index, entry)]
            known += [(ROW, double.entry.key) for double in _probable(others, entry)]
            others.add(replace(entry, key=line))
            if known:
                doubles[line] = known[:MAX_DOUBLES]
    return doubles


def _probable(index: DoublesIndex, entry: Entry) -> list[Double]:
    return index.of(entry, limit=MAX_DOUBLES, least=PROBABLE)


def _entries(table: Table, lines: Collection[int]) -> Iterator[tuple[int, Entry]]:
    municipalities = {row.code: row for row in Municipality.objects.prefetch_related("successors")}
    parts = _parts(table)
    for record in table.records:
        if record.model is not Initiative or record.line not in lines:
            continue
        values = record.fields
        places = [municipalities[code] for (code,) in values.get("municipalities", ()) if code in municipalities]
        yield (
            record.line,
            typed_entry(
                values.get("title", ""),
                municipalities=places,
                region=values.get("region", ""),
                summary=values.get("summary", ""),
                urls=[fields["url"] for fields in parts[Link, record.line]],
                mentions=[(fields["source"][0], fields["locator"]) for fields in parts[Mention, record.line]],
                **({"scope": values["scope"]} if values.get("scope") else {}),
            ),
        )


def _parts(table: Table) -> dict[tuple[type, int], list[dict]]:
    """The values of the mentions and links of each row."""
    parts = defaultdict(list)
    for record in table.records:
        parts[record.model, record.line].append(record.fields)
    return parts
