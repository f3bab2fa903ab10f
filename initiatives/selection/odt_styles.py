"""The looks of `looks.py` as styles of an OpenDocument text."""

from odfdo import Document, Element, Style

from initiatives.selection import looks
from initiatives.selection.looks import Look

TABLE, LABEL_COLUMN, FACT_COLUMN, ROW, CELL, BULLETS, LINK = (
    "Kenmerken",
    "Kenmerken.A",
    "Kenmerken.B",
    "Kenmerken.1",
    "Kenmerken.A1",
    "Opsomming",
    "Internet_20_link",
)
PAGE = f"""
<style:page-layout style:name="A4">
<style:page-layout-properties style:print-orientation="portrait"
 fo:page-width="{looks.PAGE_WIDTH}cm" fo:page-height="{looks.PAGE_HEIGHT}cm" fo:margin-top="{looks.MARGIN}cm"
 fo:margin-left="{looks.MARGIN}cm" fo:margin-right="{looks.MARGIN}cm" fo:margin-bottom="{looks.FOOTER_FROM_EDGE}cm"/>
<style:header-style/>
<style:footer-style>
<style:header-footer-properties fo:margin-top="0.7cm"
 fo:min-height="{looks.BOTTOM - looks.FOOTER_FROM_EDGE:.1f}cm"/>
</style:footer-style>
</style:page-layout>
"""
LIST = f"""
<text:list-style style:name="{BULLETS}"><text:list-level-style-bullet text:level="1" text:bullet-char="•">
<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">
<style:list-level-label-alignment text:label-followed-by="listtab" fo:margin-left="{looks.ITEM.indent}pt"
 fo:text-indent="-{looks.ITEM.hanging}pt" text:list-tab-stop-position="{looks.ITEM.indent}pt"/>
</style:list-level-properties></text:list-level-style-bullet></text:list-style>
"""
NUMBERLESS = "".join(f'<text:outline-level-style text:level="{level}" style:num-format=""/>' for level in range(1, 11))
OUTLINE = f'<text:outline-style style:name="Outline">{NUMBERLESS}</text:outline-style>'
RIGHT_EDGE = f"""
<style:tab-stops><style:tab-stop style:position="{looks.TEXT_WIDTH}cm" style:type="right"/></style:tab-stops>
"""


def add_styles(document: Document) -> None:
    """Give a document A4 pages, its language, and a style for each look, the table, the list and links."""
    document.set_language(looks.LANGUAGE)
    document.insert_style(PAGE.strip())
    document.insert_style(LIST.strip(), automatic=True)
    document.insert_style(OUTLINE)
    document.get_style("master-page", "Standard").page_layout = "A4"
    for look in looks.ALL:
        document.insert_style(_paragraph_style(look))
    spacing = document.settings.get_element("//config:config-item[@config:name='AddParaTableSpacing']")
    spacing.text = "false"  # between two paragraphs the larger space counts, as in Word
    link = Style("text", name=LINK, display_name="Internet link")
    link.set_properties({"fo:color": f"#{looks.LINK}", "style:text-underline-style": "solid"}, area="text")
    document.insert_style(link)
    for style in _table_styles():
        document.insert_style(style, automatic=True)


def style_name(look: Look) -> str:
    """The name of a look's style inside the file, where a space is written by its code."""
    return look.in_odf.replace(" ", "_20_")


def _paragraph_style(look: Look) -> Style:
    parent = None if look is looks.BODY else style_name(looks.BODY)
    style = Style("paragraph", name=style_name(look), display_name=look.in_odf, parent_style=parent)
    if look.level:
        style.set_attribute("style:default-outline-level", str(look.level))
        style.set_attribute("style:next-style-name", style_name(looks.BODY))
    style.set_properties(_paragraph_properties(look), area="paragraph")
    if look is looks.FOOTER:
        style.get_element("style:paragraph-properties").append(Element.from_tag(RIGHT_EDGE.strip()))
    style.set_properties(_text_properties(look), area="text")
    return style


def _paragraph_properties(look: Look) -> dict[str, str]:
    properties = {
        "fo:margin-top": f"{look.before}pt",
        "fo:margin-bottom": f"{look.after}pt",
        "fo:margin-left": f"{look.indent}pt",
        "fo:text-indent": f"{-look.hanging}pt",
        "fo:line-height": f"{looks.LINE_HEIGHT:.0%}",
        "fo:keep-with-next": "always" if look.keep_with_next else "auto",
        "fo:orphans": "2",
        "fo:widows": "2",
    }
    if look.bar:
        properties |= {"fo:border-left": f"2.25pt solid #{looks.PRIMARY}", "fo:padding-left": f"{look.indent}pt"}
        properties["fo:margin-left"] = "0pt"
    return properties


def _text_properties(look: Look) -> dict[str, str]:
    """Font, size and weight for each of the three kinds of script, since RTL texts have a size of their own."""
    weight = "bold" if look.bold else "normal"
    properties = {"fo:color": f"#{look.colour}"}
    for prefix, script in (("fo", ""), ("style", "-asian"), ("style", "-complex")):
        properties[f"{prefix}:font-size{script}"] = f"{look.size}pt"
        properties[f"{prefix}:font-weight{script}"] = weight
        properties[f"{prefix}:font-family{script}"] = looks.FONT
    return properties


def _table_styles() -> list[Style]:
    table = Style("table", name=TABLE, width=f"{looks.TEXT_WIDTH}cm", align="left")
    table.set_properties({"style:may-break-between-rows": "false"}, area="table")
    row = Style("table-row", name=ROW)
    row.set_properties({"fo:keep-together": "always"}, area="table-row")
    cell = Style("table-cell", name=CELL, padding="0cm")
    line = f"0.5pt solid #{looks.BORDER}"
    cell.set_properties({"fo:border-top": line, "fo:border-bottom": line}, area="table-cell")
    columns = [(LABEL_COLUMN, looks.LABEL_WIDTH), (FACT_COLUMN, looks.TEXT_WIDTH - looks.LABEL_WIDTH)]
    return [table, row, cell, *(Style("table-column", name=name, width=f"{width}cm") for name, width in columns)]
