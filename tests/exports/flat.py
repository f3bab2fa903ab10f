"""What LibreOffice makes of a file, read from its flat XML."""

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tests.selection import office

TABLE, TEXT, OFFICE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("table", "text", "office"))


@dataclass
class Opened:
    """The formulas anywhere in a file, and of its first sheet the texts and the types of the cells."""

    formulas: list[str]
    rows: list[list[str]]
    types: list[list[str]]


def opened(files: list[Path], folder: Path, *options: str) -> dict[str, Opened]:
    """Each file as LibreOffice understands it, by its name without extension.

    Args:
        files: with different names.
        folder: to put them in, converted.
        options: of LibreOffice.
    """
    office.convert(files, folder, "fods", *options)
    return {file.stem: _read(folder / f"{file.stem}.fods") for file in files}


def _read(path: Path) -> Opened:
    root = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
    cells = [
        [cell for cell in row.iter(f"{TABLE}table-cell") for _ in range(_times(cell, "columns"))]
        for row in next(root.iter(f"{TABLE}table")).iter(f"{TABLE}table-row")
        if any(True for _ in row.iter(f"{TEXT}p"))
    ]
    last = max(place for place, cell in enumerate(cells[0], 1) if len(cell))  # behind it cells are empty
    return Opened(
        [cell.get(f"{TABLE}formula") for cell in root.iter(f"{TABLE}table-cell") if cell.get(f"{TABLE}formula")],
        [["\n".join(map(_text, cell.iter(f"{TEXT}p"))) for cell in row[:last]] for row in cells],
        [[cell.get(f"{OFFICE}value-type", "") for cell in row[:last]] for row in cells],
    )


def _times(cell: etree._Element, what: str) -> int:
    """How often a cell stands there; the rest of an empty row is one cell that stands there thousands of times."""
    return min(int(cell.get(f"{TABLE}number-{what}-repeated", 1)), 100)


def _text(paragraph: etree._Element) -> str:
    """A paragraph with the white space that stands in it as elements."""
    text = paragraph.text or ""
    for part in paragraph.iter():
        if part is paragraph:
            continue
        text += {f"{TEXT}s": " " * int(part.get(f"{TEXT}c", 1)), f"{TEXT}tab": "\t"}.get(part.tag, part.text or "")
        text += part.tail or ""
    return text
