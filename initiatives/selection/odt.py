"""Writes a selection as an OpenDocument text (.odt); page, styles and footer are those of `template.odt`."""

from collections.abc import Iterable
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

from odfdo import (
    Bookmark,
    Cell,
    Column,
    Document,
    Element,
    Header,
    HeaderRows,
    Link,
    List,
    Paragraph,
    Row,
    Style,
    Table,
)

from initiatives.exports.dated_zip import dated
from initiatives.metadata.citation import AUTHOR
from initiatives.selection.memo import Memo
from initiatives.selection.outline import (
    BODY,
    HEADING,
    ITEM,
    LANDSCAPE_TEXT_WIDTH,
    REFERENCE,
    SHORT_HEADING,
    SUBHEADING,
    Block,
    Facts,
    Grid,
    Items,
    Line,
    blocks,
)
from initiatives.xml_text import xml_safe

TEMPLATE = Path(__file__).with_name("template.odt")
NAMES = {BODY: "Standard", ITEM: "List 1", REFERENCE: "Bibliography 1"}  # where LibreOffice has another name than Word
LEVELS = {HEADING: 1, SHORT_HEADING: 1, SUBHEADING: 2}
# Styles besides those of `outline`.
TABLE, LABEL_COLUMN, FACT_COLUMN, ROW, CELL = "Kenmerken", "Kenmerken.A", "Kenmerken.B", "Kenmerken.1", "Kenmerken.A1"
GRID, GRID_HEAD, GRID_CELL = "Overzicht", "Overzicht.Kop", "Overzicht.A1"
BULLETS, LINK, PAGE = "Opsomming", "Internet_20_link", "A4"


def render(memo: Memo) -> bytes:
    """Return the file of a document with at least one entry; what XML cannot hold is left out of its texts."""
    memo = xml_safe(memo)
    return write(memo.title, memo.made_on, blocks(memo))


def write(title: str, made_on: date, contents: Iterable[Block], *, landscape: bool = False) -> bytes:
    """Return the file of a document; its texts are `xml_safe`."""
    document = Document(TEMPLATE)
    if landscape:
        _turn(document)
    _describe(document, title, made_on)
    for number, block in enumerate(contents):
        document.body.append(_element(document, block, number))
    file = BytesIO()
    document.save(file)
    return dated(file, made_on)


def _describe(document: Document, title: str, made_on: date) -> None:
    """Set the metadata: no person's name, and the day of the document."""
    made = datetime.combine(made_on, time())
    meta = document.meta
    meta.title = title
    meta.initial_creator = meta.creator = meta.generator = AUTHOR
    meta.creation_date = meta.date = made


def _turn(document: Document) -> None:
    """Lay the pages on their side."""
    page = document.get_style("page-layout", PAGE).get_element("style:page-layout-properties")
    page.set_attribute("style:print-orientation", "landscape")
    width, height = (page.get_attribute_string(f"fo:page-{side}") for side in ("width", "height"))
    page.set_attribute("fo:page-width", height)
    page.set_attribute("fo:page-height", width)
    table = document.get_style("table", GRID).get_element("style:table-properties")
    table.set_attribute("style:width", f"{LANDSCAPE_TEXT_WIDTH}cm")
    stop = document.get_style("paragraph", "Footer").get_element("descendant::style:tab-stop")
    stop.set_attribute("style:position", f"{LANDSCAPE_TEXT_WIDTH}cm")


def _element(document: Document, block: Block, number: int) -> Element:
    """The element of a block; `number` tells tables apart."""
    if isinstance(block, Items):
        return List([_paragraph(line) for line in block.lines], style=BULLETS)
    if isinstance(block, Facts):
        return _facts(block, f"Kenmerken{number}")
    if isinstance(block, Grid):
        return _grid(document, block, f"Overzicht{number}")
    return _paragraph(block)


def _paragraph(line: Line) -> Paragraph:
    paragraph = Header(LEVELS[line.style], line.text) if line.style in LEVELS else Paragraph(line.text)
    paragraph.style = NAMES.get(line.style, line.style).replace(" ", "_20_")  # as OpenDocument encodes a space
    if line.link:
        paragraph.append(Link(line.target, text=line.link, style=LINK))
    if line.tail:
        paragraph.append(line.tail)
    if line.anchor:
        paragraph.insert(Bookmark(line.anchor), position=0)
    return paragraph


def _facts(block: Facts, name: str) -> Table:
    table = Table(name, style=TABLE)
    table.append(Column(style=LABEL_COLUMN))
    table.append(Column(style=FACT_COLUMN))
    for lines in block.rows:
        table.append(_row(lines, ROW, CELL))
    return table


def _grid(document: Document, block: Grid, name: str) -> Table:
    """A table whose columns have styles of their own, since OpenDocument keeps a width in a style."""
    table = Table(name, style=GRID)
    for number, width in enumerate(block.widths, 1):
        column = f"{name}.{number}"
        document.insert_style(Style("table-column", name=column, width=f"{width:.2f}cm"), automatic=True)
        table.append(Column(style=column))
    header = HeaderRows()
    header.append(_row(block.header, ROW, GRID_HEAD))
    table.append(header)
    for lines in block.rows:
        table.append(_row(lines, ROW if block.keeps_rows else None, GRID_CELL))
    return table


def _row(lines: Iterable[Line], style: str | None, cell_style: str) -> Row:
    row = Row(style=style)
    for line in lines:
        cell = Cell(style=cell_style)
        cell.append(_paragraph(line))
        row.append(cell)
    return row
