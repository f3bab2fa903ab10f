"""The looks of `looks.py` as styles of a Word document."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import BaseStyle

from initiatives.selection import looks
from initiatives.selection.looks import Look

LINK, TABLE = "Hyperlink", "Kenmerken"
COLUMNS = (looks.LABEL_WIDTH, looks.TEXT_WIDTH - looks.LABEL_WIDTH)
KEPT = (qn("w:numPr"), qn("w:outlineLvl"))  # what makes a style one of a list or a heading
UNUSED = ("/stylesWithEffects", "/thumbnail")  # ends of types of parts
WORD_2013 = "15"  # of the modes Word can imitate, the newest: an older one says "compatibility mode" in the title bar


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    """An XML element, by its tag and its attributes without prefix (Word's own) or with one."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name if ":" in name else f"w:{name}"), value)
    return made


def add_styles(document: Document) -> None:
    """Give a document A4 pages, its language, and a style for each look and for links."""
    _drop_unused(document)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(looks.PAGE_WIDTH), Cm(looks.PAGE_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = Cm(looks.MARGIN)
    section.bottom_margin, section.footer_distance = Cm(looks.BOTTOM), Cm(looks.FOOTER_FROM_EDGE)
    for look in looks.ALL:
        _dress(_style(document, look.name, WD_STYLE_TYPE.PARAGRAPH), look)
    stops = document.styles[looks.FOOTER.name].paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Cm(looks.TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    link = _style(document, LINK, WD_STYLE_TYPE.CHARACTER).font
    link.underline, link.color.rgb = True, RGBColor.from_string(looks.LINK)
    _add_table_style(document)
    _set_language(document)


def _drop_unused(document: Document) -> None:
    """Take a hundred table styles and a picture of an empty page out of the template: half the time and the bytes."""
    styles = document.styles.element
    for style in styles.xpath("w:style[@w:type='table' and not(@w:default)]"):
        styles.remove(style)
    for relations in (document.part.rels, document.part.package.rels):
        for number in [number for number, relation in relations.items() if relation.reltype.endswith(UNUSED)]:
            relations.pop(number)


def _style(document: Document, name: str, kind: WD_STYLE_TYPE) -> BaseStyle:
    """The template's style of this name, or a new one."""
    if name in document.styles:
        return document.styles[name]
    style = document.styles.add_style(name, kind, builtin=name in (looks.REFERENCE.name, LINK))
    style.base_style = document.styles[looks.BODY.name] if kind == WD_STYLE_TYPE.PARAGRAPH else None
    style.hidden, style.quick_style = False, True
    return style


def _dress(style: BaseStyle, look: Look) -> None:
    """Replace what the template says of a style by a look."""
    for properties in filter(len, style.element.xpath("w:rPr | w:pPr")):
        for child in [child for child in properties if child.tag not in KEPT]:
            properties.remove(child)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.line_spacing = looks.LINE_HEIGHT
    layout.left_indent, layout.first_line_indent = Pt(look.indent), Pt(-look.hanging)
    layout.keep_with_next, layout.widow_control = look.keep_with_next, True
    if look.bar:
        border = element("w:pBdr")
        border.append(element("w:left", val="single", sz="18", space="6", color=looks.PRIMARY))
        style.element.pPr.insert_element_before(border, "w:spacing", "w:ind")
    _dress_font(style, look)


def _dress_font(style: BaseStyle, look: Look) -> None:
    """Font, size and weight, also of texts from right to left (cs), which have their own."""
    font = style.font
    font.bold = font.cs_bold = look.bold
    font.size, font.color.rgb = Pt(look.size), RGBColor.from_string(look.colour)
    properties = style.element.rPr
    properties.insert(0, element("w:rFonts", **dict.fromkeys(("ascii", "hAnsi", "cs", "eastAsia"), looks.FONT)))
    properties.sz.addnext(element("w:szCs", val=properties.sz.get(qn("w:val"))))


def _add_table_style(document: Document) -> None:
    """Thin lines above the rows, the text in line with the text around it."""
    layout = element("w:tblPr")
    borders, margins = element("w:tblBorders"), element("w:tblCellMar")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color=looks.BORDER))
    for side, width in (("left", "0"), ("right", "108")):
        margins.append(element(f"w:{side}", w=width, type="dxa"))
    layout.extend([borders, margins])
    document.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE).element.append(layout)


def _set_language(document: Document) -> None:
    """Dutch for the spelling checker, and no mode that imitates an older Word."""
    for language in document.styles.element.xpath("w:docDefaults//w:lang"):
        language.set(qn("w:val"), looks.LANGUAGE)
    settings = document.settings.element
    for language in settings.xpath("w:themeFontLang"):
        language.set(qn("w:val"), looks.LANGUAGE)
    for mode in settings.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']"):
        mode.set(qn("w:val"), WORD_2013)
