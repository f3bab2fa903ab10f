"""Reads documents back, both formats in the same words."""

from io import BytesIO

from docx import Document as WordDocument
from docx.oxml.ns import qn
from odfdo import Document as OpenDocument
from odfdo import LineBreak, Link

from initiatives.selection import docx, odt


class Odt:
    """An OpenDocument text."""

    def __init__(self, memo):
        self.document = OpenDocument(BytesIO(odt.render(memo)))
        self.body = self.document.body

    def headings(self):
        return [(int(heading.level), heading.inner_text) for heading in self.body.get_elements("//text:h")]

    def styled(self, name):
        """The texts of the paragraphs in a style, line breaks as they are."""
        code = name.replace(" ", "_20_")
        return [
            _text(paragraph) for paragraph in self.body.get_elements("//text:p | //text:h") if paragraph.style == code
        ]

    def texts(self):
        return [_text(paragraph) for paragraph in self.body.get_elements("//text:p | //text:h")]

    def tables(self):
        tables = self.body.get_elements("//table:table")
        return [[[_cell(cell) for cell in row.cells] for row in table.get_rows()] for table in tables]

    def repeated_rows(self):
        """The header rows that stand on each page of a table."""
        rows = self.body.get_elements("//table:table-header-rows/table:table-row")
        return [[_cell(cell) for cell in row.cells] for row in rows]

    def links(self):
        return [(link.inner_text, link.url) for link in self.body.get_elements("//text:a")]

    def anchors(self):
        return [bookmark.name for bookmark in self.body.get_elements("//text:bookmark")]

    def described(self):
        meta = self.document.meta
        return (meta.title, {meta.initial_creator, meta.creator}, meta.language, meta.creation_date.date())

    def languages(self):
        """The languages of the text by default."""
        return {self.document.get_language()}

    def page(self):
        """Width and height in centimetres."""
        layout = self.document.get_style("page-layout", self.document.get_style("master-page", "Standard").page_layout)
        sizes = layout.get_properties()
        return tuple(float(sizes[f"fo:page-{side}"].removesuffix("cm")) for side in ("width", "height"))


class Docx:
    """A Word document; a heading is known by its style."""

    def __init__(self, memo):
        self.document = WordDocument(BytesIO(docx.render(memo)))
        self.element = self.document.element.body

    def headings(self):
        named = ((paragraph.style.name.rpartition(" "), paragraph.text) for paragraph in self.document.paragraphs)
        return [(int(level), text) for (name, _, level), text in named if name == "Heading"]

    def styled(self, name):
        return [paragraph.text for paragraph in self.document.paragraphs if paragraph.style.name == name]

    def texts(self):
        paragraphs = self.element.xpath(".//w:p")
        return ["".join(part.text or "\n" for part in paragraph.xpath(".//w:t | .//w:br")) for paragraph in paragraphs]

    def tables(self):
        return [[[cell.text for cell in row.cells] for row in table.rows] for table in self.document.tables]

    def repeated_rows(self):
        """The header rows that stand on each page of a table."""
        rows = [row for table in self.document.tables for row in table.rows]
        return [[cell.text for cell in row.cells] for row in rows if row._tr.xpath("w:trPr/w:tblHeader")]

    def links(self):
        links = []
        for link in self.element.xpath(".//w:hyperlink"):
            number, anchor = link.get(qn("r:id")), link.get(qn("w:anchor"))
            links.append((link.text, self.document.part.rels[number].target_ref if number else f"#{anchor}"))
        return links

    def anchors(self):
        return [bookmark.get(qn("w:name")) for bookmark in self.element.xpath(".//w:bookmarkStart")]

    def described(self):
        own = self.document.core_properties
        return (own.title, {own.author, own.last_modified_by}, own.language, own.created.date())

    def languages(self):
        return {language.get(qn("w:val")) for language in self.document.styles.element.xpath("w:docDefaults//w:lang")}

    def page(self):
        section = self.document.sections[0]
        return (round(section.page_width.cm, 1), round(section.page_height.cm, 1))


def _text(paragraph):
    """The text with its line breaks; odfdo itself writes a link as in Markdown."""
    return "".join(_part(part) for part in paragraph.xpath("text()|*"))


def _part(part):
    if isinstance(part, LineBreak):
        return "\n"
    return part.inner_text if isinstance(part, Link) else str(part)


def _cell(cell):
    return "\n".join(_text(paragraph) for paragraph in cell.get_elements("text:p"))
