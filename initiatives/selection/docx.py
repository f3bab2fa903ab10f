"""Writes a selection as a Word document (.docx); page, styles and footer are those of `template.docx`."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as File
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm
from docx.table import Table
from docx.text.paragraph import Paragraph

from initiatives.exports.dated_zip import dated
from initiatives.metadata.citation import AUTHOR
from initiatives.selection.memo import Memo
from initiatives.selection.outline import LANDSCAPE_TEXT_WIDTH, Block, Facts, Grid, Items, Line, blocks
from initiatives.xml_text import xml_safe

TEMPLATE = str(Path(__file__).with_name("template.docx"))
LINK, TABLE, GRID = "Hyperlink", "Kenmerken", "Overzicht"  # styles, besides those of `outline`
COLUMNS = (3.0, 13.0)  # widths in centimetres; Word keeps them with each table, not in its style


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
    for block in contents:
        _add(document, block)
    file = BytesIO()
    document.save(file)
    return dated(file, made_on)


def _describe(document: File, title: str, made_on: date) -> None:
    """Set the metadata: no person's name, and the day of the document. Word takes 255 characters a field."""
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = properties.last_modified_by = AUTHOR
    properties.created = properties.modified = datetime.combine(made_on, time())


def _turn(document: File) -> None:
    """Lay the pages on their side."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    stops = document.styles["Footer"].paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Cm(LANDSCAPE_TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _add(document: File, block: Block) -> None:
    if isinstance(block, Facts):
        _add_facts(document, block)
        return
    if isinstance(block, Grid):
        _add_grid(document, block)
        return
    for line in block.lines if isinstance(block, Items) else [block]:
        _fill(document.add_paragraph(), line)


def _fill(paragraph: Paragraph, line: Line) -> None:
    styles = paragraph.part.styles  # type: ignore[attr-defined] # of a document
    # By its id, since python-docx compares each style it is given with all others, which takes half of all the time.
    paragraph._p.style = styles[line.style].style_id
    if line.anchor:
        # A bookmark's number only has to differ from the others: anchors end in one.
        number = line.anchor.rpartition("_")[2]
        paragraph._p.append(_element("w:bookmarkStart", id=number, name=line.anchor))
        paragraph._p.append(_element("w:bookmarkEnd", id=number))
    if line.text:
        paragraph.add_run(line.text)
    if line.link:
        run = paragraph.add_run(line.link)._r
        run.style = styles[LINK].style_id
        link = _link(paragraph, line.target)
        link.append(run)
        paragraph._p.append(link)
    if line.tail:
        paragraph.add_run(line.tail)


def _link(paragraph: Paragraph, target: str) -> BaseOxmlElement:
    """A link to a place in the document, or to an address, which the file keeps in a list of its own."""
    if target.startswith("#"):
        return _element("w:hyperlink", anchor=target.removeprefix("#"))
    number = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return _element("w:hyperlink", **{"r:id": number})


def _add_facts(document: File, block: Facts) -> None:
    """Add a table that stays on one page, which Word does when every row but the last is kept with the next."""
    table = _table(document, block.rows, COLUMNS, TABLE)
    table._tblPr.xpath("w:tblLook")[0].set(qn("w:firstRow"), "0")  # labels stand in the first column only
    for number, row in enumerate(table.rows, 1):
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = number < len(block.rows)


def _add_grid(document: File, block: Grid) -> None:
    table = _table(document, [block.header, *block.rows], block.widths, GRID)
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        if block.keeps_rows or not number:
            properties.append(_element("w:cantSplit"))
        if not number:
            properties.append(_element("w:tblHeader"))


def _table(document: File, rows: Sequence[Sequence[Line]], widths: Sequence[float], style: str) -> Table:
    table = document.add_table(len(rows), len(widths), style=style)
    table.autofit = False
    for row, lines in zip(table.rows, rows, strict=True):
        for cell, line, width in zip(row.cells, lines, widths, strict=True):
            cell.width = Cm(width)
            _fill(cell.paragraphs[0], line)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    """An XML element by its tag and attributes; an attribute without prefix gets Word's own."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name if ":" in name else f"w:{name}"), value)
    return element
