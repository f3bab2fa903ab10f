"""A selection as a Word document (.docx)."""

from datetime import datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as File
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm
from docx.text.paragraph import Paragraph

from initiatives.metadata.citation import AUTHOR
from initiatives.selection import docx_styles, looks
from initiatives.selection.docx_styles import element
from initiatives.selection.memo import Memo
from initiatives.selection.outline import Block, Facts, Items, Line, blocks, safe


def written(memo: Memo) -> bytes:
    """The file of a document.

    Args:
        memo: with at least one entry; what XML cannot hold is left out of its texts.
    """
    memo = safe(memo)
    document = Document()
    docx_styles.add_styles(document)
    _describe(document, memo)
    _add_footer(document)
    for block in blocks(memo):
        _add(document, block)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: File, memo: Memo) -> None:
    """The metadata: no person's name, and the day of the document instead of the template's.

    Word's own limit is 255 characters a field.
    """
    properties = document.core_properties
    properties.title = memo.title[:255]
    properties.author = properties.last_modified_by = AUTHOR
    properties.created = properties.modified = datetime.combine(memo.made_on, time())
    properties.comments = ""
    properties.language = looks.LANGUAGE


def _add(document: File, block: Block) -> None:
    if isinstance(block, Facts):
        _add_table(document, block)
        return
    for line in block.lines if isinstance(block, Items) else [block]:
        _fill(document.add_paragraph(), line)


def _fill(paragraph: Paragraph, line: Line) -> None:
    styles = paragraph.part.styles
    # By its id, since python-docx compares each style it is given with all others, which takes half of all the time.
    paragraph._p.style = styles[line.look.name].style_id
    if line.anchor:
        # A bookmark's number only has to differ from the others: anchors end in one.
        number = line.anchor.rpartition("_")[2]
        paragraph._p.append(element("w:bookmarkStart", id=number, name=line.anchor))
        paragraph._p.append(element("w:bookmarkEnd", id=number))
    if line.text:
        paragraph.add_run(line.text)
    if line.link:
        run = paragraph.add_run(line.link)._r
        run.style = styles[docx_styles.LINK].style_id
        link = _link(paragraph, line.target)
        link.append(run)
        paragraph._p.append(link)


def _link(paragraph: Paragraph, target: str) -> BaseOxmlElement:
    """A link to a place in the document, or to an address, which the file keeps in a list of its own."""
    if target.startswith("#"):
        return element("w:hyperlink", anchor=target.removeprefix("#"))
    number = paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return element("w:hyperlink", **{"r:id": number})


def _add_table(document: File, block: Facts) -> None:
    """The rows stay on one page, which Word does when every row but the last is kept with the next."""
    table = document.add_table(len(block.rows), len(docx_styles.COLUMNS), style=docx_styles.TABLE)
    table.autofit = False
    table._tblPr.xpath("w:tblLook")[0].set(qn("w:firstRow"), "0")  # labels stand in the first column only
    for number, (row, lines) in enumerate(zip(table.rows, block.rows, strict=True), 1):
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, line, width in zip(row.cells, lines, docx_styles.COLUMNS, strict=True):
            cell.width = Cm(width)
            _fill(cell.paragraphs[0], line)
            cell.paragraphs[0].paragraph_format.keep_with_next = number < len(block.rows)
    for column, width in zip(table.columns, docx_styles.COLUMNS, strict=True):
        column.width = Cm(width)


def _add_footer(document: File) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    footer.style = looks.FOOTER.name
    footer.add_run(f"{AUTHOR}\tPagina ")
    footer._p.append(_field("PAGE"))
    footer.add_run(" van ")
    footer._p.append(_field("NUMPAGES"))


def _field(name: str) -> BaseOxmlElement:
    """A number that Word fills in; the 1 is for programs that do not."""
    field = element("w:fldSimple", instr=name)
    run = element("w:r")
    text = element("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    return field
