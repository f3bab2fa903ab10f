"""The parts of an OpenDocument spreadsheet besides its cells: styles, settings, metadata and manifest."""

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape  # nosec B406 # it parses nothing

from lxml import etree
from openpyxl.utils import get_column_letter

from initiatives.exports import sheets
from initiatives.metadata.citation import AUTHOR
from initiatives.search.query_string.outlets import DOWNLOAD

MEDIA_TYPE = DOWNLOAD["ods"].media_type
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = {name: f"{OASIS}:{name}:1.0" for name in ("office", "table", "text", "style", "meta", "config")}
NAMESPACES |= {"fo": f"{OASIS}:xsl-fo-compatible:1.0", "number": f"{OASIS}:datastyle:1.0"}
NAMESPACES["dc"] = "http://purl.org/dc/elements/1.1/"
CENTIMETRES = 0.21  # the width of a character

MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MEDIA_TYPE}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>
<manifest:file-entry manifest:full-path="settings.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""

# Freezes the header and the first column: the sheet is split after one row and column (2 means fixed).
FROZEN = {
    "HorizontalSplitMode": 2,
    "VerticalSplitMode": 2,
    "HorizontalSplitPosition": 1,
    "VerticalSplitPosition": 1,
    "PositionRight": 1,
    "PositionBottom": 1,
    "ActiveSplitRange": 3,
}

STYLES = f"""<office:automatic-styles {" ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items())}>
<number:date-style style:name="N1"><number:day number:style="long"/><number:text>-</number:text>
<number:month number:style="long"/><number:text>-</number:text><number:year number:style="long"/></number:date-style>
<number:date-style style:name="N2"><number:day number:style="long"/><number:text>-</number:text>
<number:month number:style="long"/><number:text>-</number:text><number:year number:style="long"/>
<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>
<number:minutes number:style="long"/></number:date-style>
<number:number-style style:name="N3">
<number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<number:text-style style:name="N4"><number:text-content/></number:text-style>
<style:style style:name="kop" style:family="table-row"><style:table-row-properties
 style:row-height="{sheets.HEADER_HEIGHT}pt" style:use-optimal-row-height="false"/></style:style>
<style:style style:name="rij" style:family="table-row"><style:table-row-properties
 style:row-height="{sheets.ROW_HEIGHT}pt" style:use-optimal-row-height="false"/></style:style>
<style:style style:name="vrij" style:family="table-row"><style:table-row-properties
 style:use-optimal-row-height="true"/></style:style>
</office:automatic-styles>"""
CELL_STYLES = {"tekst": "N4", "vet": "N4", "dag": "N1", "tijdstip": "N2", "getal": "N3"}


def q(name: str) -> str:
    """A qualified name, such as table:table-cell, in the notation of lxml."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def column_style(width: int) -> str:
    return f"breedte{width}"


def automatic_styles(widths: Iterable[int]) -> etree._Element:
    """The styles of rows, columns and cells; `widths` are of the columns, in characters."""
    styles = etree.fromstring(STYLES)
    for width in {*widths, *sheets.EXPLANATION_WIDTHS}:
        column = _style(styles, column_style(width), "table-column")
        properties = {q("style:column-width"): f"{width * CENTIMETRES:.2f}cm"}
        etree.SubElement(column, q("style:table-column-properties"), properties)
    for name, data_style in CELL_STYLES.items():
        cell = _style(styles, name, "table-cell", {q("style:data-style-name"): data_style})
        properties = {q("fo:wrap-option"): "wrap", q("style:vertical-align"): "top"}
        etree.SubElement(cell, q("style:table-cell-properties"), properties)
        if name == "vet":
            etree.SubElement(cell, q("style:text-properties"), {q("fo:font-weight"): "bold"})
    return styles


def filter_of(sheet: str, columns: int, rows: int) -> etree._Element:
    ranges = etree.Element(q("table:database-ranges"), nsmap=NAMESPACES)
    area = f"{sheet}.A1:{sheet}.{get_column_letter(columns)}{rows}"
    attributes = {"name": "lijst", "target-range-address": area, "display-filter-buttons": "true"}
    etree.SubElement(ranges, q("table:database-range"), {q(f"table:{key}"): value for key, value in attributes.items()})
    return ranges


def parts(title: str) -> Iterator[tuple[str, str]]:
    """The other files of the package: name and content."""
    yield "META-INF/manifest.xml", MANIFEST
    yield "settings.xml", _settings()
    yield "meta.xml", _meta(title)


def _meta(title: str) -> str:
    return (
        f'<office:document-meta xmlns:office="{NAMESPACES["office"]}" xmlns:dc="{NAMESPACES["dc"]}"'
        f' office:version="1.3"><office:meta><dc:title>{escape(title)}</dc:title>'
        f"<dc:creator>{AUTHOR}</dc:creator></office:meta></office:document-meta>"
    )


def _settings() -> str:
    items = "".join(
        f'<config:config-item config:name="{name}" config:type="short">{value}</config:config-item>'
        for name, value in FROZEN.items()
    )
    return (
        f'<office:document-settings xmlns:office="{NAMESPACES["office"]}" xmlns:config="{NAMESPACES["config"]}"'
        ' xmlns:ooo="http://openoffice.org/2004/office"'
        ' office:version="1.3"><office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        '<config:config-item-map-named config:name="Tables">'
        f'<config:config-item-map-entry config:name="{sheets.ROWS}">{items}</config:config-item-map-entry>'
        "</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


def _style(styles: etree._Element, name: str, family: str, more: dict[str, str] | None = None) -> etree._Element:
    attributes = {q("style:name"): name, q("style:family"): family} | (more or {})
    return etree.SubElement(styles, q("style:style"), attributes)
