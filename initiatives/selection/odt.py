"""A selection as an OpenDocument text (.odt), for LibreOffice Writer."""

from datetime import datetime, time
from io import BytesIO

from odfdo import Bookmark, Cell, Column, Document, Element, Header, Link, List, Paragraph, Row, Tab, Table
from odfdo import VarPageCount as PageCount
from odfdo import VarPageNumber as PageNumber

from initiatives.metadata.citation import AUTHOR
from initiatives.selection import looks, odt_styles
from initiatives.selection.memo import Memo
from initiatives.selection.odt_styles import style_name
from initiatives.selection.outline import Block, Facts, Items, Line, blocks, safe


def written(memo: Memo) -> bytes:
    """The file of a document.

    Args:
        memo: with at least one entry; what XML cannot hold is left out of its texts.
    """
    memo = safe(memo)
    document = Document("text")
    document.body.clear()
    odt_styles.add_styles(document)
    _describe(document, memo)
    document.get_style("master-page", "Standard").set_page_footer(_footer())
    for number, block in enumerate(blocks(memo)):
        document.body.append(_element(block, number))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Document, memo: Memo) -> None:
    """The metadata: no person's name, and the day of the document instead of the template's."""
    made = datetime.combine(memo.made_on, time())
    meta = document.meta
    meta.title = memo.title
    meta.initial_creator = meta.creator = meta.generator = AUTHOR
    meta.creation_date = meta.date = made


def _element(block: Block, number: int) -> Element:
    """What a block is in the file; `number` tells tables apart."""
    if isinstance(block, Items):
        return List([_paragraph(line) for line in block.lines], style=odt_styles.BULLETS)
    if isinstance(block, Facts):
        return _table(block, f"Kenmerken{number}")
    return _paragraph(block)


def _paragraph(line: Line) -> Paragraph:
    found = Header(line.look.level, line.text) if line.look.level else Paragraph(line.text)
    found.style = style_name(line.look)
    if line.link:
        found.append(Link(line.target, text=line.link, style=odt_styles.LINK))
    if line.anchor:
        found.insert(Bookmark(line.anchor), position=0)
    return found


def _table(block: Facts, name: str) -> Table:
    table = Table(name, style=odt_styles.TABLE)
    table.append(Column(style=odt_styles.LABEL_COLUMN))
    table.append(Column(style=odt_styles.FACT_COLUMN))
    for lines in block.rows:
        row = Row(style=odt_styles.ROW)
        for line in lines:
            cell = Cell(style=odt_styles.CELL)
            cell.append(_paragraph(line))
            row.append(cell)
        table.append(row)
    return table


def _footer() -> Paragraph:
    footer = Paragraph(AUTHOR, style=style_name(looks.FOOTER))
    for part in (Tab(), "Pagina ", PageNumber(), " van ", PageCount()):
        footer.append(part)
    return footer
