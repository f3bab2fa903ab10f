"""Reads the first visible sheet of an OpenDocument spreadsheet (OpenDocument 1.3, part 3), a row at a time.

Not with odfdo, which keeps every cell in memory: the million empty rows that programs write as one would be a million
elements.
"""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from initiatives.exports.ods_parts import q
from initiatives.importing.files.package import BROKEN, Package
from initiatives.importing.files.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    FileError,
    Formula,
    Sheet,
    as_text,
    collect,
    without_end,
)

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
LARGE_PARTS = ("content.xml",)
TABLE, ROW = q("table:table"), q("table:table-row")
TABLE_STYLE = q("style:table-properties")
CELLS = (q("table:table-cell"), q("table:covered-table-cell"))
PARAGRAPH, SPACES = q("text:p"), q("text:s")
SIGNS = {q("text:tab"): "\t", q("text:line-break"): "\n"}
MAX_SPACES = 1_000
# By the type of a value: the attribute that has it.
VALUES = {
    "float": "value",
    "currency": "value",
    "percentage": "value",
    "date": "date-value",
    "boolean": "boolean-value",
}


def read(package: Package) -> Sheet:
    """Read the first visible sheet.

    Raises:
        FileError: in Dutch.
    """
    if any(name.startswith("Basic/") and name.endswith(".xml") and "script" in name for name in package.names):
        raise FileError("Dit bestand heeft macro’s. Bewaar het zonder macro’s.")
    package.check_parts(LARGE_PARTS)
    try:
        return collect(_rows(package))
    except (etree.LxmlError, ValueError, KeyError) as error:
        raise FileError(BROKEN) from error


def _rows(package: Package) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first visible sheet that are not empty."""
    line = 1
    for row in _row_elements(package):
        times = _times(row, "table:number-rows-repeated")
        if cells := without_end(list(_cells(row))):
            yield from ((line + copy, cells) for copy in range(min(times, MAX_ROWS + 2)))
        line += times


def _row_elements(package: Package) -> Iterator[Any]:
    """The row elements of the first sheet whose style does not hide it; each can be used until the next is read."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    hiding_styles, is_hidden = set(), False
    with package.open("content.xml") as content:
        for event, element in etree.iterparse(
            content, events=("start", "end"), tag=(ROW, TABLE, TABLE_STYLE), **options
        ):
            if element.tag == TABLE_STYLE and element.get(q("table:display")) == "false":
                hiding_styles.add(element.getparent().get(q("style:name")))
            elif element.tag == TABLE and event == "start":
                is_hidden = element.get(q("table:style-name")) in hiding_styles
            elif element.tag == TABLE and not is_hidden:
                return
            elif element.tag == ROW and event == "end":
                if not is_hidden:
                    yield element
                _forget(element)


def _cells(row: Any) -> Iterator[str]:
    number = 0
    for cell in row.iterchildren(*CELLS):
        times = min(_times(cell, "table:number-columns-repeated"), MAX_COLUMNS + 1 - number)
        number += times
        yield from [_text(cell)] * times


def _times(element: Any, attribute: str) -> int:
    """How many rows or cells an element stands for."""
    return max(1, int(element.get(q(attribute), "1")))


def _text(cell: Any) -> str:
    kind = cell.get(q("office:value-type"), "string")
    if formula := cell.get(q("table:formula")):
        return Formula(formula)
    if kind == "boolean":
        return as_text(cell.get(q("office:boolean-value")) == "true")
    if kind in VALUES:
        value = cell.get(q(f"office:{VALUES[kind]}"), "")
        return value.removesuffix("T00:00:00") if kind == "date" else as_text(float(value))
    return "\n".join("".join(_words(paragraph)) for paragraph in cell.iterchildren(PARAGRAPH))


def _words(element: Any) -> Iterator[str]:
    """The text of a paragraph, with the characters that some elements stand for (part 3, 6.1)."""
    yield element.text or ""
    for child in element:
        if child.tag == SPACES:
            yield " " * min(int(child.get(q("text:c"), "1")), MAX_SPACES)
        elif child.tag in SIGNS:
            yield SIGNS[child.tag]
        else:
            yield from _words(child)
        yield child.tail or ""


def _forget(row: Any) -> None:
    """Free what was read, so that memory does not grow with the file."""
    row.clear()
    while row.getprevious() is not None:
        del row.getparent()[0]
