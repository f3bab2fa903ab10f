"""Writes a selection as an OpenDocument text (.odt); page, styles and footer are those of `template.odt`."""

from datetime import datetime, time
from io import BytesIO
from pathlib import Path

from odfdo import Bookmark, Cell, Column, Document, Element, Header, Link, List, Paragraph, Row, Table

from initiatives.metadata.citation import AUTHOR
from initiatives.selection.memo import Memo
from initiatives.selection.outline import BODY, HEADING, ITEM, REFERENCE, SUBHEADING, Block, Facts, Items, Line, blocks
from initiatives.xml_text import xml_safe

TEMPLATE = Path(__file__).with_name("template.odt")
NAMES = {BODY: "Standard", ITEM: "List 1", REFERENCE: "Bibliography 1"}  # where LibreOffice has another name than Word
LEVELS = {HEADING: 1, SUBHEADING: 2}
# Styles besides those of `outline`.
TABLE, LABEL_COLUMN, FACT_COLUMN, ROW, CELL = "Kenmerken", "Kenmerken.A", "Kenmerken.B", "Kenmerken.1", "Kenmerken.A1"
BULLETS, LINK = "Opsomming", "Internet_20_link"


def render(memo: Memo) -> bytes:
    """Return the file of a document with at least one entry; what XML cannot hold is left out of its texts."""
    memo = xml_safe(memo)
    document = Document(TEMPLATE)
    _describe(document, memo)
    for number, block in enumerate(blocks(memo)):
        document.body.append(_element(block, number))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Document, memo: Memo) -> None:
    """Set the metadata: no person's name, and the day of the document."""
    made = datetime.combine(memo.made_on, time())
    meta = document.meta
    meta.title = memo.title
    meta.initial_creator = meta.creator = meta.generator = AUTHOR
    meta.creation_date = meta.date = made


def _element(block: Block, number: int) -> Element:
    """The element of a block; `number` tells tables apart."""
    if isinstance(block, Items):
        return List([_paragraph(line) for line in block.lines], style=BULLETS)
    if isinstance(block, Facts):
        return _table(block, f"Kenmerken{number}")
    return _paragraph(block)


def _paragraph(line: Line) -> Paragraph:
    paragraph = Header(LEVELS[line.style], line.text) if line.style in LEVELS else Paragraph(line.text)
    paragraph.style = NAMES.get(line.style, line.style).replace(" ", "_20_")  # as OpenDocument encodes a space
    if line.link:
        paragraph.append(Link(line.target, text=line.link, style=LINK))
    if line.anchor:
        paragraph.insert(Bookmark(line.anchor), position=0)
    return paragraph


def _table(block: Facts, name: str) -> Table:
    table = Table(name, style=TABLE)
    table.append(Column(style=LABEL_COLUMN))
    table.append(Column(style=FACT_COLUMN))
    for lines in block.rows:
        row = Row(style=ROW)
        for line in lines:
            cell = Cell(style=CELL)
            cell.append(_paragraph(line))
            row.append(cell)
        table.append(row)
    return table
